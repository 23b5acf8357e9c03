"""What the sentiment rule of a card says of its number, now and as it was before."""

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot
from cards.formats import Number
from cards.measures import MEASURES
from cards.measures.measured import Measured
from cards.models import Card
from cards.readings.store_facts import StoreFacts
from cards.sentiment import (
    NOT_ENOUGH,
    RuleMalformed,
    Sentiment,
    Subject,
    check,
    compared_with,
    judge,
    window_of,
)


def sentiment_of(card: Card, measured: Measured, facts: StoreFacts) -> Sentiment:
    """No query of its own."""
    if measured.value is None:
        return Sentiment(NOT_ENOUGH, measured.note)
    rule = card.sentiment_rule
    try:
        check(rule)
    except RuleMalformed as error:
        return Sentiment(NOT_ENOUGH, f"The sentiment rule of this card cannot be read. {error}")
    now = subject_of(card, measured, measured.value, facts)
    earlier = facts.earlier.get(window_of(rule) or 0)
    before = MEASURES[card.key](earlier.facts_for(card)) if earlier else None
    if earlier is None or before is None or before.value is None:
        return judge(rule, now, None)
    return judge(rule, now, subject_of(card, before, before.value, earlier))


def subject_of(card: Card, measured: Measured, value: Number, facts: StoreFacts) -> Subject:
    """The number as a rule judges it, beside that of the card the rule compares it with."""
    coverage, given = measured.coverage, facts.facts_for(card)
    snapshot, _ = facts.stands_on(card)
    against = compared_with(card.sentiment_rule)
    other = MEASURES[against](given) if against in MEASURES else Measured(None)
    return Subject(
        title=card.title,
        value=value,
        unit=card.unit,
        as_of=snapshot.as_of,
        is_partial=coverage is not None and coverage.is_short,
        is_least=coverage is not None and coverage.is_least,
        coverage=coverage.sentence if coverage else "",
        others={} if other.value is None else {against: (given.title_of(against), other.value)},
        parts=states_beside(snapshot, other),
    )


def states_beside(snapshot: ListingSnapshot, other: Measured) -> dict[str, int]:
    """The counts of every state but the one the other card counts, by the words people know."""
    counted = (other.listings or {}).get("state")
    return {
        State(state).label: count
        for state, count in snapshot.counts.items()
        if state.value != counted
    }
