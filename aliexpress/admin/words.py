"""How moments, counts and words of AliExpress are put in front of operations."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from aliexpress.lifecycle import State

NOTHING = "\N{EN DASH}"
MINUTE, HOUR, DAY = 60, 3600, 86_400

# AliExpress's words, and ours beside them.
STATUS_WORDS = {
    "onSelling": "On selling",
    "auditing": "In auditing",
    "editingRequired": "Editing required",
    "offline": "Offline",
    "draft": "Drafts",
}
REASON_WORDS = {
    "expire_offline": "validity ran out",
    "user_offline": "taken down by the seller",
    "violate_offline": "violation",
    "punish_offline": "rule penalty",
    "degrade_offline": "downgraded",
    "industry_offline": "category admission not renewed",
}


def grouped(count: int | None) -> str:
    return NOTHING if count is None else f"{count:,}"


def state_badge(state: str | None) -> SafeString | str:
    """The state's word beside its colour mark; the word alone carries the meaning."""
    if not state:
        return NOTHING
    return format_html('<span class="state state-{}">{}</span>', state, State(state).label)


def moment(value: datetime | None, *, at: datetime) -> SafeString | str:
    """How long ago (or in how long), with the exact moment on hover."""
    if value is None:
        return NOTHING
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        f"{value:%Y-%m-%d %H:%M:%S} UTC",
        relative(value, at=at),
    )


def exact(value: datetime | None) -> SafeString | str:
    if value is None:
        return NOTHING
    text = f"{value:%Y-%m-%d %H:%M:%S} UTC"
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


def relative(value: datetime, *, at: datetime) -> str:
    seconds = (at - value).total_seconds()
    if abs(seconds) < 1:
        return "now"
    span = duration(abs(seconds))
    return f"{span} ago" if seconds > 0 else f"in {span}"


def duration(seconds: float) -> str:
    """One unit is enough to read: "40 seconds", "3 hours"."""
    for size, word in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if seconds >= size:
            number = int(seconds // size)
            return f"{number} {word}" + ("s" if number != 1 else "")
    number = int(seconds)
    return f"{number} second" + ("s" if number != 1 else "")


def status_words(status: str) -> str:
    """ "On selling (onSelling)": our word, and AliExpress's where they differ."""
    ours = STATUS_WORDS.get(status)
    return f"{ours} ({status})" if ours else status


def reason_words(reason: str) -> str:
    if not reason:
        return NOTHING
    ours = REASON_WORDS.get(reason)
    return f"{reason} ({ours})" if ours else f"{reason} (not known to us)"


def table(caption: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> SafeString:
    """A small table of facts; cells that are numbers are grouped and stand to the right."""
    head_cells = format_html_join("", '<th scope="col">{}</th>', ((word,) for word in head))
    body = format_html_join(
        "", "<tr>{}</tr>", ((format_html_join("", "{}", _cells(row)),) for row in rows)
    )
    return format_html(
        '<table class="facts"><caption>{}</caption><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table>",
        caption,
        head_cells,
        body,
    )


def _cells(row: Iterable[object]) -> Iterable[tuple[SafeString]]:
    for cell in row:
        if cell is None:
            yield (format_html("<td>{}</td>", NOTHING),)
        elif isinstance(cell, int):
            yield (format_html('<td class="count">{}</td>', grouped(cell)),)
        else:
            yield (format_html("<td>{}</td>", cell),)
