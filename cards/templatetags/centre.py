"""How pages write numbers and moments."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cards.pages.words import ago, exact

register = template.Library()


@register.filter
def grouped(value: int | None) -> str:
    """4820 → 4,820; unknown is said, never zero."""
    return "unknown" if value is None else f"{value:,}"


@register.filter
def signed(value: int | None) -> str:
    if value is None:
        return "not known"
    return "0" if value == 0 else f"{value:+,}".replace("-", "\u2212")


@register.filter
def percent(share: float | None) -> str:
    return "unknown" if share is None else f"{100 * share:.1f} %"


@register.filter
def moment_ago(moment: datetime | None, at: datetime | None = None) -> SafeString | str:
    """The age in words, the exact moment on hover and for machines."""
    if moment is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{}" data-ago>{}</time>',
        moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        exact(moment),
        ago(moment, at=at or timezone.now()),
    )


@register.filter
def moment_exact(moment: datetime | None) -> str:
    return exact(moment) if moment else ""


@register.simple_tag
def query(**parts: object) -> str:
    """?state=…&offline_reason=…, leaving out what is empty."""
    told = {name: value for name, value in parts.items() if value not in ("", None)}
    return f"?{urlencode(told)}" if told else ""
