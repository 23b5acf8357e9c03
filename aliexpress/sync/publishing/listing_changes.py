"""Writes the listings that differ from what was staged, set by set: the same few statements for ten
rows and for a million. Rows that did not change are not written.

Call inside the publishing transaction, once the differences are found; where nothing was ever
counted, `write_first_listings` alone.

Raw SQL: the ORM has neither INSERT … SELECT nor UPDATE … FROM.
"""

from datetime import datetime

from django.db.models import Exists

from aliexpress.lifecycle import State
from aliexpress.models import (
    BridgeChange,
    Listing,
    Renewal,
    SourceCatalogue,
    StagedDifference,
    Store,
)
from aliexpress.sync.publishing.differences import DIFFERENCES, LISTINGS, at_sql, moment_sql
from aliexpress.sync.staging.rows import COLUMNS, WRITTEN
from aliexpress.sync.staging.table import TABLE, Staging, is_postgresql

RENEWALS = Renewal._meta.db_table
BRIDGE_CHANGES = BridgeChange._meta.db_table


def write_first_listings(staging: Staging, *, store: Store, at: datetime) -> int:
    """All that was staged, where the store has no listing yet. Returns how many."""
    return insert_rows(staging, "WHERE seen.status <> ''", store=store, at=at, after=None)


def write_differences(staging: Staging, *, store: Store, at: datetime, after: datetime) -> int:
    """`at`: the moment the new words were true by; `after`: the moment the old ones last were.

    Returns how many listings were written: none where nothing changed.
    """
    # Beside it whether the store has a source, for which whoever has none asks nothing more.
    source = SourceCatalogue.objects.in_force().filter(store=store)
    found = list(StagedDifference.objects.values_list(Exists(source))[:1])
    if not found:
        return 0
    keep_renewals(staging, at=at)
    changed = change_listings(staging, at=at, after=after)
    closed = StagedDifference.objects.filter(to_status="")
    gone = Listing.objects.filter(pk__in=closed.values("listing_id")).update(gone_at=at)
    new = insert_rows(
        staging,
        f"JOIN {DIFFERENCES} new ON new.product_id = seen.product_id WHERE new.listing_id IS NULL",
        store=store,
        at=at,
        after=after,
    )
    [(has_source,)] = found
    if has_source:
        note_for_bridge(staging, store=store)
    return changed + gone + new


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


def note_for_bridge(staging: Staging, *, store: Store) -> None:
    """Every listing that was written may be in another part now."""
    staging.execute(
        f"INSERT INTO {BRIDGE_CHANGES} (store_id, listing_id) SELECT had.store_id, had.id"
        f" FROM {DIFFERENCES} found JOIN {LISTINGS} had"
        " ON had.store_id = %s AND had.product_id = found.product_id",
        [store.pk],
    )
