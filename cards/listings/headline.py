"""What a list of listings counts, and the parts it is made of, each with its link."""

from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Count

from aliexpress.lifecycle import State
from aliexpress.rejection_reasons import rejection_words
from aliexpress.words import reason_words
from cards.listings.filters import Filters
from cards.listings.listing_set import Found
from cards.measures.rejections import NO_REASON

# By the state a list is narrowed to, the column whose words it is parted by.
PARTED_BY: Final = {
    "": "state",
    State.REJECTED.value: "audit_failure_reason",
    State.EXPIRED.value: "offline_reason",
    State.TAKEN_DOWN.value: "offline_reason",
    State.UNMAPPED.value: "offline_reason",
}


@dataclass(frozen=True, slots=True)
class Part:
    """How many of the list share one more fact. `filters`: what narrows the list to them;
    `reason`: of what was rejected, the group that holds them."""

    words: str
    count: int
    filters: dict[str, str] | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """How many listings a list has in all, and its parts, the largest first."""

    total: int
    parts: list[Part] = field(default_factory=list)


def headline_of(found: Found, filters: Filters) -> Headline:
    """One statement. By state, or by reason where the list is of one state; no parts where they
    would not add up to the list: of the past, and of what moved."""
    column = None if found.is_past or found.snapshot is None else PARTED_BY.get(filters.state)
    if column is None or (column == "offline_reason" and filters.offline_reason):
        return Headline(found.listings.order_by().count())
    # Not counted by a key, which the index by state does not have.
    rows = list(found.listings.order_by().values_list(column).annotate(number=Count("*")))
    parts = [_part(column, word, number, filters) for word, number in rows]
    parts = sorted(parts, key=lambda part: (-part.count, part.words)) if len(parts) > 1 else []
    return Headline(sum(number for _, number in rows), parts)


def _part(column: str, word: Any, count: int, filters: Filters) -> Part:
    if column == "state":
        return Part(State(word).label.lower(), count, {**filters.given, "state": word})
    if column == "offline_reason":
        words = reason_words(word) or word or "no reason given"
        return Part(words, count, {**filters.given, "offline_reason": word} if word else None)
    words = rejection_words(word) if word else "no reason given"
    is_whole = set(filters.given) == {"state"}
    return Part(words, count, reason=(word or NO_REASON) if is_whole else "")
