"""How the page of a tracing writes what is kept in its answer."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django import template
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString

from aliexpress.lifecycle import State
from aliexpress.models import Store
from aliexpress.typed.moments import read_moment
from cards.alerts.triggers import FRESHNESS
from cards.formats import moment_text, signed
from cards.measures import bridge, products, validity
from cards.models import Alert, Card
from cards.pages.markup import markup
from cards.templatetags.centre import moment_in_table
from cards.tracing.addresses import why_address
from cards.tracing.answer_lines import held_back_words, newness, properties_sentence
from cards.tracing.questions import (
    EXPIRING,
    LACKING,
    LIST,
    OF_CARD,
    OUT_OF_STOCK,
    STUCK,
    is_subject,
)
from cards.tracing.shared_questions import has_others

register = template.Library()
register.filter("newness", newness)
register.filter("held_back_words", held_back_words)

# The groups of work: what is asked of the whole of one, and the filters that list it.
WHOLE_GROUPS: Final = {
    "rejected": "rejected",
    "expired": "expired",
    "expiring": EXPIRING,
    "out_of_stock": OUT_OF_STOCK,
    "lacking": LACKING,
    "stuck": STUCK,
}
GROUPS: Final[Mapping[str, Mapping[str, str]]] = {
    "rejected": {"state": "rejected"},
    "expired": {"state": "expired"},
    "expiring": {"card": validity.KEY},
    "out_of_stock": {"card": products.OUT_OF_STOCK},
    "lacking": {"card": products.COMPLETE, "part": products.LACKING},
    "stuck": {"state": "auditing", "min_days": "7"},
    "source_out": {"card": bridge.OUT_OF_STOCK},
}


@register.simple_tag
def why(store: Store, key: str, /, **query: object) -> str:
    """The address of what stands behind a card, a state or a movement; "" for a card of which
    nothing is traced."""
    if key not in OF_CARD and not is_subject(key):
        return ""
    return why_address(store, key, **{name: str(text) for name, text in query.items() if text})


@register.simple_tag
def true_question(store: Store, offered: Mapping[str, str]) -> SafeString:
    """The link to what may be asked instead of what was not so."""
    asked = dict(offered)
    address = why_address(store, asked.pop("subject"), **asked)
    words = {"up": "Why it rose", "down": "Why it fell"}
    said = words.get(asked.get("said", ""), "What they share now")
    return markup('<a href="{}">{}</a>', address, said)


@register.simple_tag
def why_alert(alert: Alert) -> str:
    """Of the week before it opened; "" of one that tells that there is no reading."""
    if alert.trigger in FRESHNESS:
        return ""
    end = moment_text(alert.opened_at) or ""
    return why(alert.store, alert.card.key, to=end)


@register.simple_tag
def what_these_share(store: Store, given: Mapping[str, str]) -> str:
    """The address of what a list's listings share; "" for the list of everything, and of those
    that nothing can be held against."""
    asked = {name: text for name, text in given.items() if text}
    return why_address(store, LIST, **asked) if asked and has_others(asked) else ""


@register.simple_tag(takes_context=True)
def what_a_group_shares(context: Any, store: Store, kind: str, query: Mapping[str, str]) -> str:
    """The same of a group of work; "" for one that no list of listings tells, or only that of a
    card the reader does not see."""
    if kind not in GROUPS or "in_hand" in query:
        return ""
    card = GROUPS[kind].get("card", "")
    if card and not Card.objects.visible_to(context["user"]).filter(key=card).exists():
        return ""
    narrowed = dict(query)
    reason = narrowed.pop("reason", "")
    base = dict(GROUPS[kind])
    if not (narrowed or reason) and (key := WHOLE_GROUPS.get(kind)):
        return why_address(store, key, kind="alike")
    if reason:
        base["audit_reason"] = reason
    if days := [one["min_days"] for one in (base, narrowed) if "min_days" in one]:
        narrowed["min_days"] = max(days, key=int)
    return why_address(store, LIST, **{**base, **narrowed})


@register.filter
def form_moment(moment: datetime | str) -> str:
    """As a field of a form takes it; what was typed wrongly stays as it is."""
    found = read_moment(moment) if isinstance(moment, str) else moment
    return f"{found.astimezone(UTC):%Y-%m-%dT%H:%M}" if found else str(moment)


@register.filter
def form_utc(moment: datetime | str) -> str:
    """The same for the page's script, which shows it in the reader's zone; "" where it is none."""
    found = read_moment(moment) if isinstance(moment, str) else moment
    return moment_text(found.replace(microsecond=0)) or "" if found else ""


@register.filter
def days_before(at: datetime, days: int) -> str:
    return moment_text(at.replace(microsecond=0) - timedelta(days=days)) or ""


@register.filter
def instant(text: str) -> SafeString | str:
    """A moment of an answer, to the second and with its day, in the reader's zone where the page
    can."""
    moment = parse_datetime(text)
    return moment_in_table(moment) if moment else text


@register.filter
def place_said(state: str | None, nowhere: str) -> str:
    return str(State(state).label) if state else nowhere


@register.filter
def parts_of_change(number: float) -> str:
    return signed(number, decimals=1)


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
    return markup('<a href="{}">{}</a>', address, f"{number:,}") if address else f"{number:,}"


@register.filter
def properties_then(answer: Mapping[str, Any]) -> str:
    """Of when the properties are."""
    counts = answer["counts"] or {"asked_about": 0}
    return properties_sentence(answer["attributes"], counts["asked_about"])


@register.filter
def by_reason(left_out: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    """What was not looked at, one line a reason."""
    found: dict[str, list[str]] = {}
    for one in left_out:
        found.setdefault(one["because"], []).append(one["words"])
    return [(", ".join(words), because) for because, words in found.items()]
