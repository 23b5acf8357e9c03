"""The currency most of a store's prices are in: a list is narrowed by prices of that one alone,
because others do not compare."""

from django.db.models import QuerySet

from aliexpress.models import AT_SUPPLY_PRICES, Listing, Store, WordTally
from cards.listings.filters import Filters


def main_currency(store: Store) -> str:
    """ "" where nothing of it has a selling price."""
    return WordTally.objects.of(store).main_currency


def within_prices(found: QuerySet[Listing], store: Store, filters: Filters) -> QuerySet[Listing]:
    """Those of which a selling price lies between the two, in the store's main currency: the one
    most of its listings have. Of others, the property `price` tells."""
    if filters.min_price is None and filters.max_price is None:
        return found
    found = found.exclude(AT_SUPPLY_PRICES).filter(currency=main_currency(store))
    if filters.min_price is not None:
        found = found.filter(max_price__gte=filters.min_price)
    if filters.max_price is not None:
        found = found.filter(min_price__lte=filters.max_price)
    return found
