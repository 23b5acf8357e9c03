"""Numbers and moments as people and other apps read them. Knows no marketplace."""

from datetime import UTC, datetime

Number = int | float
DECIMALS = 1  # of a percentage and of points, wherever one is shown
MOST_DECIMALS = 9  # for one of a thousand million


def figure(value: Number | None, unit: str, *, decimals: int = DECIMALS) -> str:
    """As people read it: 4,820, 89.4 %, 71.3 of 100; what is not known is said, never zero."""
    if value is None:
        return "unknown"
    if unit not in ("percent", "points"):
        return f"{value:,}"
    words = f"{value:,.{max(decimals, decimals_of(value))}f}"
    return f"{words} %" if unit == "percent" else f"{words} of 100"


def share_text(share: float) -> str:
    """0.894 → 89.4 %."""
    return figure(100 * share, "percent")


def percent_of(part: int, whole: int) -> float | None:
    """431 of 482 → 89.4, with as many decimals as `figure` shows; None where there is no whole."""
    return rounded(100 * part / whole) if whole else None


def rounded(number: float) -> float:
    """A percentage or points, with as many decimals as `figure` shows."""
    return round(number, decimals_of(number))


def decimals_of(number: Number) -> int:
    """One, or as many as it takes until what is nearly all or nearly none does not read as all or
    none: 99.98, 0.004."""
    decimals = DECIMALS
    while number not in (0, 100) and round(number, decimals) in (0, 100):
        if decimals == MOST_DECIMALS:
            break
        decimals += 1
    return decimals


def signed(number: Number, *, decimals: int | None = None) -> str:
    """With its sign, and a true minus where that is one; `decimals`: else as many as it has."""
    text = f"{number:+,}" if decimals is None else f"{number:+,.{decimals}f}"
    return text.replace("-", "\u2212")


def many(count: int, thing: str) -> str:
    """1 listing, 4,820 listings."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def moment_text(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with a Z; fractions only where there are any."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def exact_moment(moment: datetime) -> str:
    """14 March 2026, 09:05:00 UTC."""
    return f"{moment.astimezone(UTC):%-d %B %Y, %H:%M:%S} UTC"


def minute_text(moment: datetime) -> str:
    """14 March 2026, 09:05 UTC."""
    return f"{moment.astimezone(UTC):%-d %B %Y, %H:%M} UTC"
