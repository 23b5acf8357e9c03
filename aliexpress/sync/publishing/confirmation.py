"""Whether the newest snapshot still says all there is to say, and the moments it was found to."""

from datetime import UTC, datetime
from math import ceil
from typing import Any

from django.db.models import Case, F, PositiveIntegerField, Value, When

from aliexpress.models import Confirmation, ListingSnapshot, Store
from aliexpress.sync.lists_to_read import key_of_row
from aliexpress.sync.proving.proven_counts import Settled
from aliexpress.sync.proving.semi_managed import STATUS as SEMI_MANAGED
from aliexpress.sync.reading.lists import Reader


def still_stands(previous: ListingSnapshot, store: Store, settled: Settled, reader: Reader) -> bool:
    """Whether the snapshot says all there is to say, its proof included."""
    declared_then = {key_of_row(row): row["declared"] for row in previous.evidence}
    return (
        previous.verdict == settled.verdict
        and previous.counts_drafts == store.counts_drafts
        and previous.sync_interval == store.sync_interval  # how old is stale
        and previous.shops == reader.shops.rows
        and all(declared_then.get(key) == tally.declared for key, tally in reader.tallies.items())
        and semi_managed(previous.evidence) == semi_managed([settled.semi_managed or {}])
    )


def semi_managed(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What they say of semi-managed listings, whenever they were compared."""
    found = next((row for row in rows if row.get("status") == SEMI_MANAGED), {})
    return {name: value for name, value in found.items() if name != "at"}


def confirm(snapshot: ListingSnapshot, *, at: datetime, given_at: datetime) -> None:
    """`at`: a moment the snapshot was found still true, and `given_at`: when readers are told.

    Whole seconds, as they are kept: what is said of a moment is said of it ever after.
    """
    at = at.replace(microsecond=0)
    lapse = ceil((at - snapshot.confirmed_at).total_seconds())
    ListingSnapshot.objects.filter(pk=snapshot.pk, confirmed_at__lt=at).update(
        confirmed_at=at,
        # Not GREATEST, to which NULL is nothing: what is not known stays not known.
        longest_lapse=Case(
            When(longest_lapse__lt=lapse, then=Value(lapse)),
            default=F("longest_lapse"),
            output_field=PositiveIntegerField(),
        ),
    )
    begin = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    row, _ = Confirmation.objects.select_for_update().get_or_create(
        snapshot=snapshot, day=begin.date()
    )
    second = int((at - begin).total_seconds())
    if not row.seconds or second > row.seconds[-1]:
        row.seconds.append(second)
        row.lags.append(given_at - at)
        row.save(update_fields=["seconds", "lags"])
