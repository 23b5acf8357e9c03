"""Counts what is known of single products over the listings of the newest snapshot."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from aliexpress.lifecycle import State
from aliexpress.models import (
    OF_MANAGED_SHOPS,
    DetailReading,
    DetailTally,
    Listing,
    ListingProblem,
    ListingSnapshot,
    Store,
    StoreNow,
)
from aliexpress.models.detail import up_to_date
from aliexpress.models.listing_sku import shared_skus
from aliexpress.typed.moments import CLOCKS_DIFFER

MOST_PICTURES = 6  # as many as AliExpress takes
GOOD_TITLE = 60  # characters; shorter ones are found less
COUNTS = [
    "total_count",
    "active_count",
    "stock_known_count",
    "stock_known_active_count",
    "out_of_stock_count",
    "attributes_apply_count",
    "attributes_apply_active_count",
    "attributes_known_count",
    "complete_count",
    "complete_active_count",
    "scored_count",
    "required_sum",
    "key_sum",
    "pictures_sum",
    "title_sum",
    "sound_count",
    "codes_known_count",
    "no_sku_count",
    "one_sku_count",
    "sku_count",
    "sharing_count",
    "shared_code_count",
]


def tally(store: Store, *, clock: Callable[[], datetime]) -> DetailTally | None:
    """Append a tally where it differs from the last. None: nothing was counted, because there is
    no snapshot yet or another one was published in between.

    It is dated when it is done: whoever asks what was said at a moment is not told of one that
    was still being counted then.
    """
    at = clock()
    reading = DetailReading.objects.get(store=store)
    with transaction.atomic():
        snapshot = ListingSnapshot.objects.newest_of(store)
        if snapshot is None:
            return None
        counts = detail_figures(store, diagnosed=reading.diagnosed_at is not None)
        # On PostgreSQL each statement sees what is committed by then: both must tell of the same.
        same = (counts["total_count"], counts["active_count"]) == (
            snapshot.total_count,
            snapshot.count_of(State.ACTIVE),
        )
        if not same or ListingSnapshot.objects.newest_of(store) != snapshot:
            return None
        remark = " ".join(
            filter(None, [reading.detail_error, reading.category_error, reading.diagnosis_error])
        )
        # What is told of this moment ever after, which is not the last where a clock was ahead.
        told = DetailTally.objects.filter(store=store, published_at__lte=at + CLOCKS_DIFFER)
        last: DetailTally | None = told.order_by("-published_at", "-id").first()
        if last is not None and is_same(last, snapshot, counts, remark):
            return last
        new = DetailTally(
            store=store, snapshot=snapshot, as_of=at, published_at=clock(), remark=remark, **counts
        )
        new.save()
        StoreNow.objects.point(store.pk, details=new)
        return new


def count_again(store: Store, *, clock: Callable[[], datetime]) -> None:
    """After a sync, which may have put details out of date. Until a reader comes to the store,
    which may take hours, its cards would go on saying that all is known."""
    if DetailTally.objects.filter(store=store).exists():
        tally(store, clock=clock)


def detail_figures(store: Store, *, diagnosed: bool) -> dict[str, Any]:
    """What a tally of details counts, by its fields' names. `diagnosed`: whether AliExpress's own
    diagnosis was ever read."""
    return _counted(store, diagnosed=diagnosed) | _shared(store)


def is_same(
    last: DetailTally, snapshot: ListingSnapshot, counts: dict[str, Any], remark: str
) -> bool:
    known = {name: getattr(last, name) for name in COUNTS}
    return last.snapshot_id == snapshot.pk and known == counts and last.remark == remark


def _counted(store: Store, *, diagnosed: bool) -> dict[str, Any]:
    """In one statement, and so of one moment."""
    known, active = up_to_date(), Q(state=State.ACTIVE)
    stock = known & Q(detail__is_out_of_stock__isnull=False)
    applies = ~OF_MANAGED_SHOPS
    scored = known & applies & Q(detail__required_filled__isnull=False)
    # As they were before the last edit, too: an edit seldom touches them.
    codes = Q(detail__codes_kept=True)
    complete = scored & Q(detail__required_filled=100)
    problems = ListingProblem.objects.filter(store=store, product_id=OuterRef("product_id"))
    pictures = Case(
        When(detail__image_count__gte=MOST_PICTURES, then=Value(100)),
        default=F("detail__image_count") * 100 / MOST_PICTURES,
    )
    title = Case(
        When(detail__title_length__gte=GOOD_TITLE, then=Value(100)),
        default=F("detail__title_length") * 100 / GOOD_TITLE,
    )
    listings = Listing.objects.of(store).counted().annotate(has_problem=Exists(problems))

    def number(condition: Q) -> Count:
        return Count("pk", filter=condition)

    def total(expression: Any) -> Coalesce:
        return Coalesce(Sum(expression, filter=scored), Value(0))

    counts = listings.aggregate(
        total_count=Count("pk"),
        active_count=number(active),
        stock_known_count=number(stock),
        stock_known_active_count=number(stock & active),
        out_of_stock_count=number(stock & active & Q(detail__is_out_of_stock=True)),
        attributes_apply_count=number(applies),
        attributes_apply_active_count=number(applies & active),
        attributes_known_count=number(scored),
        complete_count=number(complete),
        complete_active_count=number(complete & active),
        scored_count=number(scored),
        required_sum=total("detail__required_filled"),
        key_sum=total("detail__key_filled"),
        pictures_sum=total(pictures),
        title_sum=total(title),
        sound_count=number(scored & Q(has_problem=False)),
        codes_known_count=number(codes),
        no_sku_count=number(codes & Q(detail__sku_count=0)),
        one_sku_count=number(codes & Q(detail__sku_count=1)),
        sku_count=Coalesce(Sum("detail__sku_count", filter=codes), Value(0)),
    )
    if not diagnosed:
        counts["sound_count"] = None
    return counts


def _shared(store: Store) -> dict[str, int]:
    """Codes that more than one counted listing has, and the listings that have them."""
    return shared_skus(store.pk).aggregate(
        sharing_count=Count("listing", distinct=True),
        shared_code_count=Count("key", distinct=True),
    )
