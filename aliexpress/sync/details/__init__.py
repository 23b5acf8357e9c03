"""Reads products one by one for what the lists do not tell, and counts it."""

from aliexpress.sync.details.lease import due_stores, make_due
from aliexpress.sync.details.run import read_details
from aliexpress.sync.details.selection import missing_of
from aliexpress.sync.details.tally import count_again

__all__ = ["count_again", "due_stores", "make_due", "missing_of", "read_details"]
