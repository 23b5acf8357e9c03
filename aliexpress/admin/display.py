"""How the admin writes moments, counts, states and AliExpress's words, in the words of all."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from aliexpress import words
from aliexpress.lifecycle import State

NOTHING = "\N{EN DASH}"


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
        words.exact(value),
        words.ago(value, at=at),
    )


def exact(value: datetime | None) -> SafeString | str:
    if value is None:
        return NOTHING
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words.exact(value))


def status_words(status: str) -> str:
    """ "On selling (onSelling)": our word, and AliExpress's where they differ."""
    ours = words.status_words(status)
    theirs, _ = words.status_and_seller(status)
    return theirs if ours == theirs else f"{ours} ({theirs})"


def reason_words(reason: str) -> str:
    if not reason:
        return NOTHING
    ours = words.reason_words(reason)
    return f"{reason} ({ours})" if ours else f"{reason} (not known to us)"


def table(caption: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> SafeString:
    """A small table of facts; cells that are numbers are grouped and stand to the right."""
    head_cells = format_html_join("", '<th scope="col">{}</th>', ((title,) for title in head))
    body = format_html_join(
        "", "<tr>{}</tr>", ((format_html_join("", "{}", _cells(row)),) for row in rows)
    )
    return format_html(
        '<table class="facts" tabindex="0"><caption>{}</caption><thead><tr>{}</tr></thead>'
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
