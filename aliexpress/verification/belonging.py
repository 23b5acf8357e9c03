"""Whether rows stand on rows that are there, and of the same store."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from aliexpress.models import (
    DetailTally,
    Listing,
    ListingDetail,
    ListingSku,
    ListingSnapshot,
    Renewal,
    Shop,
    Store,
    Submission,
    SyncRun,
    Transition,
    ValidityTally,
)


def problems(store: Store) -> Iterator[str]:
    for what, rows in strays(store):
        if number := rows.count():
            yield f"{what}: {number:,}."


def strays(store: Store) -> Iterator[tuple[str, QuerySet[Any]]]:
    """Each with what is wrong with its rows. Listings and their SKUs are not held by constraints
    of the database, for speed: here is what holds them."""
    here = {"store": store}
    shop = Shop.objects.filter(pk=OuterRef("shop"), **here)
    listings: QuerySet[Any] = Listing.objects.filter(shop__isnull=False, **here).exclude(
        Exists(shop)
    )
    yield "Listings of a shop that is not one of the store's", listings
    listing = Exists(Listing.objects.filter(pk=OuterRef("listing"), **here))
    of_listings: dict[str, QuerySet[Any]] = {
        "SKUs": ListingSku.objects.all(),
        "Details of products": ListingDetail.objects.all(),
        "Movements": Transition.objects.all(),
        "Renewals": Renewal.objects.all(),
    }
    for what, rows in of_listings.items():
        yield (
            f"{what} of a listing that is not one of the store's",
            rows.filter(**here).exclude(listing),
        )
    snapshot = Exists(ListingSnapshot.objects.filter(pk=OuterRef("snapshot"), **here))
    of_snapshots: dict[str, QuerySet[Any]] = {
        "Runs": SyncRun.objects.exclude(snapshot=None),
        "Movements": Transition.objects.all(),
        "Tallies of validity": ValidityTally.objects.all(),
        "Tallies of details": DetailTally.objects.all(),
    }
    for what, rows in of_snapshots.items():
        yield (
            f"{what} of a snapshot that is not one of the store's",
            rows.filter(**here).exclude(snapshot),
        )
    yield (
        "Snapshots that follow one of another store",
        ListingSnapshot.objects.filter(**here)
        .exclude(previous=None)
        .exclude(previous__store=F("store")),
    )
    yield (
        "Submissions of another listing than their movement",
        Submission.objects.filter(listing__store=store).exclude(listing=F("transition__listing")),
    )
