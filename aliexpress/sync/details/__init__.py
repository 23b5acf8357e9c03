"""Reads products one by one for what the lists do not tell, and counts it."""

from aliexpress.sync.details.lease import due_stores, make_due
from aliexpress.sync.details.run import read_details
from aliexpress.sync.details.selection import ASKED_AGAIN_AT_MOST, doubted, missing_of
from aliexpress.sync.details.tally import count_again

__all__ = [
    "ASKED_AGAIN_AT_MOST",
    "count_again",
    "doubted",
    "due_stores",
    "make_due",
    "missing_of",
    "read_details",
]
