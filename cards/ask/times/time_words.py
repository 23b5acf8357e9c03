"""A time of a question, and the words numbers, units and dates are made of."""

from dataclasses import dataclass
from typing import Final

from cards.ask.times.instants import WEEKDAYS

MONTHS: Final = [
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
SHORT: Final = {name[:3]: at for at, name in enumerate(MONTHS, 1)} | {"sept": 9}
MONTH_OF: Final = {name: at for at, name in enumerate(MONTHS, 1)} | SHORT
NUMBERS: Final = {
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
} | {
    **{"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50},
    **{"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90},
}
NUMBER: Final = r"(?:\d{1,6}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
UNIT: Final = (
    r"(?:hours?|hrs?|h|days?|d|weeks?|wks?|w|fortnights?|months?|mo|quarters?|years?|yrs?)"
)
MONTH: Final = r"(?:" + "|".join(sorted(MONTH_OF, key=len, reverse=True)) + r")\b\.?"
DAY: Final = r"(?:" + "|".join(WEEKDAYS) + ")"
DATE: Final = (
    rf"(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|(?:the )?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? "
    rf"(?P<m1>{MONTH})(?:,? (?P<y1>\d{{4}}))?|(?P<m2>{MONTH}) (?:the )?(?P<d2>\d{{1,2}})"
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


def number_of(text: str) -> int:
    return int(text) if text.isdecimal() else NUMBERS[text]


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
