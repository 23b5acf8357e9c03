"""The JSON parts of a definition, each checked with one sentence that says what is wrong."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import slug_re

from cards.sentiment import RuleMalformed, check

NOT_JSON = "This is not JSON we can keep: look at its quotes, commas, braces and long numbers."
NOTE_PARTS = ("reason", "direction", "what_to_do")


class KeptDecoder(json.JSONDecoder):
    """Reads what can be kept and shown again. What is nested by the thousand, has a number of
    thousands of digits or half a letter (a surrogate alone) is no JSON here."""

    def decode(self, text: str, *args: Any) -> Any:
        """Raises JSONDecodeError, the one error a form field knows."""
        try:
            read = super().decode(text, *args)
            json.dumps(read, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            raise json.JSONDecodeError("It could not be kept", text, 0) from error
        return read


class JSONTextField(forms.JSONField):
    """JSON that people edit: one thing a line, and letters as they are. A field that is
    cleared holds what `empty` makes."""

    # An empty list is a value like any other: it is checked too.
    empty_values: Any = (None, "")

    def __init__(
        self,
        *,
        check: Callable[[Any], None],
        empty: Callable[[], Any],
        rows: int = 12,
        **kwargs: Any,
    ) -> None:
        self.empty = empty
        super().__init__(
            required=False,
            decoder=KeptDecoder,
            validators=[check],
            widget=forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField", "cols": 80}),
            error_messages={"invalid": NOT_JSON},
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        read = super().to_python(value)
        return self.empty() if read is None else read

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data  # shown as it was typed, right or wrong

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str):  # what was typed
            return value
        return json.dumps(value, indent=2, ensure_ascii=False)


def check_aliases(value: Any) -> None:
    """["aex_alert_listing_rejection_spike", …]"""
    if not isinstance(value, list) or not all(_is_key(alias) for alias in value):
        raise ValidationError('Aliases are a list of card keys: ["aex_other_name"].')


def check_siblings(value: Any) -> None:
    """[{"card": key, "why": sentence}, …]"""
    if not isinstance(value, list) or not all(_has_just(one, ("card", "why")) for one in value):
        raise ValidationError(
            'Siblings are a list, each with a card and why to reach for it: [{"card": '
            '"aex_active_listings", "why": "The listings a buyer can purchase."}].'
        )
    keys = [one["card"] for one in value]
    if len(set(keys)) != len(keys):
        raise ValidationError("A sibling card is named twice: keep one of the two.")


def check_reconciling(value: Any) -> None:
    """{"where": text, "notes": [{"reason", "direction", "what_to_do"}, …]}, or {}. A note may
    have a `kind` too: that of the explanation of the reconciliation desk it is said with."""
    if value == {}:
        return
    right = (
        isinstance(value, dict)
        and set(value) == {"where", "notes"}
        and isinstance(value["where"], str)
        and isinstance(value["notes"], list)
        and all(_has_just(note, NOTE_PARTS, may=["kind"]) for note in value["notes"])
    )
    if not right:
        raise ValidationError(
            'Reconciling says where to look and why numbers differ: {"where": "…", "notes": '
            '[{"reason": "…", "direction": "…", "what_to_do": "…"}]}.'
        )


def check_sentiment(value: Any) -> None:
    """A shape of cards.sentiment.rules."""
    try:
        check(value)
    except RuleMalformed as error:
        raise ValidationError(str(error)) from error


def _has_just(value: Any, parts: Iterable[str], *, may: Iterable[str] = ()) -> bool:
    return (
        isinstance(value, dict)
        and set(value) - set(may) == set(parts)
        and all(map(_is_text, value.values()))
    )


def _is_key(value: Any) -> bool:
    return isinstance(value, str) and bool(slug_re.fullmatch(value))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "\x00" not in value
