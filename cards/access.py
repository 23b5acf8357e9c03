"""The one gate: who sees which store and which card. Hidden is the same as absent."""

from typing import Any, Final

from django.db.models import Q, QuerySet, Subquery
from django.http import Http404

from aliexpress.models import Store
from aliexpress.roles import Viewer, may_decide
from aliexpress.typed.text import can_be_kept
from cards.measures import MEASURES
from cards.models import Card
from cards.models.card import called

NO_STORE: Final = "There is no such store, or it is not yours to see."
NOT_FOUND: Final = "There is nothing here, or it is not yours to see."


def visible_store(user: Viewer, slug: str) -> Store:
    """Raises Http404 where the store is absent or not this user's."""
    return _named(Store.objects.visible_to(user), slug)


def counted_stores(user: Viewer) -> QuerySet[Any]:
    """The stores of whoever sees a card at all, with the key of their `first_card`: listings and
    movements are what cards count, and a member without a role sees none."""
    cards = Card.objects.filter(pk__in=Card.objects.visible_to(user).values("pk")).in_order()
    stores = Store.objects.visible_to(user).annotate(first_card=Subquery(cards.values("key")[:1]))
    return stores.filter(first_card__isnull=False)


def counted_store(user: Viewer, slug: str, *joined: str) -> Store:
    """One of `counted_stores`, with its pointers and, of what they point at, with `joined`. Raises
    Http404."""
    return _named(counted_stores(user).select_related("now", *joined), slug)


def decided_store(user: Viewer, slug: str) -> Store:
    """One of `counted_stores`, of whoever may say what its source is and which code is which item.
    Raises Http404."""
    store = counted_store(user, slug)
    if not may_decide(user):
        raise Http404("There is nothing here, or it is not yours to change.")
    return store


def _named(stores: QuerySet[Store, Any], slug: str) -> Store:
    """A name no database takes is that of no store."""
    store: Store | None = stores.filter(slug=slug).first() if can_be_kept(slug) else None
    if store is None:
        raise Http404(NO_STORE)
    return store


def visible_card(user: Viewer, key: str) -> Card:
    """By its key or an alias. Raises Http404 where the card is absent or not for this user."""
    cards = Card.objects.visible_to(user) if can_be_kept(key) else Card.objects.none()
    card = called(cards.filter(Q(key=key) | ~Q(aliases=[])), key)
    if card is None:
        raise Http404("There is no such card, or it is not yours to see.")
    return card


def measured_card(user: Viewer, key: str) -> Card:
    """`visible_card` with a measure behind it. Raises Http404."""
    card = visible_card(user, key)
    if card.key not in MEASURES:
        raise Http404("This card has no number.")
    return card
