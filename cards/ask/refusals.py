"""Why there is no answer, by kind: a sentence, and what would be needed."""

from collections.abc import Mapping
from typing import Final

REFUSALS: Final[Mapping[str, tuple[str, str]]] = {
    "no_data": (
        "Nothing is known here of {of}: we read listings and their states, not {of}.",
        "A source of {of}; AliExpress's own reports have it.",
    ),
    "no_field": (
        "AliExpress does not tell us the {of} of a listing.",
        "A field of that name on the listings.",
    ),
    "not_kept": (
        "What the {of} of a listing was once is not kept: it is known as it is now.",
        "Ask of now.",
    ),
    "no_reason": (
        "AliExpress gives no such reason for a rejection as {of}.",
        "Ask for the reasons it gives.",
    ),
    "other_place": ("Only AliExpress is read here, not {of}.", "A connection to {of}."),
    "act": (
        "We only read: nothing of the shop is changed from here, so we do not {of}.",
        "Do it in Seller Center; we can list the listings.",
    ),
    "opinion": ("That is a matter of judgement, and no number says it.", "Ask for the numbers."),
    "forecast": (
        "Only the end of listing periods is known ahead, not what becomes of {of}.",
        "Ask what expires within 30 days.",
    ),
    "before_known": (
        "Nothing had been read here in {of}.",
        "Ask of a moment since the first reading.",
    ),
    "beyond_dates": ("That lies further ahead than is counted: {of}.", "Ask for the next 30 days."),
    "no_such_date": ("There is no such date.", "Give a day of the calendar."),
    "unknown_value": ("There is no {of} here.", "Give one that exists."),
    "not_understood": (
        "This was not wholly understood, so it is not answered.",
        "Say it otherwise.",
    ),
}


def refusal(kind: str, of: str) -> tuple[str, str]:
    """The sentence and what would be needed; of what, as the notation says it."""
    words = of.replace("_", " ") or "that"
    because, needed = (one.format(of=words) for one in REFUSALS[kind])
    return because, needed
