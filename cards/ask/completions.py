"""Phrases offered while a question is typed: only of what the reader may see."""

from typing import Final

from aliexpress.roles import Viewer
from cards.ask.closed_query import Query
from cards.ask.numbers import card_of
from cards.ask.offers import may_see
from cards.ask.other_answers import EXAMPLES
from cards.ask.vocabulary import tables
from cards.models import Card

_KINDS: Final = ("STATE", "STATEVERB", "GAP", "METRIC", "TOTAL")
_ASKED: Final = ("How many {} listings?", "Show {} by group", "How did {} change this week?")


def completions(user: Viewer) -> list[str]:
    """Whole questions, of the first phrase of each number the reader sees."""
    cards = set(Card.objects.visible_to(user).values_list("key", flat=True))
    found = [one for one in EXAMPLES if cards]
    for kind in _KINDS:
        for value, phrases in tables()[kind].items():
            if card_of(value) in cards and may_see(Query(act="value", subject=value), cards):
                found += [one.format(phrases[0]) for one in _ASKED]
    return found
