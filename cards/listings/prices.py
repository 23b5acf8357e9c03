"""Prices as a list is narrowed by them: of one kind and one currency, as others do not compare."""

from typing import Any

from django.db.models import Count, QuerySet, Subquery

from aliexpress.models import AT_SUPPLY_PRICES, Listing, Store
from cards.listings.filters import Filters


def main_currency(store: Store) -> str:
    """ "" where nothing of it has a selling price."""
    return _by_use(store).values_list("currency", flat=True).first() or ""


def within_prices(found: QuerySet[Listing], store: Store, filters: Filters) -> QuerySet[Listing]:
    """Those of which a selling price lies between the two, in the store's main currency: the one
    most of its listings have. Of others, the property `price` tells."""
    if filters.min_price is None and filters.max_price is None:
        return found
    main = Subquery(_by_use(store)[:1])
    found = found.exclude(AT_SUPPLY_PRICES).filter(currency=main)
    if filters.min_price is not None:
        found = found.filter(max_price__gte=filters.min_price)
    if filters.max_price is not None:
        found = found.filter(min_price__lte=filters.max_price)
    return found


def _by_use(store: Store) -> QuerySet[Listing, Any]:
    """Currencies of selling prices, the one most listings have first."""
    priced = Listing.objects.of(store).counted().priced("selling").filter(min_price__isnull=False)
    by_currency = priced.values("currency").annotate(number=Count("pk"))
    return by_currency.order_by("-number", "currency").values("currency")
