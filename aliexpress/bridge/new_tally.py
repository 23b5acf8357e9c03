"""Writes what a look at both sides found: a new tally with its rows, or nothing."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

from aliexpress.bridge.calculation import Look
from aliexpress.bridge.drift_month import month_of
from aliexpress.bridge.entry_changes import overwrite, write
from aliexpress.bridge.finding_history import Standing
from aliexpress.bridge.row_counts import row_counts
from aliexpress.models import BridgeTally, StoreNow


def newest(
    now: Any,
    look: Look,
    stands_on: Mapping[str, Any],
    standing: Standing,
    *,
    clock: Callable[[], datetime],
) -> BridgeTally:
    """The last one, where it says all there is to say; or a new one, with its rows.

    `now`: the pointers of the store; `stands_on`: the columns of a tally.
    """
    changed, last = look.changes, now.bridge
    overwrite(changed)
    is_whole = look.scope is None
    columns = {**stands_on, **standing.counts} if is_whole else stands_on
    whole_at = clock() if is_whole else last.whole_at
    if last is not None and not changed.moved and not standing.has_changed and says(last, columns):
        if whole_at != last.whole_at:
            last.whole_at = whole_at
            last.save(update_fields=["whole_at"])
        return cast(BridgeTally, last)
    new = begun(now, look, columns)
    new.as_of = min(now.source.as_of, now.snapshot.as_of)
    new.published_at, new.whole_at = clock(), whole_at
    new.save()
    write(new, changed, look.told.outcomes)
    standing.write(new)
    complete(new, columns if is_whole else {**columns, **row_counts(now.store_id)})
    StoreNow.objects.point(now.store_id, bridge=new)
    return new


def says(last: BridgeTally, columns: Mapping[str, Any]) -> bool:
    return all(getattr(last, name) == value for name, value in columns.items())


def begun(now: Any, look: Look, columns: Mapping[str, Any]) -> BridgeTally:
    """Not saved. Of a look at some, a few figures are counted from rows that name the tally: until
    they are there, it says what the last one did, of which everything adds up."""
    if look.scope is None:
        return BridgeTally(store_id=now.store_id, **columns)
    fields = BridgeTally._meta.concrete_fields
    told = {one.attname: getattr(now.bridge, one.attname) for one in fields if not one.primary_key}
    return BridgeTally(**told)


def complete(new: BridgeTally, columns: Mapping[str, Any]) -> None:
    """Once its rows are there."""
    for name, value in columns.items():
        setattr(new, name, value)
    new.drifted_month_count, new.repair_seconds = month_of(new)
    new.save()
