"""Times as people say them: closed rules of our own, read from the left.

A time said in a question becomes its notation (`7d_ago`, `last_month`, `2026-02`), which
`instants` reads.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from cards.ask.times.time_readers import (
    a_couple,
    ahead,
    between_days,
    clock,
    edge,
    exact_moment,
    long_ago,
    month_window,
    numeric_date,
    on_day,
    part_of_month,
    rolling,
    since_day,
    since_edge,
    since_month,
    weekday,
    whole_year,
    within_month,
)
from cards.ask.times.time_words import (
    DATE,
    DAY,
    MONTH,
    NOW,
    NUMBER,
    TODAY,
    UNIT,
    Time,
    number_of,
    stretch,
)

Rule = tuple[re.Pattern[str], Callable[[re.Match[str], datetime], Time | None]]


def time_at(text: str, position: int, *, at: datetime) -> tuple[Time, int] | None:
    """The longest time that is said from there on, and where it ends. `at` in the reader's
    zone."""
    found: tuple[Time, int] | None = None
    for pattern, read in RULES:
        match = pattern.match(text, position)
        if match is None or (found and match.end() <= found[1]):
            continue
        if (time := read(match, at)) is not None:
            found = time, match.end()
    return found


_IN: Final = r"(?:(?:in|during|over|for|within|throughout|through|of|across|since) )?(?:the )?"
_B: Final = r"(?![\w])"


def rule(pattern: str, read: Callable[[re.Match[str], datetime], Time | None]) -> Rule:
    return re.compile(pattern + _B), read


def fixed_window(time: Time) -> Callable[[re.Match[str], datetime], Time]:
    return lambda match, at: time


def named_window(match: re.Match[str], at: datetime) -> Time:
    return Time(over=match["w"].replace(" ", "_"), is_vague=True)


def second_of(pattern: str) -> str:
    """The same date once more in one pattern, under other names."""
    return re.sub(r"\(\?P<(\w+)>", r"(?P<\1x>", pattern)


RULES: Final[list[Rule]] = [
    rule(
        r"(?:right now|now|at the moment|at present|currently|presently|at this moment|as of now|"
        r"as it stands|at the present time|right this minute|this very moment|by now|nowadays|"
        r"this instant|at this point|at this time|these days)",
        fixed_window(NOW),
    ),
    rule(
        r"(?:the )?current(?= (?:total|active|live|rejected|auditing|expired|taken|unmapped|gap|"
        r"out|quality|listing|product|catalogue|share|rejection|rate|state|status|score))",
        fixed_window(NOW),
    ),
    rule(r"(?:of )?(?:today|this day)(?: so far)?", fixed_window(TODAY)),
    rule(
        r"(?:since |on |of |during )?yesterday",
        lambda m, at: Time(start="yesterday", end="now")
        if m[0].startswith("since")
        else Time(at="yesterday", over="yesterday"),
    ),
    rule(
        r"(?:on )?(?:the )?day before yesterday",
        lambda m, at: Time(
            at=f"{at.date() - timedelta(days=2)}", over=f"{at.date() - timedelta(days=2)}"
        ),
    ),
    rule(rf"(?P<n>{NUMBER}) ?(?P<u>{UNIT}) (?:ago|back|before|earlier)", long_ago),
    rule(r"(?:at )?this time last week", fixed_window(Time(at="7d_ago"))),
    rule(r"(?:at )?this time (?:last month|a month ago)", fixed_window(Time(at="1mo_ago"))),
    rule(r"(?:at )?this time yesterday", fixed_window(Time(at="24h_ago"))),
    rule(
        rf"{_IN}(?:last|past|previous|preceding|recent) (?P<n>{NUMBER}) ?(?P<u>{UNIT})", rolling
    ),
    rule(rf"(?:in|over|during|within|across) the (?:last|past) (?P<n>)(?P<u>{UNIT})", rolling),
    rule(rf"(?:in |over |during |for )?(?:the )?past (?P<n>)(?P<u>{UNIT})", rolling),
    rule(rf"(?:last|past) ?(?P<n>\d{{1,4}}) ?(?P<u>{UNIT})", rolling),
    rule(rf"(?:over|during) (?P<n>{NUMBER}) ?(?P<u>(?:hours|days|weeks|months|years))", rolling),
    rule(
        rf"{_IN}(?:last|past) (?:couple of|couple|few) (?P<u>hours|days|weeks|months|years)",
        a_couple,
    ),
    rule(
        r"(?:in |during |over |for |of |from |on )?(?P<w>(?:this|last) (?:week|month|quarter|year))"
        r"(?: so far)?",
        named_window,
    ),
    rule(
        r"(?:in |during |over |for )?(?:the )?previous (?P<w>week|month|quarter|year)",
        lambda m, at: Time(over=f"last_{m['w']}", is_vague=True),
    ),
    rule(rf"since (?:last |this |the last )?(?P<day>{DAY})",
          lambda m, at: Time(over=f"since_{m['day']}")),
    rule(rf"(?:on |from |of )?(?:last |this past |the last )?(?P<day>{DAY})", weekday),
    rule(rf"since (?:the )?(?:start |beginning )?(?:of )?{DATE}", since_day),
    rule(rf"(?:on |at |from |of |as of |as at |per |for |by |in )?{DATE}", on_day),
    rule(rf"(?:between|from) {DATE} (?:and|to|until|till) {second_of(DATE)}", between_days),
    rule(rf"{DATE} (?:to|until|till|-) {second_of(DATE)}", between_days),
    rule(
        r"(?:between |from )?(?:the )?(?P<a>\d{1,2})(?:st|nd|rd|th)? ?(?:to|until|till|and|-) ?"
        rf"(?:the )?(?P<b>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{MONTH})(?:,? (?P<y>\d{{4}}))?",
        within_month,
    ),
    rule(
        rf"since (?:the )?(?:(?:start|beginning) of )?(?P<m>{MONTH})(?: (?P<y>\d{{4}}))?",
        since_month,
    ),
    rule(rf"(?:in|during|of|for|over|throughout|from) (?P<m>{MONTH})(?: (?P<y>\d{{4}}))?",
          month_window),
    rule(r"(?P<m>(?:january|february|april|june|july|august|september|october|november|december))"
          r"(?: (?P<y>\d{4}))?", month_window),
    rule(rf"(?:in |during |of |for |over )?(?P<m>{MONTH}) (?P<y>\d{{4}})", month_window),
    rule(r"(?:in |during |of |for )?last (?P<m>" + MONTH + r")(?P<y>)", month_window),
    rule(
        r"(?:at |by |on |in |as of )?(?:the )?(?P<edge>end|close|start|beginning) of "
        rf"(?:(?P<m>{MONTH})(?: (?P<y>\d{{4}}))?|"
        r"(?P<w>(?:last|this|the) (?:week|month|quarter|year)|yesterday))",
        edge,
    ),
    rule(
        r"(?:since|from) (?:the )?(?P<edge>start|beginning) of "
        r"(?P<w>(?:last|this|the) (?:week|month|quarter|year))",
        since_edge,
    ),
    rule(
        rf"{_IN}(?P<edge>first|second|third|fourth|last) (?:(?P<n>{NUMBER}) )?"
        rf"(?P<u>weeks?|days?) (?:of|in) (?P<m>{MONTH})(?: (?P<y>\d{{4}}))?",
        part_of_month,
    ),
    rule(r"(?:in|during|of|for|back in|from|as of|as at|at|by) (?P<y>(?:19|20)\d\d)", whole_year),
    rule(
        r"(?:on |at )?(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<c>\d{4}|\d{2})",
        numeric_date,
    ),
    rule(
        r"(?:at |on |as of |as at )?(?P<moment>\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2})?"
        r"(?:z|[+-]\d{2}:\d{2})?)(?: utc)?",
        exact_moment,
    ),
    rule(
        r"(?:(?P<day>yesterday|today) )?(?:at )(?P<h>\d{1,2})(?::(?P<min>\d{2}))? ?"
        r"(?P<half>am|pm)?(?: utc)?(?: today)?",
        lambda m, at: clock(m, at) if m["min"] or m["half"] else None,
    ),
    rule(
        rf"(?:within|in) (?:the )?(?:next |coming |following )?(?P<n>{NUMBER}) ?(?P<u>{UNIT})",
        lambda m, at: Time(ahead=stretch(number_of(m["n"]), m["u"])),
    ),
    rule(
        rf"(?:for |over |during )?(?:the )?(?:next|coming|following) (?P<n>{NUMBER})"
        rf" ?(?P<u>{UNIT})",
        lambda m, at: Time(ahead=stretch(number_of(m["n"]), m["u"])),
    ),
    rule(
        r"(?:within|in|over|during|for) the (?:next|coming|following) "
        r"(?P<u>week|month|day|fortnight)",
        lambda m, at: Time(ahead="30d" if m["u"] == "month" else stretch(1, m["u"])),
    ),
    rule(
        r"(?:by|until|before|till|this|in|next) (?:the )?(?P<w>(?:(?:next|coming) )?"
        r"(?:summer|winter|spring|autumn|christmas|easter)|year end|end of the year)",
        ahead,
    ),
    rule(
        r"(?:in |by |on |during |for )?(?P<w>next (?:week|month|year|quarter|summer|winter|spring|"
        r"autumn|christmas)|tomorrow|in the future|the day after tomorrow)",
        ahead,
    ),
]  # fmt: skip
