"""What a stretch of a question means as a time: one function a form people say times in."""

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime, timedelta

from cards.ask.times.instants import window_of
from cards.ask.times.time_words import MONTH_OF, Time, number_of, stretch


def day_of(match: re.Match[str], at: datetime, *, suffix: str = "") -> date | Time:
    """The day a match of DATE names, the latest that is not ahead; or what is wrong with it."""
    part = match.groupdict()
    if iso := part.get("iso" + suffix):
        try:
            return date.fromisoformat(iso)
        except ValueError:
            return Time(problem=("no_such_date", ""))
    day = int(part["d1" + suffix] or part["d2" + suffix])
    month = MONTH_OF[(part["m1" + suffix] or part["m2" + suffix]).rstrip(".")]
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


def on_day(match: re.Match[str], at: datetime) -> Time:
    day = day_of(match, at)
    return day if isinstance(day, Time) else Time(at=f"{day}", over=f"{day}")


def since_day(match: re.Match[str], at: datetime) -> Time:
    day = day_of(match, at)
    return day if isinstance(day, Time) else Time(start=f"{day}", end="now")


def between_days(match: re.Match[str], at: datetime) -> Time:
    first, second = day_of(match, at), day_of(match, at, suffix="x")
    for one in (first, second):
        if isinstance(one, Time):
            return one
    return Time(start=f"{first}", end=f"{second}")


def within_month(match: re.Match[str], at: datetime) -> Time:
    """'from 1 to 7 March', '1-7 March'."""
    month = MONTH_OF[match["m"].rstrip(".")]
    first, last = int(match["a"]), int(match["b"])
    year = int(match["y"]) if match["y"] else at.year - (month > at.month)
    if not 1 <= first < last <= monthrange(year, month)[1]:
        return Time(problem=("no_such_date", ""))
    return Time(start=f"{date(year, month, first)}", end=f"{date(year, month, last)}")


def long_ago(match: re.Match[str], at: datetime) -> Time:
    long = stretch(number_of(match["n"]), match["u"])
    return Time(at=f"{long}_ago")


def rolling(match: re.Match[str], at: datetime) -> Time | None:
    number = number_of(match["n"] or "1")
    if not number:
        return None
    long = stretch(number, match["u"])
    return Time(over="24h" if long == "1d" else long)


def a_couple(match: re.Match[str], at: datetime) -> Time:
    unit = match["u"]
    return Time(over=stretch(2, unit), others=(Time(over=stretch(3, unit)),))


def month_window(match: re.Match[str], at: datetime) -> Time:
    month = MONTH_OF[match["m"].rstrip(".")]
    year = int(match["y"]) if match["y"] else at.year - (month > at.month)
    return Time(over=f"{year}-{month:02}", is_vague=True)


def since_month(match: re.Match[str], at: datetime) -> Time:
    window = month_window(match, at).over
    return Time(start=f"{window}-01", end="now")


def edge(match: re.Match[str], at: datetime) -> Time:
    """The end, or the beginning, of a window."""
    window = (
        month_window(match, at).over
        if match.groupdict().get("m")
        else match["w"].replace("the ", "this ").replace(" ", "_")
    )
    start, end = window_of(window, at=at)
    if match["edge"].startswith(("end", "close")):
        return Time(at=f"{(end - timedelta(microseconds=1)).date()}_end")
    return Time(at=f"{start.date()}")


def since_edge(match: re.Match[str], at: datetime) -> Time:
    """Since a running period began is that period; since another began, from then on."""
    begun = edge(match, at)
    which, unit = match["w"].split()
    if which != "last":
        return Time(over=f"this_{unit}")
    return Time(start=begun.at, end="now")


def part_of_month(match: re.Match[str], at: datetime) -> Time | None:
    """The first or the last days of a month: a week of it is seven."""
    number = number_of(match["n"] or "1") * (7 if match["u"].startswith("week") else 1)
    month = date.fromisoformat(f"{month_window(match, at).over}-01")
    days = monthrange(month.year, month.month)[1]
    if not 1 < number < days or (match["n"] and match["edge"] not in {"first", "last"}):
        return None
    if match["edge"] == "last":
        first = days - number + 1
    else:
        first = 1 + number * ("first", "second", "third", "fourth").index(match["edge"])
    last = month.replace(day=first + number - 1)
    return Time(start=f"{month.replace(day=first)}", end=f"{last}_end")


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


def exact_moment(match: re.Match[str], at: datetime) -> Time | None:
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


def ahead(match: re.Match[str], at: datetime) -> Time:
    words = match["w"]
    if words in {"next week"}:
        return Time(ahead="7d", others=(Time(ahead="14d"),))
    if words == "tomorrow":
        return Time(ahead="1d", others=(Time(ahead="2d"),))
    return Time(problem=("beyond_dates", words.replace(" ", "_")))


def whole_year(match: re.Match[str], at: datetime) -> Time | None:
    year = int(match["y"])
    if year > at.year:
        return Time(problem=("beyond_dates", match["y"]))
    return Time(over=match["y"], is_vague=True)
