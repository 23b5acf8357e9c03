"""Reads products one by one for what the lists do not tell, and counts it."""

from aliexpress.sync.details.holding import due_stores, make_due
from aliexpress.sync.details.reading import read_details
from aliexpress.sync.details.tallying import count_again

__all__ = ["count_again", "due_stores", "make_due", "read_details"]
