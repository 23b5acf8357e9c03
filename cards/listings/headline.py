"""What a list of listings counts, and the parts it is made of, each with its link."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from aliexpress.lifecycle import State
from aliexpress.words import reason_words
from cards.listings.filters import Filters
from cards.listings.page import Found
from cards.measures.rejections import NO_REASON, REASONS


@dataclass(frozen=True, slots=True)
class Part:
    """How many of the list share one more fact. `filters`: what narrows the list to them;
    `reason`: of what was rejected, the group that holds them."""

    words: str
    count: int
    filters: dict[str, str] | None = None
    reason: str = ""


def parts_of(found: Found, filters: Filters) -> list[Part]:
    """The largest first, one statement: by state, or by reason where the list is of one state.
    None where they would not add up to the list: of the past, and of what moved."""
    if found.is_past or found.snapshot is None:
        return []
    column = {
        "": "state",
        State.REJECTED.value: "audit_failure_reason",
        State.EXPIRED.value: "offline_reason",
        State.TAKEN_DOWN.value: "offline_reason",
        State.UNMAPPED.value: "offline_reason",
    }.get(filters.state)
    if column is None or (column == "offline_reason" and filters.offline_reason):
        return []
    rows = found.listings.order_by().values_list(column).annotate(listing_count=Count("pk"))
    parts = [_part(column, word, count, filters) for word, count in rows]
    return sorted(parts, key=lambda part: (-part.count, part.words)) if len(parts) > 1 else []


def _part(column: str, word: Any, count: int, filters: Filters) -> Part:
    if column == "state":
        return Part(State(word).label.lower(), count, {**filters.given, "state": word})
    if column == "offline_reason":
        words = reason_words(word) or word or "no reason given"
        return Part(words, count, {**filters.given, "offline_reason": word} if word else None)
    words = REASONS.get(word, word) or "no reason given"
    is_whole = set(filters.given) == {"state"}
    return Part(words, count, reason=(word or NO_REASON) if is_whole else "")
