"""Whose cards a tracing may be of, and which kept ones a person sees."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from django.db.models import QuerySet
from django.http import Http404

from aliexpress.models import Store
from aliexpress.roles import Viewer
from aliexpress.typed.numbers import id_of, is_id
from cards.access import visible_card
from cards.listings.of_card import filters_of
from cards.models import Card, Tracing
from cards.tracing.questions import CONDITIONS, OF_CARD

# The cards that count what is in a condition. What is stuck no card counts.
CARDS_OF: Final[Mapping[str, frozenset[str]]] = {
    condition: frozenset(key for key, (subject, _) in OF_CARD.items() if subject == condition)
    for condition in CONDITIONS
}


def see_cards(user: Viewer, subject: str) -> None:
    """Raises Http404 where a subject is a card that is not this user's, names the list of one, or
    is what only such cards count."""
    if subject in OF_CARD:
        visible_card(user, subject)
    elif "=" in subject:
        filters_of(user, dict(parse_qsl(subject)))
    elif subject in CARDS_OF and subject in hidden_conditions(user):
        raise Http404("There is no such number, or it is not yours to see.")


def hidden_conditions(user: Viewer) -> list[str]:
    """Those of which this user sees no card that counts them."""
    seen = set(Card.objects.visible_to(user).values_list("key", flat=True))
    return [one for one, keys in CARDS_OF.items() if keys and not keys & seen]


def kept_tracing(user: Viewer, store: Store, number: str) -> Tracing:
    """One of the store's, by its number. Raises Http404."""
    if not is_id(number):
        raise Http404("There is no such tracing.")
    kept = Tracing.objects.filter(store=store, pk=id_of(number))
    tracing = kept.select_related("store", "opening", "closing").first()
    if tracing is None:
        raise Http404("There is no such tracing.")
    see_cards(user, tracing.subject)
    return tracing


def visible_tracings(user: Viewer, store: Store) -> QuerySet[Tracing]:
    """Those of the store that are of no card that is not this user's."""
    kept = Tracing.objects.filter(store=store).exclude(subject__in=hidden_conditions(user))
    visible = Card.objects.visible_to(user).values("pk")
    hidden = "|".join(Card.objects.exclude(pk__in=visible).values_list("key", flat=True))
    # In a list's own filters, and in those of one it is held apart from.
    named = rf"card(=|%3D)({hidden})(&|%26|%7C|$)"
    return kept.exclude(subject__regex=named) if hidden else kept
