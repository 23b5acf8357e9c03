"""The words of pages, admin and commands alike: for statuses, reasons, marks, moments and ages."""

import re
from datetime import UTC, datetime
from typing import Final

from aliexpress.lifecycle import OFFLINE, meaning_in_any_family, meaning_of

VERDICT_WORDS: Final = {"complete": "Complete", "disputed": "Disputed", "none": "Not known yet"}
# How a reading stands: its verdict, unless something is to be said before that.
MARK_WORDS: Final = {**VERDICT_WORDS, "stale": "Out of date", "failed": "Not refreshed"}

UNITS: Final = ((86_400, "day"), (3600, "hour"), (60, "minute"))

# What is to be done, told so that it suits whoever reads it.
TO_ANYBODY: Final = re.compile(r"(?P<first>[A-Z])(?P<rest>[^.:]*?), or ask operations to\.")


def status_words(status: str) -> str:
    """'On selling' for onSelling; AliExpress's own word where we have none. Of a list that goes by
    its shop as well, such as ONLINE@6012345: 'Online, shop 6012345'."""
    status, seller = status_and_seller(status)
    meaning = meaning_in_any_family(status)
    words = meaning.words if meaning else status
    return f"{words}, shop {seller}" if seller else words


def status_and_seller(key: str) -> tuple[str, str]:
    """What a run calls a list, in its parts; "" for the POP shop's, which go by their status."""
    status, _, seller = key.rpartition("@")
    return (status, seller) if status and seller.isdecimal() else (key, "")


def reason_words(offline_reason: str) -> str:
    """'validity ran out' for expire_offline; "" where we have no words."""
    meaning = meaning_of(OFFLINE, offline_reason)
    return meaning.words if meaning and offline_reason else ""


def exact(moment: datetime) -> str:
    """'14 March 2026, 12:00:00 UTC'."""
    return f"{moment.astimezone(UTC):%-d %B %Y, %H:%M:%S} UTC"


def clock(moment: datetime, *, at: datetime) -> str:
    """The time of day, and of another day than today's (UTC) that day too."""
    moment = moment.astimezone(UTC)
    day = "" if moment.date() == at.astimezone(UTC).date() else f"{moment:%-d %B %Y}, "
    return f"{day}{moment:%H:%M} UTC"


def ago(moment: datetime, *, at: datetime) -> str:
    """'20 seconds ago', 'in 4 minutes'."""
    seconds = int((at - moment).total_seconds())
    if -2 <= seconds < 2:
        return "just now"
    words = stretch(abs(seconds))
    return f"{words} ago" if seconds > 0 else f"in {words}"


def stretch(seconds: int) -> str:
    """One unit is enough to read: '40 seconds', '3 hours'; hours up to two days."""
    for size, unit in UNITS:
        if seconds >= size * 2 or (seconds >= size and unit != "day"):
            number = seconds // size
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return f"{seconds} second{'' if seconds == 1 else 's'}"


def said_to(sentence: str, *, is_operations: bool) -> str:
    """The sentence with what to do told to this reader alone: what operations do themselves, the
    others ask them for."""

    def told(found: re.Match[str]) -> str:
        if is_operations:
            return f"{found['first']}{found['rest']}."
        rest = found["rest"].replace(" in the admin", "")
        return f"Ask operations to {found['first'].lower()}{rest}."

    return TO_ANYBODY.sub(told, sentence)
