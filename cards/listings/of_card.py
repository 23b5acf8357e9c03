"""The listings a card counts: as many as its number says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from aliexpress.models import (
    Listing,
    ListingSnapshot,
    Store,
    ValidityTally,
)
from aliexpress.models.bridge_words import ListingClass
from aliexpress.roles import Viewer
from aliexpress.typed.bad_input import BadInput
from cards.access import visible_card
from cards.listings.filters import Filters, filters_from
from cards.measures import bridge, products, validity
from cards.measures.rejections import LENGTH, rejected_in, window_of
from cards.models import Card

# The store, the row of the card ("" is the whole card), and the end of its window (None: the
# newest there is).
CardListings = Callable[[Store, str, datetime | None], QuerySet[Listing]]


def _rejected(store: Store, part: str, until: datetime | None) -> QuerySet[Listing]:
    if until is None:
        snapshot = ListingSnapshot.objects.newest_of(store)
        if snapshot is None:
            return Listing.objects.none()
        _, until = window_of(snapshot, snapshot.confirmed_at)
    return rejected_in(store.pk, until - LENGTH, until, reason=part)


def _expiring(store: Store, part: str, until: datetime | None) -> QuerySet[Listing]:
    """`until`: the end of validity to look up to; the card's own where it is left out."""
    if until is None:
        snapshot = ListingSnapshot.objects.newest_of(store)
        tally = ValidityTally.objects.newest_for([snapshot.pk]).first() if snapshot else None
        if tally is None:
            return Listing.objects.none()
        card = Card.objects.get(key=validity.KEY)
        until = tally.end_of(validity.days_of(card.settings))
    return validity.expiring_by(store.pk, until)


def filters_of(user: Viewer, values: Any) -> tuple[Filters, Card | None]:
    """From a query's values, and the card whose listings they ask for, by its own key.

    Raises BadInput; Http404 where a card is absent or not this user's, also one whose list this
    one is held apart from.
    """
    filters = filters_from(values)
    cards = {name: visible_card(user, name) for name in filters.cards}
    for card in cards.values():
        if card.key not in LISTINGS:
            raise BadInput("card", f"{card.title} counts no listings one by one: leave card out.")

    def by_key(one: Filters) -> Filters:
        return replace(one, card=cards[one.card].key) if one.card else one

    apart_from = filters.apart_from and by_key(filters.apart_from)
    other_than = tuple(map(by_key, filters.other_than))
    filters = replace(by_key(filters), apart_from=apart_from, other_than=other_than)
    return filters, cards.get(filters.given.get("card", ""))


LISTINGS: Final[dict[str, CardListings]] = {
    "aex_rejected_listings_24h": _rejected,
    validity.KEY: _expiring,
    products.OUT_OF_STOCK: lambda store, part, until: products.out_of_stock(store.pk),
    products.COMPLETE: lambda store, part, until: products.complete(store.pk, part),
    products.COMPLETE_ACTIVE: lambda store, part, until: products.complete_active(store.pk),
    products.DUPLICATES: lambda store, part, until: products.duplicates(store.pk),
    products.QUALITY: lambda store, part, until: products.scored(store.pk, part),
    bridge.OUT_OF_STOCK: lambda store, part, until: bridge.out_of_stock_listings(store),
    bridge.DUPLICATES: lambda store, part, until: bridge.listings_of_class(
        store, ListingClass.DUPLICATE
    ),
    bridge.ORPHANS: lambda store, part, until: bridge.listings_of_class(store, ListingClass.ORPHAN),
}
