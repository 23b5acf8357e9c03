"""Reads products one by one for what the lists do not tell, and counts it."""

from aliexpress.sync.details.holding import due_stores, make_due
from aliexpress.sync.details.reading import read_details

__all__ = ["due_stores", "make_due", "read_details"]
