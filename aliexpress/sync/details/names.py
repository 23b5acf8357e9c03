"""Learns once a day what the numbers of a store's facts are called, and how many products the
seller may have: a few calls, none of which stands in the way of anything."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from django.db import transaction

from aliexpress.gateway import Gateway
from aliexpress.gateway.errors import Failed, Refused, TokenRefused, Unavailable
from aliexpress.gateway.families import ShopAddress
from aliexpress.lifecycle import POP
from aliexpress.models import DetailReading, FactName, Listing, Shop, Store
from aliexpress.models.fact_name import Kind
from aliexpress.sync.call_pool import Calls
from aliexpress.sync.details.categories import of_store
from aliexpress.typed.moments import has_passed

EVERY = timedelta(hours=24)
# Categories keep their names: only of new ones the name is asked for, and not of all at once.
MOST_CATEGORIES = 100
MOST_VALUES = 1_000  # brands, or owners, that are offered by name

Names = Mapping[str, str]
Answer = TypeVar("Answer")


def is_due(reading: DetailReading, *, at: datetime) -> bool:
    return has_passed(reading.named_at, EVERY, at=at)


def learn_names(reading: DetailReading, *, gateway: Gateway, calls: Calls, at: datetime) -> None:
    """What cannot be had today is asked for tomorrow; what was learnt before stays."""
    store = reading.store
    asked: list[tuple[str, Callable[[], Names]]] = [
        (Kind.GROUP, gateway.group_names),
        (Kind.FREIGHT, gateway.freight_names),
        *((Kind.CATEGORY, partial(gateway.category_name, one)) for one in unnamed(store)),
    ]
    found = [(kind, names) for kind, ask in asked if (names := _had(calls, ask))]
    found += [(Kind.BRAND, _values(store, "detail__brand"))]
    found += [(Kind.OWNER, _values(store, "owner_member_id"))]
    keep_names(store, found)
    shops = store.shops.filter(is_counted=True).order_by("pk")
    limits = _limits(sorted(shops, key=lambda shop: shop.family != POP), gateway, calls)
    for shop, limit in limits.items():
        Shop.objects.filter(pk=shop.pk).update(product_limit=limit, product_limit_at=at)
    if limits:  # of the POP shop, or else of the first
        limit = next(iter(limits.values()))
        Store.objects.filter(pk=store.pk).update(product_limit=limit, product_limit_at=at)
    reading.named_at = at
    DetailReading.objects.filter(pk=reading.pk).update(named_at=at)


def keep_names(store: Store, found: Iterable[tuple[str, Names]]) -> None:
    names = {(kind, value): name for kind, some in found for value, name in some.items()}
    rows = [
        FactName(store=store, kind=kind, value=value, name=name)
        for (kind, value), name in names.items()
    ]
    with transaction.atomic():
        FactName.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["store", "kind", "value"],
            update_fields=["name"],
            batch_size=500,
        )


def _had(calls: Calls, ask: Callable[[], Answer]) -> Answer | None:
    """None where AliExpress does not answer, or not to this app."""
    try:
        return calls.one(ask)
    except TokenRefused:
        raise
    except (Refused, Failed, Unavailable):
        return None


def unnamed(store: Store) -> list[int]:
    named = FactName.objects.filter(store=store, kind=Kind.CATEGORY).values_list("value", flat=True)
    return sorted(of_store(store) - {int(value) for value in named})[:MOST_CATEGORIES]


def _values(store: Store, path: str) -> Names:
    """Of what AliExpress gives by name alone."""
    values = Listing.objects.of(store).counted().exclude(**{path: ""})
    found = values.filter(**{f"{path}__isnull": False}).values_list(path, flat=True).distinct()
    return {value: value for value in sorted(found)[:MOST_VALUES]}


def _limits(shops: Iterable[Shop], gateway: Gateway, calls: Calls) -> dict[Shop, int]:
    """By shop, where AliExpress tells. The profile says that of the POP shop; managed shops have a
    method of their own."""
    found = {}
    for shop in shops:
        address = ShopAddress(shop.family, shop.channel, shop.channel_seller_id)
        limit = _had(
            calls,
            (lambda: gateway.merchant_profile().product_limit)
            if shop.family == POP
            else partial(gateway.hosting_limit, address),
        )
        if limit is not None:
            found[shop] = limit
    return found
