"""The numbers of every store a reader may see, without their judgement: for sums that name each
store, for changes and for Today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from aliexpress.models import Store
from aliexpress.models.warnings import with_their_state
from cards.board.page_facts import alone, page_facts
from cards.formats import DECIMALS, Number
from cards.measures import MEASURES
from cards.models import Card
from cards.readings.lookup import A_DAY
from cards.readings.reader import readings
from cards.readings.reading import Reading
from cards.readings.store_facts import gather


@dataclass(frozen=True, slots=True)
class StoreNumbers:
    store: Any  # with its pointers, and what `with_their_state` gives
    readings: list[Reading]  # in the order of the cards asked for; not judged, without proof


def numbers_of(cards: list[Card], stores: QuerySet[Store], *, at: datetime) -> list[StoreNumbers]:
    """By name. One statement; one more where a card stands on rejections."""
    asked = with_their_state(stores).select_related("now__reviews").order_by("name", "id")
    return [
        StoreNumbers(known[0], readings(cards, known, at=at, is_judged=False))
        for known in gather(cards, asked, at=at, is_judged=False)
    ]


def change_since(reading: Reading, then: Number | None) -> Number | None:
    """None where one of the two is not known, or only in part."""
    if then is None or reading.value is None or reading.is_partial:
        return None
    return round(reading.value - then, DECIMALS)


def yesterday_of(
    cards: Sequence[Card], store_ids: Iterable[int], *, at: datetime
) -> dict[tuple[int, str], Number | None]:
    """By store and card, the numbers readers were given a day ago; None where they were known in
    part. One statement; one more where a card stands on rejections, and up to one for when each
    snapshot was last found true by then."""
    then = at - A_DAY
    told = page_facts(cards, store_ids, alone, at=then, by=then, is_judged=False)
    return {
        (store.pk, card.key): None if one.coverage and one.coverage.is_short else one.value
        for store, facts in told
        if facts is not None
        for card in cards
        for one in [MEASURES[card.key](facts.facts_for(card))]
    }
