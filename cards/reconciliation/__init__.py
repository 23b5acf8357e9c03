"""The desk where a number from Seller Center is held against ours."""

from cards.reconciliation.desk_access import store_to_reconcile
from cards.reconciliation.entry import Entry, entry_from
from cards.reconciliation.records import reconcile, recount, recount_unsettled, write_note

__all__ = [
    "Entry",
    "entry_from",
    "reconcile",
    "recount",
    "recount_unsettled",
    "store_to_reconcile",
    "write_note",
]
