"""Marks on the history of a store: whoever sees a card of it may make and see them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aliexpress.models import Store
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.moments import past_moment
from cards.models import Annotation

LONGEST_TEXT = 200
ABOUT_THE_PAST = ": a mark is about something that happened."


def annotate(store: Store, values: Mapping[str, Any], *, by: Any, at: datetime) -> Annotation:
    """Keep a mark from a form's or an API's words. Raises BadInput."""
    moment = past_moment("at", values.get("at"), at=at, because=ABOUT_THE_PAST)
    text = _text(values.get("text"))
    return Annotation.objects.create(store=store, at=moment, text=text, by=by, created_at=at)


def _text(value: Any) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text or len(text) > LONGEST_TEXT or not text.isprintable():
        raise BadInput(
            "text", f"text must say what happened in at most {LONGEST_TEXT} ordinary characters."
        )
    return text
