"""How the page of a tracing writes what is kept in its answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aliexpress.lifecycle import State
from cards.formats import moment_text
from cards.pages.words import shown_clock

register = template.Library()


@register.filter
def form_moment(moment: datetime | str) -> str:
    """As a field of a form takes it; what was typed wrongly stays as it is."""
    try:
        found = parse_datetime(moment) if isinstance(moment, str) else moment
    except ValueError:
        found = None
    return f"{found:%Y-%m-%dT%H:%M}" if found else str(moment)


@register.filter
def days_before(at: datetime, days: int) -> str:
    return moment_text(at.replace(microsecond=0) - timedelta(days=days)) or ""


@register.filter
def clock_text(text: str) -> SafeString | str:
    """A moment of an answer, in the reader's zone where the page can."""
    moment = parse_datetime(text)
    return shown_clock(moment) if moment else text


@register.filter
def place_said(state: str | None, nowhere: str) -> str:
    return str(State(state).label) if state else nowhere


@register.filter
def parts_of_change(number: float) -> str:
    return f"{number:+,.1f}".replace("-", "\u2212")


@register.filter
def window_rows(parts: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The window before and the one asked about, each with its counts and lists."""
    return [
        *zip(
            parts["windows"], parts["reviewed"], parts["turned_down"], parts["listings"],
            strict=True,
        )
    ]  # fmt: skip


@register.filter
def did_not(finding: Mapping[str, Any], side: str) -> int:
    went, could = finding[side]
    return int(could - went)


@register.simple_tag
def number_link(number: int, address: str | None) -> SafeString | str:
    """The number, and the list behind it where there is one."""
    return format_html('<a href="{}">{}</a>', address, f"{number:,}") if address else f"{number:,}"


@register.filter
def by_reason(left_out: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    """What was not looked at, one line a reason."""
    found: dict[str, list[str]] = {}
    for one in left_out:
        found.setdefault(one["because"], []).append(one["words"])
    return [(", ".join(words), because) for because, words in found.items()]
