"""The time of a closed query in words: moments, windows and stretches."""

import re
from typing import Final

from cards.ask.queries.closed_query import Query

_UNITS: Final = {"h": "hour", "d": "day", "mo": "month", "y": "year"}


def stretch_words(notation: str) -> str:
    """'7 days' for 7d; the words of a named window."""
    if match := re.fullmatch(r"(\d+)(h|d|mo|y)", notation):
        number, unit = match[1], _UNITS[match[2]]
        return f"{number} {unit}{'' if number == '1' else 's'}"
    return notation.replace("_", " ")


def time_words(query: Query) -> str:
    """', 7 days ago', ', over the last 30 days'; "" where a query has no time."""
    if query.ahead:
        return f", within {stretch_words(query.ahead)}"
    if query.start:
        ends = (re.sub("^(?:on|at) ", "", moment(one)) for one in (query.start, query.end))
        return f", from {' to '.join(ends)}"
    if query.over:
        return f", {window_words(query.over)}"
    if query.at and query.at != "now":
        return f", {moment(query.at)}"
    return ", now" if query.at else ""


def window_words(over: str) -> str:
    if over == "?":
        return "in a time you say"
    if re.fullmatch(r"\d+(h|d|mo|y)", over):
        return f"over the last {stretch_words(over)}"
    if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", over):
        return f"in {over}" if len(over) < 10 else f"on {over}"
    return over.replace("_", " ")


def moment(text: str) -> str:
    if text.endswith("_ago"):
        return f"{stretch_words(text.removesuffix('_ago'))} ago"
    if text.endswith("_end"):
        return f"at the end of {text.removesuffix('_end')}"
    if text == "now" or text.startswith("last_") or text == "yesterday":
        return text.replace("_", " ")
    return f"at {text}" if "T" in text else f"on {text}"
