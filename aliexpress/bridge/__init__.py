"""Holds the items of a source against the SKUs of the listings: the one writer of bridge rows."""
