"""Today: what to do, as at most five sentences with a link each, most at stake first.

A rule is a function of one store as its reader sees it, and tells what it finds there.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from cards.board import today_of_listings as listing_rules
from cards.board import today_of_stores as store_rules
from cards.board.store_today import StoreToday
from cards.board.today_sentence import Sentence

MOST_SENTENCES: Final = 5
NOTHING: Final = "Nothing to do today."


def today(stores: Iterable[StoreToday], *, card: str = "") -> list[Sentence]:
    """At most five sentences over the stores, ranked by listings at stake and urgency, and none of
    a store that is switched off; `card`: only those that concern this card."""
    active = [store for store in stores if store.store.is_active]
    told = [sentence for store in active for rule in RULES for sentence in rule(store)]
    if card:
        told = [one for one in told if not one.cards or card in one.cards]
    told = late_together(told)
    return sorted(told, key=lambda one: (-one.weight, one.store, one.text))[:MOST_SENTENCES]


def late_together(told: list[Sentence]) -> list[Sentence]:
    """Where no worker comes, every store waits: that is one thing to do."""
    waiting = [one for one in told if one.rule == "late"]
    if len(waiting) < 2:
        return told
    first = max(waiting, key=lambda one: one.weight)
    words = first.text.rpartition(": ")[2]
    several = replace(
        first,
        text=f"Several stores wait for a refresh that is late: {words}",
        stake=sum(one.stake for one in waiting),
    )
    return [*(one for one in told if one.rule != "late"), several]


RULES: Final[tuple[Callable[[StoreToday], Iterator[Sentence]], ...]] = (
    store_rules.authorisation,
    store_rules.failing,
    store_rules.unread,
    store_rules.late,
    store_rules.warned,
    store_rules.alerting,
    listing_rules.rejected,
    listing_rules.expiring,
    listing_rules.out_of_stock,
    listing_rules.stuck,
    listing_rules.unmapped,
    listing_rules.lacking,
    listing_rules.out_of_stock_at_the_source,
    listing_rules.missing_from_aliexpress,
)
