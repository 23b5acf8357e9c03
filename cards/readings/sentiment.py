"""What the sentiment rule of a card says of its number, now and as it was before."""

from typing import Any

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot
from cards.formats import Number
from cards.measures import MEASURES
from cards.measures.measured import Measured
from cards.models import Card
from cards.readings.store_facts import StoreFacts
from cards.sentiment import NOT_ENOUGH, RuleMalformed, Sentiment, Subject, check, judge, window_of


def sentiment_of(card: Card, measured: Measured, facts: StoreFacts) -> Sentiment:
    """No query of its own."""
    if measured.value is None:
        return Sentiment(NOT_ENOUGH, measured.note)
    rule = card.sentiment_rule
    try:
        check(rule)
    except RuleMalformed as error:
        return Sentiment(NOT_ENOUGH, f"The sentiment rule of this card cannot be read. {error}")
    earlier = facts.earlier.get(window_of(rule) or 0)
    then = earlier and MEASURES[card.key](earlier.facts_for(card))
    now = subject_of(card, measured, measured.value, facts)
    if not earlier or not then or then.value is None:
        return judge(rule, now, None)
    return judge(rule, now, subject_of(card, then, then.value, earlier))


def subject_of(card: Card, measured: Measured, value: Number, facts: StoreFacts) -> Subject:
    coverage = measured.coverage
    compared = compared_with(card.sentiment_rule, facts, card)
    snapshot, _ = facts.stands_on(card)
    return Subject(
        title=card.title,
        value=value,
        unit=card.unit,
        as_of=snapshot.as_of,
        is_partial=coverage is not None and coverage.is_short,
        is_least=coverage is not None and coverage.is_least,
        coverage=coverage.sentence if coverage else "",
        others={
            key: (facts.facts_for(card).title_of(key), other.value)
            for key, other in compared.items()
            if other.value is not None
        },
        parts=states_beside(snapshot, compared),
    )


def compared_with(rule: dict[str, Any], facts: StoreFacts, card: Card) -> dict[str, Measured]:
    key = rule.get("bloat", {}).get("against", "")
    return {key: MEASURES[key](facts.facts_for(card))} if key in MEASURES else {}


def states_beside(snapshot: ListingSnapshot, compared: dict[str, Measured]) -> dict[str, int]:
    """The counts of every state but those the other card counts, by the words people know."""
    counted = {(other.listings or {}).get("state") for other in compared.values()}
    return {
        State(state).label: count
        for state, count in snapshot.counts.items()
        if state.value not in counted
    }
