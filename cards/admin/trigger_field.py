"""The trigger of a card in a form: a row each, chosen, and kept as the text operations know."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from aliexpress.typed.bad_input import BadInput
from cards.admin.rows_field import RowsField
from cards.alerts.alert_form import KINDS, WINDOWS
from cards.alerts.triggers import (
    FRESHNESS,
    MOST_TRIGGERS,
    NONE,
    Trigger,
    kept_triggers,
    triggers_of,
    window_words,
)

# A change that names no window is one within a day.
USUAL: Final = "24h"
CHOICES: Final = {
    "": "Choose",
    **KINDS,
    "missing": "is not known: no complete reading",
    "failing": "cannot be read, and that does not pass by itself",
}


class TriggerField(RowsField):
    """Rows of what is watched for; comes out as a trigger's text, `-` where there is none."""

    def __init__(self, **kwargs: Any) -> None:
        columns: dict[str, tuple[str, forms.Widget]] = {
            "kind": ("When the number", forms.Select(choices=list(CHOICES.items()))),
            "number": ("How much", forms.TextInput(attrs={"inputmode": "decimal", "size": 10})),
            "by": ("Counted", forms.Select(choices=[("", "as a number"), ("%", "in percent")])),
            "window": ("Within, of a change", forms.Select()),
        }
        super().__init__(columns, needed=("kind",), **kwargs)

    def offer(self, text: str) -> None:
        """Let the windows be chosen that are usual, and those of this trigger."""
        named = {row["window"]: window_words(one.window) for one, row in told(text) if one.window}
        words = {**named, **WINDOWS}
        words.pop(USUAL, "")
        choices = [("", WINDOWS[USUAL]), *((value, say) for value, say in words.items() if value)]
        self.widget.columns["window"][1].choices = choices

    def prepare_value(self, value: Any) -> Any:
        return [row for _, row in told(value)] if isinstance(value, str) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial or ""), data)

    def clean(self, value: Any) -> Any:
        found = [text_of(place, row) for place, row in enumerate(super().clean(value), start=1)]
        if len(found) > MOST_TRIGGERS or len(set(found)) < len(found):
            raise ValidationError(f"At most {MOST_TRIGGERS} rows, and each of them once.")
        return " or ".join(found) or NONE


def told(text: str) -> Iterable[tuple[Trigger, dict[str, str]]]:
    """Each trigger of a text, and the row that says it; none of a text that cannot be read."""
    return [(one, row_of(one)) for one in kept_triggers(text)]


def row_of(trigger: Trigger) -> dict[str, str]:
    if trigger.is_about_freshness:
        return {"kind": trigger.kind, "number": "", "by": "", "window": ""}
    window = trigger.text.rpartition(" in ")[2] if trigger.window else ""
    return {
        "kind": trigger.kind,
        "number": str(trigger.number),
        "by": "%" if trigger.is_percent else "",
        "window": "" if window == USUAL else window,
    }


def text_of(place: int, row: Mapping[str, str]) -> str:
    """Raises ValidationError, which says in which row."""
    kind, number = row["kind"], row.get("number", "").replace("\u00a0", "").replace(" ", "")
    text = {
        "rises": f"rises by {number}{row.get('by', '')} in {row.get('window', USUAL)}",
        "falls": f"falls by {number}{row.get('by', '')} in {row.get('window', USUAL)}",
        **{word: word for word in FRESHNESS},
    }.get(kind, f"{kind} {number}{row.get('by', '')}")
    try:
        [trigger] = triggers_of(text)
    except (BadInput, ValueError) as error:
        raise ValidationError(
            f"Row {place}: give a number such as 150 or 12.5, without a sign."
        ) from error
    return trigger.text
