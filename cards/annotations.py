"""Marks on the history of a store: made by operations, seen by everybody who sees the store."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aliexpress.models import Store
from aliexpress.typed.moments import read_moment
from cards.models import Annotation

LONGEST_TEXT = 200


class BadAnnotation(Exception):
    """A mark that cannot be kept: `field` is wrong, the sentence says why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def annotate(store: Store, values: Mapping[str, Any], *, by: Any, at: datetime) -> Annotation:
    """Keep a mark from a form's or an API's words. Raises BadAnnotation."""
    moment = _moment(values.get("at"), at=at)
    text = _text(values.get("text"))
    return Annotation.objects.create(store=store, at=moment, text=text, by=by, created_at=at)


def _moment(value: Any, *, at: datetime) -> datetime:
    found = read_moment(value) if isinstance(value, str) else None
    if found is None:
        raise BadAnnotation("at", "at must be an ISO 8601 moment such as 2026-03-14T09:00:00Z.")
    if found > at:
        raise BadAnnotation("at", "at lies in the future: a mark is about something that happened.")
    return found


def _text(value: Any) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text or len(text) > LONGEST_TEXT or not text.isprintable():
        raise BadAnnotation(
            "text", f"text must say what happened in at most {LONGEST_TEXT} ordinary characters."
        )
    return text
