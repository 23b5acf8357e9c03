"""Why auditing grew, exactly: more came in, or fewer came out."""

from datetime import timedelta
from statistics import median
from typing import Any

from django.db.models import F

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store
from cards.flow.flow import Flow, Moves, moves_between
from cards.formats import moment_text
from cards.listings.review_outcomes import ANY, reviewed, with_submission
from cards.tracing import wording
from cards.tracing.window_before import window_before

Window = tuple[ListingSnapshot, ListingSnapshot]


def came_and_went(store: Store, flow: Flow) -> dict[str, Any] | None:
    """Arrivals, departures and the usual length of a review, now and in the window before; None
    where that is not known."""
    earlier = window_before(store, flow.opening, flow.closing)
    if earlier is None:
        return None
    windows: list[Window] = [(earlier, flow.opening), (flow.opening, flow.closing)]
    moves = [moves_between(store, earlier, flow.opening), flow.moves]
    arrivals, departures = ([_through(one, place) for one in moves] for place in (1, 0))
    days = [_usual_days(store, window) for window in windows]
    return {
        "windows": [
            {"from": moment_text(first.published_at), "to": moment_text(last.published_at)}
            for first, last in windows
        ],
        "arrivals": arrivals,
        "departures": departures,
        "usual_days": days,
        "sentence": wording.auditing_sentence(arrivals, departures, days),
    }


def _through(moves: Moves, place: int) -> int:
    """Into auditing (1) or out of it (0)."""
    return sum(count for ends, count in moves.items() if ends[place] == State.AUDITING)


def _usual_days(store: Store, window: Window) -> float | None:
    """The median of the reviews that ended in the window and began since we look."""
    listings = reviewed(store, window, ANY).order_by()
    told = with_submission(listings, until=window[1], of_review=True)
    rows = told.annotate(ended_at=F("review__by_at"))
    lengths = [
        (ended - began) / timedelta(days=1)
        for began, ended in rows.values_list("handed_in_at", "ended_at")
        if began is not None and ended is not None
    ]
    return round(median(lengths), 1) if lengths else None
