"""The desk where a number from Seller Center is held against ours."""

from cards.reconciliation.entry import Entry, entry_from
from cards.reconciliation.records import reconcile, recount, recount_unsettled, write_note
from cards.reconciliation.store_to_reconcile import store_to_reconcile

__all__ = [
    "Entry",
    "entry_from",
    "reconcile",
    "recount",
    "recount_unsettled",
    "store_to_reconcile",
    "write_note",
]
