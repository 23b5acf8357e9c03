"""Moments and windows as people say them: closed rules of our own, read from the left.

A time said in a question becomes its notation (`7d_ago`, `last_month`, `2026-02`), which
`instants` reads.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from cards.ask.instants import WEEKDAYS, window_of

_MONTHS: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_SHORT: Final = {name[:3]: at for at, name in enumerate(_MONTHS, 1)} | {"sept": 9}
_MONTH_OF: Final = {name: at for at, name in enumerate(_MONTHS, 1)} | _SHORT
_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"a": 1, "an": 1, "thirty": 30, "sixty": 60, "ninety": 90}
NUMBER: Final = r"(?:\d{1,6}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
UNIT: Final = (
    r"(?:hours?|hrs?|h|days?|d|weeks?|wks?|w|fortnights?|months?|mo|quarters?|years?|yrs?)"
)
_MONTH: Final = r"(?:" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + r")\b\.?"
_DAY: Final = r"(?:" + "|".join(WEEKDAYS) + ")"
_ORD: Final = r"(\d{1,2})(?:st|nd|rd|th)?"
_DATE: Final = (
    rf"(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|(?:the )?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? "
    rf"(?P<m1>{_MONTH})(?:,? (?P<y1>\d{{4}}))?|(?P<m2>{_MONTH}) (?:the )?(?P<d2>\d{{1,2}})"
    rf"(?:st|nd|rd|th)?(?!\d)(?:,? (?P<y2>\d{{4}}))?)"
)


@dataclass(frozen=True, slots=True)
class Time:
    """One time of a question, in every form of the notation it may take. `others`: readings of
    the same words that fit as well. `problem`: a kind of `cannot`, and what of."""

    at: str = ""
    over: str = ""
    start: str = ""
    end: str = ""
    ahead: str = ""
    others: tuple["Time", ...] = ()
    problem: tuple[str, str] | None = None
    is_vague: bool = False  # "last week": a point as well as a window


NOW: Final = Time(at="now")
TODAY: Final = Time(at="now", over="today")
Rule = tuple[re.Pattern[str], Callable[[re.Match[str], datetime], Time | None]]


def number_of(text: str) -> int:
    return int(text) if text.isdecimal() else _NUMBERS[text]


def stretch(number: int, unit: str) -> str:
    """`7d` for one week, `24h` for one day, `1mo`, `1y`."""
    if unit.startswith("h"):
        return f"{number}h"
    if unit == "mo" or unit.startswith("month"):
        return f"{number}mo"
    if unit.startswith("quarter"):
        return f"{3 * number}mo"
    if unit.startswith("y"):
        return f"{number}y"
    days = number * (14 if unit.startswith("f") else 7 if unit.startswith("w") else 1)
    return f"{days}d"


def time_at(text: str, position: int, *, at: datetime) -> tuple[Time, int] | None:
    """The longest time that is said from there on, and where it ends. `at` in the reader's
    zone."""
    found: tuple[Time, int] | None = None
    for pattern, read in _RULES:
        match = pattern.match(text, position)
        if match is None or (found and match.end() <= found[1]):
            continue
        if (time := read(match, at)) is not None:
            found = time, match.end()
    return found


def _day(match: re.Match[str], at: datetime, *, suffix: str = "") -> date | Time:
    """The day a match of _DATE names, the latest that is not ahead; or what is wrong with it."""
    part = match.groupdict()
    if iso := part.get("iso" + suffix):
        try:
            return date.fromisoformat(iso)
        except ValueError:
            return Time(problem=("no_such_date", ""))
    day = int(part["d1" + suffix] or part["d2" + suffix])
    month = _MONTH_OF[(part["m1" + suffix] or part["m2" + suffix]).rstrip(".")]
    year = part["y1" + suffix] or part["y2" + suffix]
    if not 1 <= day <= monthrange(2024, month)[1]:
        return Time(problem=("no_such_date", ""))
    if year:
        if day > monthrange(int(year), month)[1] or int(year) < 1990:
            return Time(problem=("no_such_date", ""))
        return date(int(year), month, day)
    for back in range(9):
        if day <= monthrange(at.year - back, month)[1]:
            found = date(at.year - back, month, day)
            if found <= at.date():
                return found
    return None  # type: ignore[return-value]  # never: a leap year is among nine


def _on(match: re.Match[str], at: datetime) -> Time:
    day = _day(match, at)
    return day if isinstance(day, Time) else Time(at=f"{day}", over=f"{day}")


def _since(match: re.Match[str], at: datetime) -> Time:
    day = _day(match, at)
    return day if isinstance(day, Time) else Time(start=f"{day}", end="now")


def _between(match: re.Match[str], at: datetime) -> Time:
    first, second = _day(match, at), _day(match, at, suffix="x")
    for one in (first, second):
        if isinstance(one, Time):
            return one
    return Time(start=f"{first}", end=f"{second}")


def within_month(match: re.Match[str], at: datetime) -> Time:
    """'from 1 to 7 March', '1-7 March'."""
    month = _MONTH_OF[match["m"].rstrip(".")]
    first, last = int(match["a"]), int(match["b"])
    year = int(match["y"]) if match["y"] else at.year - (month > at.month)
    if not 1 <= first < last <= monthrange(year, month)[1]:
        return Time(problem=("no_such_date", ""))
    return Time(start=f"{date(year, month, first)}", end=f"{date(year, month, last)}")


def _ago(match: re.Match[str], at: datetime) -> Time:
    long = stretch(number_of(match["n"]), match["u"])
    return Time(at=f"{long}_ago")


def rolling(match: re.Match[str], at: datetime) -> Time | None:
    number = number_of(match["n"] or "1")
    if not number:
        return None
    long = stretch(number, match["u"])
    return Time(over="24h" if long == "1d" else long)


def _couple(match: re.Match[str], at: datetime) -> Time:
    unit = match["u"]
    return Time(over=stretch(2, unit), others=(Time(over=stretch(3, unit)),))


def month_window(match: re.Match[str], at: datetime) -> Time:
    month = _MONTH_OF[match["m"].rstrip(".")]
    year = int(match["y"]) if match["y"] else at.year - (month > at.month)
    return Time(over=f"{year}-{month:02}", is_vague=True)


def since_month(match: re.Match[str], at: datetime) -> Time:
    window = month_window(match, at).over
    return Time(start=f"{window}-01", end="now")


def _edge(match: re.Match[str], at: datetime) -> Time | None:
    """The end, or the beginning, of a window."""
    window = (
        month_window(match, at).over
        if match["m"]
        else match["w"].replace("the ", "this ").replace(" ", "_")
    )
    start, end = window_of(window, at=at)
    if match["edge"].startswith(("end", "close")):
        return Time(at=f"{(end - timedelta(microseconds=1)).date()}_end")
    return Time(at=f"{start.date()}")


def weekday(match: re.Match[str], at: datetime) -> Time:
    return Time(at=f"last_{match['day']}", over=f"last_{match['day']}")


def numeric_date(match: re.Match[str], at: datetime) -> Time | None:
    first, second, year = (int(match[name]) for name in "abc")
    year += 2000 if year < 100 else 0
    readings = []
    for month, day in ((first, second), (second, first)):
        if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
            readings.append(f"{date(year, month, day)}")
    if not readings:
        return Time(problem=("no_such_date", ""))
    times = [Time(at=one, over=one) for one in dict.fromkeys(readings)]
    return replace(times[0], others=tuple(times[1:]))


def _moment(match: re.Match[str], at: datetime) -> Time | None:
    text = match["moment"].upper().replace(" ", "T", 1)
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return Time(problem=("no_such_date", ""))
    return Time(at=text)


def clock(match: re.Match[str], at: datetime) -> Time | None:
    hour, minute = int(match["h"]), int(match["min"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] == "pm" else 0)
    if hour > 23 or minute > 59:
        return Time(problem=("no_such_date", ""))
    day = at.date() - timedelta(days=match["day"] == "yesterday")
    return Time(at=f"{day}T{hour:02}:{minute:02}")


def _future(match: re.Match[str], at: datetime) -> Time:
    words = match["w"]
    if words in {"next week"}:
        return Time(ahead="7d", others=(Time(ahead="14d"),))
    if words == "tomorrow":
        return Time(ahead="1d", others=(Time(ahead="2d"),))
    return Time(problem=("beyond_dates", words.replace(" ", "_")))


def _year(match: re.Match[str], at: datetime) -> Time | None:
    year = int(match["y"])
    if year > at.year:
        return Time(problem=("beyond_dates", match["y"]))
    return Time(over=match["y"], is_vague=True)


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


_RULES: Final[list[Rule]] = [
    rule(
        r"(?:right now|now|at the moment|at present|currently|presently|at this moment|as of now|"
        r"as it stands|at the present time|right this minute|this very moment|by now|nowadays|"
        r"this instant|at this point|at this time|these days)",
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
    rule(rf"(?P<n>{NUMBER}) ?(?P<u>{UNIT}) (?:ago|back|before|earlier)", _ago),
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
        _couple,
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
    rule(rf"since (?:last |this |the last )?(?P<day>{_DAY})",
          lambda m, at: Time(over=f"since_{m['day']}")),
    rule(rf"(?:on |from |of )?(?:last |this past |the last )?(?P<day>{_DAY})", weekday),
    rule(rf"since (?:the )?(?:start |beginning )?(?:of )?{_DATE}", _since),
    rule(rf"(?:on |at |from |of |as of |as at |per |for |by |in )?{_DATE}", _on),
    rule(rf"(?:between|from) {_DATE} (?:and|to|until|till) {second_of(_DATE)}", _between),
    rule(rf"{_DATE} (?:to|until|till|-) {second_of(_DATE)}", _between),
    rule(
        r"(?:between |from )?(?:the )?(?P<a>\d{1,2})(?:st|nd|rd|th)? ?(?:to|until|till|and|-) ?"
        rf"(?:the )?(?P<b>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{_MONTH})(?:,? (?P<y>\d{{4}}))?",
        within_month,
    ),
    rule(
        rf"since (?:the )?(?:(?:start|beginning) of )?(?P<m>{_MONTH})(?: (?P<y>\d{{4}}))?",
        since_month,
    ),
    rule(rf"(?:in|during|of|for|over|throughout|from) (?P<m>{_MONTH})(?: (?P<y>\d{{4}}))?",
          month_window),
    rule(r"(?P<m>(?:january|february|april|june|july|august|september|october|november|december))"
          r"(?: (?P<y>\d{4}))?", month_window),
    rule(rf"(?:in |during |of |for |over )?(?P<m>{_MONTH}) (?P<y>\d{{4}})", month_window),
    rule(r"(?:in |during |of |for )?last (?P<m>" + _MONTH + r")(?P<y>)", month_window),
    rule(
        r"(?:at |by |on |in |as of )?(?:the )?(?P<edge>end|close|start|beginning) of "
        rf"(?:(?P<m>{_MONTH})(?: (?P<y>\d{{4}}))?|"
        r"(?P<w>(?:last|this|the) (?:week|month|quarter|year)|yesterday))",
        _edge,
    ),
    rule(r"(?:in|during|of|for|back in|from) (?P<y>(?:19|20)\d\d)", _year),
    rule(
        r"(?:on |at )?(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<c>\d{4}|\d{2})",
        numeric_date,
    ),
    rule(
        r"(?:at |on |as of |as at )?(?P<moment>\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2})?"
        r"(?:z|[+-]\d{2}:\d{2})?)(?: utc)?",
        _moment,
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
        r"(?:within|in|over|during) the (?:next|coming|following) (?P<u>week|month|day|fortnight)",
        lambda m, at: Time(ahead="30d" if m["u"] == "month" else stretch(1, m["u"])),
    ),
    rule(
        r"(?:in |by |on |during |for )?(?P<w>next (?:week|month|year|quarter|summer|winter|spring|"
        r"autumn|christmas)|tomorrow|in the future|the day after tomorrow)",
        _future,
    ),
]  # fmt: skip
