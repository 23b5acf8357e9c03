"""Lays the staged sightings over the listings and finds what is otherwise, and which of it are
moves: one look at each listing, on SQLite and on PostgreSQL, and none after it.

Call inside the publishing transaction, in this order: `find_differences`, `write_differences` of
`listing_changes`, `write_transitions` of `transitions`, `forget_differences`.

Raw SQL: CREATE TABLE … AS and INSERT … SELECT are what makes it a few statements, and the ORM has
neither.
"""

from collections import Counter
from datetime import datetime

from django.db import connection
from django.db.models import Count

from aliexpress.models import Listing, StagedDifference, Store
from aliexpress.sync.staging import temporary_table
from aliexpress.sync.staging.rows import COLUMNS
from aliexpress.sync.staging.table import TABLE, Staging, is_postgresql

LISTINGS = Listing._meta.db_table
DIFFERENCES = StagedDifference._meta.db_table

# Moves are (from state, to state); None: appeared, or vanished.
Moves = Counter[tuple[str | None, str | None]]


def find_differences(staging: Staging, *, store: Store) -> Moves:
    """Which listings are new, gone or otherwise than we have them, kept in a temporary table until
    they are written. Every listing is looked at here, once, and nowhere after.

    Returns the moves among them: their status or their reason changed, or what these mean to us.
    """
    differs = "IS DISTINCT FROM" if is_postgresql() else "IS NOT"
    changed = " OR ".join(f"had.{name} {differs} seen.{name}" for name in COLUMNS)
    # It follows from the subject; where it was never filled, that is made good.
    changed += " OR (had.search_text = '' AND seen.search_text <> '')"
    staging.settle()
    temporary_table.make(
        DIFFERENCES,
        "AS SELECT *, from_status <> to_status OR from_offline_reason <> to_offline_reason"
        " OR COALESCE(from_state, '') <> COALESCE(to_state, '') AS is_move"
        " FROM (SELECT seen.product_id, had.id AS listing_id,"
        " CASE WHEN had.gone_at IS NULL THEN had.state END AS from_state,"
        " NULLIF(seen.state, '') AS to_state,"
        " CASE WHEN had.gone_at IS NULL THEN COALESCE(had.status, '') ELSE '' END AS from_status,"
        " seen.status AS to_status,"
        " CASE WHEN had.gone_at IS NULL THEN COALESCE(had.offline_reason, '') ELSE '' END"
        " AS from_offline_reason,"
        " seen.offline_reason AS to_offline_reason,"
        " seen.audit_failure_reason"
        f" FROM {TABLE} seen LEFT JOIN {LISTINGS} had"
        " ON had.store_id = %s AND had.product_id = seen.product_id"
        " WHERE CASE WHEN had.id IS NULL OR had.gone_at IS NOT NULL THEN seen.status <> ''"
        f" ELSE {changed} END) AS found",
        [store.pk],
    )
    moves = StagedDifference.objects.filter(is_move=True).values_list("from_state", "to_state")
    return Counter({(begun, ended): number for begun, ended, number in moves.annotate(Count("pk"))})


def forget_differences() -> None:
    """Once they are written: a connection that is kept open would keep them as well."""
    temporary_table.drop(DIFFERENCES)


def moment_sql() -> str:
    """A parameter that holds a moment: PostgreSQL wants to be told its type."""
    return "%s::timestamptz" if is_postgresql() else "%s"


def at_sql(moment: datetime | None) -> object:
    """A moment in the form the database stores it in."""
    return connection.ops.adapt_datetimefield_value(moment)
