"""Whether the newest bridge, made of what changed, equals one calculated from both sides whole."""

from collections.abc import Iterator
from typing import Any

from aliexpress.bridge.calculation import look_at
from aliexpress.bridge.rule_settings import settings_of
from aliexpress.models import BridgeChange, BridgeTally, StoreNow
from aliexpress.verification.tallies import differences


def problems(now: StoreNow) -> Iterator[str]:
    """None while the bridge has not caught up with what was written, nor of one by a release that
    kept less of it: the next is worked out whole."""
    last = now.bridge
    if last is None or now.source is None or is_behind(now, last):
        return
    look = look_at(now.source.catalogue, None, None, at=last.published_at)
    counts: dict[str, Any] = look.counts(None)
    if counts["listing_count"] != last.listing_count:
        return  # of listings that were published meanwhile
    changed = look.changes
    if number := len(changed.begun) + len(changed.ended):
        yield f"Entries of bridge {last.pk} that are not what both sides come to: {number:,}."
    if number := sum(len(keys) for keys in changed.otherwise.values()):
        yield f"Items of bridge {last.pk} that compare otherwise than is kept: {number:,}."
    yield from differences(last, counts)


def is_behind(now: StoreNow, last: BridgeTally) -> bool:
    return (
        last.whole_at is None
        or (last.source_id, last.snapshot_id) != (now.source_id, now.snapshot_id)
        or now.source is None
        or last.settings != settings_of(now.source.catalogue)
        or BridgeChange.objects.filter(store=now.store_id).exists()
    )
