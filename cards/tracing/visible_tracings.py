"""Whose cards a tracing may be of, and which kept ones a person sees."""

from urllib.parse import parse_qsl

from django.db.models import QuerySet
from django.http import Http404

from aliexpress.models import Store
from aliexpress.roles import Viewer
from aliexpress.typed.numbers import id_of, is_id
from cards.access import visible_card
from cards.listings.of_card import filters_of
from cards.models import Card, Tracing
from cards.tracing.questions import OF_CARD


def see_cards(user: Viewer, subject: str) -> None:
    """Raises Http404 where a subject is, or names the list of, a card that is not this user's."""
    if subject in OF_CARD:
        visible_card(user, subject)
    elif "=" in subject:
        filters_of(user, dict(parse_qsl(subject)))


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
    """Those of the store whose lists are of no card that is not this user's."""
    kept = Tracing.objects.filter(store=store)
    visible = Card.objects.visible_to(user).values("pk")
    hidden = "|".join(Card.objects.exclude(pk__in=visible).values_list("key", flat=True))
    # In a list's own filters, and in those of one it is held apart from.
    named = rf"card(=|%3D)({hidden})(&|%26|%7C|$)"
    return kept.exclude(subject__regex=named) if hidden else kept
