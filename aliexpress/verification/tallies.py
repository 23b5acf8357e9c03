"""Whether each tally that readings are told from is what counting its rows again gives.

A tally whose rows were written since it was counted is left alone: the next one is on its way.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import F

from aliexpress.lifecycle import KINDS
from aliexpress.models import (
    DetailReading,
    DetailTally,
    Listing,
    ListingDetail,
    Store,
    StoreNow,
    ValidityTally,
    WordTally,
)
from aliexpress.models.word_tally import word_figures
from aliexpress.sync.details.tally import detail_figures
from aliexpress.sync.publishing.reviews import review_figures
from aliexpress.sync.publishing.validity import validity_figures


def problems(store: Store) -> Iterator[str]:
    yield from _of_their_snapshots(store)
    tallies = StoreNow.objects.select_related("validity", "details", "reviews")
    now = tallies.filter(store=store).first()
    if now is None or now.snapshot_id is None:
        return
    yield from _validity(store, now)
    yield from _reviews(store, now)
    yield from _details(store, now)
    if words := WordTally.objects.filter(store=store, snapshot=now.snapshot_id).first():
        yield from differences(words, word_figures(store.pk))


def _of_their_snapshots(store: Store) -> Iterator[str]:
    """Those of the past too: what they count is as much as their snapshots say."""
    details = DetailTally.objects.filter(store=store).exclude(
        total_count=F("snapshot__total_count"), active_count=F("snapshot__active_count")
    )
    validity = ValidityTally.objects.filter(store=store)
    lasting = store.shops.exclude(family__in=[one for one, kind in KINDS.items() if kind.expires])
    if lasting.exists():  # their active listings are in the snapshot and not in the tally
        more = validity.filter(active_count__gt=F("snapshot__active_count"))
    else:
        more = validity.exclude(active_count=F("snapshot__active_count"))
    for tally in (*details, *more):
        yield f"{tally}: it counts other listings than snapshot {tally.snapshot_id}."
    for tally in validity.iterator(chunk_size=500):
        dated = tally.active_count - tally.undated_count
        if tally.overdue_count + sum(tally.days) > dated or min(tally.days, default=0) < 0:
            yield f"{tally}: its days come to more than the {dated:,} whose end is known."


def _validity(store: Store, now: StoreNow) -> Iterator[str]:
    tally = now.validity
    listings = Listing.objects.of(store).counted()
    if tally and not listings.filter(modified_at__gt=tally.as_of).exists():
        yield from differences(tally, validity_figures(store, moment=tally.as_of))


def _reviews(store: Store, now: StoreNow) -> Iterator[str]:
    tally = now.reviews
    if tally and tally.snapshot_id == now.snapshot_id:
        # As JSON keeps it: pairs are lists.
        figures = review_figures(store, as_of=tally.as_of)
        figures["waiting"] = [list(pair) for pair in figures["waiting"]]
        yield from differences(tally, figures)


def _details(store: Store, now: StoreNow) -> Iterator[str]:
    tally, reading = now.details, DetailReading.objects.filter(store=store).first()
    if tally is None or reading is None or tally.snapshot_id != now.snapshot_id:
        return
    later = ListingDetail.objects.filter(store=store, asked_at__gt=tally.as_of)
    diagnosed = reading.diagnosed_at
    if not later.exists() and not (diagnosed and diagnosed > tally.as_of):
        yield from differences(tally, detail_figures(store, diagnosed=diagnosed is not None))


def differences(tally: Any, figures: dict[str, Any]) -> Iterator[str]:
    """What a tally of before had not counted yet is null in it, and told of nobody."""
    for name, figure in figures.items():
        if (told := getattr(tally, name)) not in (None, figure):
            yield f"{tally}: {name} is {told}, and counting again gives {figure}."
