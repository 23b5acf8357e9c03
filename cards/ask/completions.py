"""Phrases offered while a question is typed: only of what the reader may see."""

from typing import Any, Final

from aliexpress.models import Store
from aliexpress.roles import Viewer
from cards.ask.answers.glossary import EXAMPLES
from cards.ask.offers import may_see
from cards.ask.queries.closed_query import ACTS, DIMENSIONS, FILTERS, SUBJECTS, Query
from cards.ask.standpoint import card_of
from cards.ask.vocabulary import tables
from cards.models import Card

_KINDS: Final = ("STATEVERB", "STATE", "GAP", "METRIC", "TOTAL")
_ASKED: Final = ("How many {} listings?", "Show {} by group", "How did {} change this week?")


def completions(user: Viewer) -> list[str]:
    """Whole questions, of the first phrase of each number the reader sees."""
    cards = set(Card.objects.visible_to(user).values_list("key", flat=True))
    first: dict[str, str] = {}
    for kind in _KINDS:
        for value, phrases in tables()[kind].items():
            if card_of(value) in cards and may_see(Query(act="value", subject=value), cards):
                first.setdefault(value, phrases[0])
    asked = [one.format(phrase) for phrase in first.values() for one in _ASKED]
    return [*(one for one in EXAMPLES if cards), *asked]


TIMES: Final = {
    "at": "now, yesterday, 7d_ago, 2026-03-01, 2026-02-28_end, 2026-03-10T08:00Z",
    "over": "24h, 7d, 1mo, today, yesterday, this_week, last_month, since_monday, 2026-02",
    "from, to": "two moments, as in at",
    "ahead": "7d, at most 30d; of expiring alone",
}


def vocabulary_for_reader(user: Viewer) -> dict[str, Any]:
    """What this reader can ask in closed queries, and of which stores and cards."""
    cards = list(Card.objects.visible_to(user))
    keys = {card.key for card in cards}
    stores = Store.objects.visible_to(user).order_by("name", "id") if cards else []
    return {
        "acts": ACTS,
        "subjects": [one for one in SUBJECTS if card_of(one) in keys],
        "dimensions": DIMENSIONS,
        "filters": FILTERS,
        "times": TIMES,
        "stores": [{"store": one.slug, "name": one.name} for one in stores],
        "cards": [{"card": one.key, "title": one.title} for one in cards],
        "examples": completions(user),
    }
