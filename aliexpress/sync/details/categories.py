"""What the categories of a store's products ask sellers for: of new ones at once, of all daily."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from aliexpress.gateway.answers import CategoryAsks
from aliexpress.models import CategoryAttributes, DetailReading, Listing, ListingDetail, Store
from aliexpress.sync.details.attributes import judge

EVERY = timedelta(hours=24)
GOOD_FOR = timedelta(days=7)


def are_due(reading: DetailReading, *, at: datetime) -> bool:
    """All of them; those of new products are asked for whenever a product names them."""
    return reading.categories_at is None or at - reading.categories_at >= EVERY


def to_ask(ids: Iterable[int], *, at: datetime) -> list[int]:
    """Those of which nothing is known, or nothing new."""
    wanted = set(ids)
    fresh = CategoryAttributes.objects.filter(category_id__in=wanted, fetched_at__gt=at - GOOD_FOR)
    return sorted(wanted - set(fresh.values_list("category_id", flat=True)))


def of_store(store: Store) -> set[int]:
    known = Listing.objects.of(store).counted().filter(detail__is_known=True)
    ids = known.values_list("detail__category_id", flat=True).distinct()
    return {number for number in ids if number is not None}


def unknown(store: Store) -> set[int]:
    """Those of the store of which nothing was ever learnt."""
    ids = of_store(store)
    known = CategoryAttributes.objects.filter(category_id__in=ids)
    return ids - set(known.values_list("category_id", flat=True))


def keep(asks: CategoryAsks, *, at: datetime) -> None:
    """And hold the products of the category against what it asks for now."""
    required = sorted(one.attribute_id for one in asks.attributes if one.required)
    key = sorted(one.attribute_id for one in asks.attributes if one.key)
    names = {str(one.attribute_id): one.name for one in asks.attributes}
    with transaction.atomic():
        before = CategoryAttributes.objects.filter(category_id=asks.category_id).first()
        category, _ = CategoryAttributes.objects.update_or_create(
            category_id=asks.category_id,
            defaults={"required": required, "key": key, "names": names, "fetched_at": at},
        )
        if before is None or (before.required, before.key) != (required, key):
            _hold_against(category)


def _hold_against(category: CategoryAttributes) -> None:
    details = list(ListingDetail.objects.filter(category_id=category.category_id, is_known=True))
    for detail in details:
        judge(detail, category)
    fields = ["missing", "required_filled", "key_filled"]
    ListingDetail.objects.bulk_update(details, fields, batch_size=500)
