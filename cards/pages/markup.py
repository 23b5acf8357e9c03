"""HTML written in code, where a page has hundreds of the same sign."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe


def markup(pattern: str, *parts: object) -> SafeString:
    """The pattern with its parts, each escaped unless it is safe. Django's `format_html` gives the
    same and takes two and a half times as long, because it asks of each part whether it is lazy."""
    told = [part if isinstance(part, SafeString) else escape(str(part)) for part in parts]
    return mark_safe(pattern.format(*told))  # noqa: S308 (escaped one by one)


def joined(parts: Iterable[str]) -> SafeString:
    """One after the other; each must be safe, or empty."""
    return mark_safe("".join(parts))  # noqa: S308
