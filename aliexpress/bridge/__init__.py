"""Holds the items of a source against the SKUs of the listings: the one writer of bridge rows."""

from aliexpress.bridge.publish import count_again, tally

__all__ = ["count_again", "tally"]
