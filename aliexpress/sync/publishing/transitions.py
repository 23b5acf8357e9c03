"""The transitions of a snapshot: each listing that changed its state or its reason since the
snapshot before.

Raw SQL: the ORM has no INSERT … SELECT, and as many listings may move as a store has.
"""

from datetime import datetime

from aliexpress.models import ListingSnapshot, Store, Transition
from aliexpress.sync.publishing.differences import DIFFERENCES, LISTINGS, at_sql, moment_sql
from aliexpress.sync.staging.table import Staging

TRANSITIONS = Transition._meta.db_table


def write_transitions(
    staging: Staging, *, store: Store, snapshot: ListingSnapshot, after: datetime
) -> None:
    """A row for each listing that moved: between which states, and from after when to by when."""
    staging.execute(
        f"INSERT INTO {TRANSITIONS} (store_id, snapshot_id, listing_id, from_state, to_state,"
        " from_status, to_status, from_offline_reason, to_offline_reason, audit_failure_reason,"
        " after_at, by_at)"
        " SELECT %s, %s, listing.id, moves.from_state, moves.to_state, moves.from_status,"
        " moves.to_status, moves.from_offline_reason, moves.to_offline_reason,"
        f" moves.audit_failure_reason, {moment_sql()}, {moment_sql()}"
        f" FROM {DIFFERENCES} moves JOIN {LISTINGS} listing"
        " ON listing.store_id = %s AND listing.product_id = moves.product_id"
        " WHERE moves.is_move",
        [store.pk, snapshot.pk, at_sql(after), at_sql(snapshot.as_of), store.pk],
    )
