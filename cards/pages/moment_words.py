"""What pages say of moments and of lists, in words a shop owner understands."""

import re
from datetime import UTC, datetime
from typing import Final

from django.utils.safestring import SafeString

from aliexpress.lifecycle import State
from aliexpress.words import ago, clock, exact, stretch
from cards.flow.movements import ANYWHERE, ELSEWHERE
from cards.listings.filter_checks import Movement
from cards.listings.filters import Filters
from cards.pages.markup import markup

__all__ = [
    "age",
    "ago",
    "between",
    "clock",
    "due",
    "exact",
    "heading",
    "place",
    "stretch",
]

DAY: Final = r"\d{1,2} [A-Z][a-z]+ \d{4}"
# '14 March 2026, 12:00:00 UTC', '14 March 2026, 12:00 UTC', '12:00 UTC on 14 March 2026'
MOMENTS: Final = re.compile(
    rf"(?P<day>{DAY}), (?P<exact>\d\d:\d\d(:\d\d)?) UTC"
    rf"|(?P<clock>\d\d:\d\d) UTC(?: on (?P<day_after>{DAY}))?"
)


def shown_clock(moment: datetime, words: str = "") -> SafeString:
    """The moment, or these words for it, which an open page turns into the reader's zone."""
    return markup(
        '<time datetime="{}" title="{}" data-clock>{}</time>',
        utc(moment),
        exact(moment),
        words or exact(moment),
    )


def in_zone(sentence: object, *, at: datetime) -> SafeString:
    """The sentence with each moment in it as `shown_clock` shows it. One without a day is of the
    day of `at`."""
    parts, end = [], 0
    text = str(sentence)
    for found in MOMENTS.finditer(text):
        day = found["day"] or found["day_after"] or f"{at.astimezone(UTC):%-d %B %Y}"
        clock = f"{found['exact'] or found['clock']}:00"[:8]
        try:
            moment = datetime.strptime(f"{day} {clock} +0000", "%d %B %Y %H:%M:%S %z")
        except ValueError:
            continue
        parts += [text[end : found.start()], shown_clock(moment, found[0])]
        end = found.end()
    return markup("{}" * (len(parts) + 1), *parts, text[end:])


def short(moment: datetime, *, at: datetime) -> SafeString:
    """The time of day, and of another day that day too."""
    return shown_clock(moment, clock(moment, at=at))


def shown_stretch(since: datetime, *, at: datetime) -> SafeString:
    """How long it has been so, the exact moment on hover."""
    words = stretch(max(0, int((at - since).total_seconds())))
    return markup('<time datetime="{}" title="since {}">{}</time>', utc(since), exact(since), words)


def between(least: str, most: str) -> str:
    """Of two stretches: 'between 1 and 2 days', '3 hours' where they are the same."""
    if least == most:
        return least
    number, unit = least.split(" ", 1)
    shared = number == "0" or most.split(" ", 1)[1].rstrip("s") == unit.rstrip("s")
    return f"between {number if shared else least} and {most}"


def age(moment: datetime, *, at: datetime) -> SafeString:
    """`ago`, with the exact moment on hover; an open page goes on counting."""
    return ticking(moment, ago(moment, at=at), kind="ago")


def due(moment: datetime, *, at: datetime) -> SafeString:
    """'in 4 minutes', counted down by an open page, and 'now' once it has come."""
    return ticking(moment, ago(moment, at=at) if moment > at else "now", kind="due")


def ticking(moment: datetime, words: str, *, kind: str) -> SafeString:
    return markup(
        '<time datetime="{}" title="{}" data-tick="{}">{}</time>',
        utc(moment),
        exact(moment),
        kind,
        words,
    )


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def heading(filters: Filters) -> str:
    """What a list of listings holds, where it is more than its filters tell by themselves."""
    if filters.moved and filters.start and filters.end:
        stretch = f"between {exact(filters.start)} and {exact(filters.end)}"
        return f"{movement_words(filters.moved)} {stretch}"
    if filters.as_of:
        return f"As it was given at {exact(filters.as_of)}; titles and prices are today's"
    return ""


def movement_words(moved: Movement | str) -> str:
    if isinstance(moved, str):
        return "Listings that left their state and came back to it"
    if moved.set_out is None:
        return f"Listings that appeared as {place(moved.arrived)}"
    if moved.arrived is None:
        return f"Listings that vanished from {place(moved.set_out)}"
    return f"Listings that moved from {place(moved.set_out)} to {place(moved.arrived)}"


def place(state: str | None) -> str:
    if state is None or state == ELSEWHERE:
        return "elsewhere"
    return "anywhere else" if state == ANYWHERE else State(state).label
