"""Lays the staged sightings over the listings, set by set: the same few statements for ten rows
and for a million, on SQLite and on PostgreSQL. Rows that did not change are not written.

Call inside the publishing transaction, in this order: `find_differences`, `write_differences`,
`write_transitions`, `forget_differences`; where nothing was ever counted, `write_first_listings`
alone.

Raw SQL: CREATE TABLE … AS, INSERT … SELECT and UPDATE … FROM are what makes it a few statements,
and the ORM has none of them. The question what is in that table is asked in the same words.
"""

from collections import Counter
from datetime import datetime

from django.db import connection

from aliexpress.lifecycle import State
from aliexpress.models import (
    BridgeChange,
    Listing,
    ListingSnapshot,
    Renewal,
    SourceCatalogue,
    Store,
    Transition,
)
from aliexpress.sync.staging.rows import COLUMNS, WRITTEN
from aliexpress.sync.staging.table import TABLE, Staging, is_postgresql

LISTINGS = Listing._meta.db_table
TRANSITIONS = Transition._meta.db_table
RENEWALS = Renewal._meta.db_table
BRIDGE_CHANGES = BridgeChange._meta.db_table
SOURCES = SourceCatalogue._meta.db_table
DIFFERENCES = "sync_differences"

# Moves are (from state, to state); None: appeared, or vanished.
Moves = Counter[tuple[str | None, str | None]]
_IS_A_MOVE = "(from_status <> to_status OR from_offline_reason <> to_offline_reason)"


def find_differences(staging: Staging, *, store: Store) -> Moves:
    """Which listings are new, gone or otherwise than we have them, kept in a temporary table until
    they are written. Every listing is looked at here, once, and nowhere after.

    Returns the moves among them: their status or their reason changed.
    """
    differs = "IS DISTINCT FROM" if is_postgresql() else "IS NOT"
    changed = " OR ".join(f"had.{name} {differs} seen.{name}" for name in COLUMNS)
    # It follows from the subject; where it was never filled, that is made good.
    changed += " OR (had.search_text = '' AND seen.search_text <> '')"
    forget_differences(staging)
    staging.execute(
        f"CREATE TEMPORARY TABLE {DIFFERENCES} AS"
        " SELECT seen.product_id, had.id AS listing_id,"
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
        f" ELSE {changed} END",
        [store.pk],
    )
    return Counter(
        {
            (from_state, to_state): number
            for from_state, to_state, number in staging.rows(
                f"SELECT from_state, to_state, COUNT(*) FROM {DIFFERENCES}"
                f" WHERE {_IS_A_MOVE} GROUP BY from_state, to_state"
            )
        }
    )


def forget_differences(staging: Staging) -> None:
    """Once they are written: a connection that is kept open would keep them as well."""
    staging.execute(f"DROP TABLE IF EXISTS {DIFFERENCES}")


def write_differences(staging: Staging, *, store: Store, at: datetime, after: datetime) -> int:
    """`at`: the moment the new words were true by; `after`: the moment the old ones last were.

    Returns how many listings were written: none where nothing changed.
    """
    # Beside it whether the store has a source, for which whoever has none asks nothing more.
    found = staging.rows(
        f"SELECT EXISTS (SELECT 1 FROM {SOURCES} WHERE store_id = %s AND ended_at IS NULL)"
        f" FROM {DIFFERENCES} LIMIT 1",
        [store.pk],
    )
    if not found:
        return 0
    keep_renewals(staging, at=at)
    changed = change_listings(staging, at=at, after=after)
    gone = close_gone(staging, at=at)
    new = insert_rows(
        staging,
        f"JOIN {DIFFERENCES} new ON new.product_id = seen.product_id WHERE new.listing_id IS NULL",
        store=store,
        at=at,
        after=after,
    )
    [[has_source]] = found
    if has_source:
        note_for_bridge(staging, store=store)
    return changed + gone + new


def note_for_bridge(staging: Staging, *, store: Store) -> None:
    """Every listing that was written may be in another part now."""
    staging.execute(
        f"INSERT INTO {BRIDGE_CHANGES} (store_id, listing_id) SELECT had.store_id, had.id"
        f" FROM {DIFFERENCES} found JOIN {LISTINGS} had"
        " ON had.store_id = %s AND had.product_id = found.product_id",
        [store.pk],
    )


def write_first_listings(staging: Staging, *, store: Store, at: datetime) -> int:
    """All that was staged, where the store has no listing yet. Returns how many."""
    return insert_rows(staging, "WHERE seen.status <> ''", store=store, at=at, after=None)


def write_transitions(
    staging: Staging, *, store: Store, snapshot: ListingSnapshot, after: datetime
) -> None:
    staging.execute(
        f"INSERT INTO {TRANSITIONS} (store_id, snapshot_id, listing_id, from_state, to_state,"
        " from_status, to_status, from_offline_reason, to_offline_reason, audit_failure_reason,"
        " after_at, by_at)"
        " SELECT %s, %s, listing.id, moves.from_state, moves.to_state, moves.from_status,"
        " moves.to_status, moves.from_offline_reason, moves.to_offline_reason,"
        f" moves.audit_failure_reason, {moment_sql()}, {moment_sql()}"
        f" FROM {DIFFERENCES} moves JOIN {LISTINGS} listing"
        " ON listing.store_id = %s AND listing.product_id = moves.product_id"
        f" WHERE {_IS_A_MOVE}",
        [store.pk, snapshot.pk, at_sql(after), at_sql(snapshot.as_of), store.pk],
    )


def keep_renewals(staging: Staging, *, at: datetime) -> None:
    """The ends of validity of listings that stay on sale, where they are put off now."""
    staging.execute(
        f"INSERT INTO {RENEWALS} (store_id, listing_id, former_end, found_at)"
        f" SELECT had.store_id, had.id, had.offline_at, {moment_sql()}"
        f" FROM {DIFFERENCES} found JOIN {TABLE} seen ON seen.product_id = found.product_id"
        f" JOIN {LISTINGS} had ON had.id = found.listing_id"
        " WHERE found.from_state = %s AND found.to_state = %s"
        " AND seen.offline_at > had.offline_at",
        [at_sql(at), State.ACTIVE, State.ACTIVE],
    )


def change_listings(staging: Staging, *, at: datetime, after: datetime) -> int:
    """Update what AliExpress says differently now, and what came back after being gone."""
    values = ", ".join(f"{name} = seen.{name}" for name in COLUMNS)
    # The list says nothing of SKUs, whose codes stand in the text below the title: they stay.
    position = "strpos" if is_postgresql() else "instr"
    below = f"{position}(had.search_text, %s)"
    codes = f"CASE WHEN {below} > 0 THEN substr(had.search_text, {below}) ELSE '' END"
    same_title = "had.subject = seen.subject AND had.search_text <> ''"
    moved = "(had.state <> seen.state OR had.gone_at IS NOT NULL)"
    return staging.execute(
        f"UPDATE {LISTINGS} AS had SET {values}, search_text ="
        f" CASE WHEN {same_title} THEN had.search_text ELSE seen.search_text || {codes} END,"
        f" state_after_at = CASE WHEN {moved} THEN {moment_sql()} ELSE had.state_after_at END,"
        f" state_since_at = CASE WHEN {moved} THEN {moment_sql()} ELSE had.state_since_at END,"
        " gone_at = NULL"
        f" FROM {DIFFERENCES} found JOIN {TABLE} seen ON seen.product_id = found.product_id"
        " WHERE had.id = found.listing_id AND found.to_status <> ''",
        ["\n", "\n", at_sql(after), at_sql(at)],
    )


def close_gone(staging: Staging, *, at: datetime) -> int:
    return staging.execute(
        f"UPDATE {LISTINGS} AS had SET gone_at = {moment_sql()} FROM {DIFFERENCES} found"
        " WHERE had.id = found.listing_id AND found.to_status = ''",
        [at_sql(at)],
    )


def insert_rows(
    staging: Staging, which: str, *, store: Store, at: datetime, after: datetime | None
) -> int:
    """New listings. Every move touches gmt_modified, so a state met for the first time began
    no later than that; where it is unknown, no later than now."""
    names = ", ".join(WRITTEN)
    values = ", ".join(f"seen.{name}" for name in WRITTEN)
    began = (
        f"CASE WHEN seen.modified_at < {moment_sql()} THEN seen.modified_at ELSE {moment_sql()} END"
        if after is None
        else moment_sql()
    )
    moments = [at_sql(at), at_sql(at)] if after is None else [at_sql(at)]
    return staging.execute(
        f"INSERT INTO {LISTINGS} (store_id, product_id, {names},"
        " first_seen_at, state_after_at, state_since_at)"
        f" SELECT %s, seen.product_id, {values}, {moment_sql()}, {moment_sql()}, {began}"
        f" FROM {TABLE} seen {which} ORDER BY seen.product_id",
        [store.pk, at_sql(at), at_sql(after), *moments],
    )


def moment_sql() -> str:
    """A parameter that holds a moment: PostgreSQL wants to be told its type."""
    return "%s::timestamptz" if is_postgresql() else "%s"


def at_sql(moment: datetime | None) -> object:
    """A moment in the form the database stores it in."""
    return connection.ops.adapt_datetimefield_value(moment)
