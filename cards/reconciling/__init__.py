"""The desk where a number from Seller Center is held against ours."""

from cards.reconciling.entry import BadEntry, Entry, entry_from
from cards.reconciling.gate import store_to_reconcile
from cards.reconciling.recording import reconcile, recount, recount_unsettled, write_note

__all__ = [
    "BadEntry",
    "Entry",
    "entry_from",
    "reconcile",
    "recount",
    "recount_unsettled",
    "store_to_reconcile",
    "write_note",
]
