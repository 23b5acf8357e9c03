"""How pages of lists and of work write links and reasons."""

from collections.abc import Mapping
from datetime import timedelta
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from aliexpress.lifecycle import State
from aliexpress.rejection_reasons import rejection_words
from cards.listings.page import NEWEST_FIRST
from cards.measures.rejections import NO_REASON
from cards.pages.markup import markup
from cards.pages.moment_words import stretch
from cards.templatetags.centre import DASH, query
from cards.work.follow_up import Outcome, days_taken

register = template.Library()

PARTS = {
    "category": "category {}",
    "group": "product group {}",
    "owner": "owner {}",
    "min_days": "at least {} days",
    "in_hand": "in hand of nobody",
}


@register.filter
def reason_said(reason: str) -> str:
    """Ours for AliExpress's word, and that word where we have none."""
    if reason in ("", NO_REASON):
        return "no reason given"
    return rejection_words(reason)


@register.filter
def breakable(text: str) -> SafeString:
    """With a place to break after each underscore: a word of AliExpress we have none for may be
    wider than a phone."""
    return mark_safe(escape(text).replace("_", "_<wbr>"))  # noqa: S308


@register.filter
def stretch_said(took: timedelta | None) -> str:
    return DASH if took is None else stretch(int(took.total_seconds()))


@register.filter
def outcome_said(row: Any) -> str:
    """'Cleared after 3 days'."""
    days = days_taken(row)
    label = Outcome(row.outcome).label
    if days is None:
        return label
    return f"{label} within a day" if days == 0 else f"{label} after {stretch(days * 86_400)}"


@register.filter
def group_part(name: str, value: str) -> str:
    """What narrows a group, in words."""
    return reason_said(value) if name == "reason" else PARTS[name].format(value)


@register.simple_tag
def query_with(given: Mapping[str, str], name: str, value: object) -> str:
    """The same query with one more filter, on its first page."""
    return query({**given, name: str(value), "page": "", "sort": given.get("sort", "")})


@register.simple_tag
def sort_link(column: str, label: str, sort: str, given: Mapping[str, str]) -> SafeString:
    """A heading that sorts by its column, and turned round when it does already."""
    is_down = sort == NEWEST_FIRST + column
    wanted = NEWEST_FIRST + column if sort == column else column
    mark = {column: "↑", NEWEST_FIRST + column: "↓"}.get(sort, "")
    told = markup(
        ' <span role="img" aria-label="sorted {}">{}</span>', "down" if is_down else "up", mark
    )
    address = query({**given, "sort": wanted, "page": "", "after": "", "before": ""})
    return markup('<a href="{}">{}{}</a>', address, label, told if mark else "")


@register.simple_tag
def query_of(given: Mapping[str, str]) -> str:
    """Without its question mark, so that an empty one leads to the page itself."""
    return query(given).removeprefix("?")


@register.filter
def state_said(states: str) -> str:
    """'rejected or active' of the states an address names, one or several."""
    return " or ".join(str(State(state).label) for state in states.split(","))
