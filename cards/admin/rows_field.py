"""A list of small rows in a form: each row a few fields, and empty ones to write more."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

EMPTY_ROWS: Final = 2
MOST_ROWS: Final = 50


class RowsWidget(forms.Widget):
    """A table; `columns` are widgets by the name of their column."""

    template_name = "admin/cards/rows.html"

    def __init__(self, columns: Mapping[str, tuple[str, forms.Widget]]) -> None:
        super().__init__()
        self.columns = columns

    def __deepcopy__(self, memo: dict[int, Any]) -> "RowsWidget":
        """Each form has columns of its own: what a select offers is one reader's."""
        mine: RowsWidget = super().__deepcopy__(memo)
        mine.columns = deepcopy(self.columns, memo)
        return mine

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        rows = list(value or [])
        empty = min(EMPTY_ROWS, max(0, MOST_ROWS - len(rows)))
        context = super().get_context(name, None, attrs)
        context["labels"] = [label for label, _ in self.columns.values()]
        context["rows"] = [
            [self._cell(name, place, column, row) for column in self.columns]
            for place, row in enumerate([*rows, *({} for _ in range(empty))])
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        """Every row in which something was written."""
        rows = []
        for place in range(MOST_ROWS):
            row = {
                column: widget.value_from_datadict(data, files, f"{name}-{place}-{column}") or ""
                for column, (_, widget) in self.columns.items()
            }
            if any(text.strip() for text in row.values()):
                rows.append(row)
        return rows

    def value_omitted_from_data(
        self, data: Any, files: MultiValueDict[str, Any], name: str
    ) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def _cell(self, name: str, place: int, column: str, row: Mapping[str, str]) -> dict[str, Any]:
        label, widget = self.columns[column]
        attrs = {"aria-label": f"{label}, row {place + 1}", "id": f"id_{name}-{place}-{column}"}
        given = f"{name}-{place}-{column}"
        drawn: dict[str, Any] = widget.get_context(given, row.get(column, ""), attrs)["widget"]
        return drawn | {"label": label}


class RowsField(forms.Field):
    """A list of rows. `needed`: the columns without which a row says nothing; `check` raises
    ValidationError for a list that is wrong as a whole."""

    def __init__(
        self,
        columns: Mapping[str, tuple[str, forms.Widget]],
        *,
        needed: tuple[str, ...],
        check: Callable[[list[dict[str, str]]], None] = lambda rows: None,
        **kwargs: Any,
    ) -> None:
        super().__init__(required=False, widget=RowsWidget(columns), **kwargs)
        self.columns, self.needed, self.check = columns, needed, check

    def clean(self, value: Any) -> list[dict[str, str]]:
        rows = [self._row(place, row) for place, row in enumerate(value or [], start=1)]
        self.check(rows)
        return rows

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [dict(self._filled(row)) for row in initial or []] != [
            dict(self._filled(row)) for row in data or []
        ]

    def _row(self, place: int, row: Mapping[str, str]) -> dict[str, str]:
        if any("\x00" in text for text in row.values()):
            raise ValidationError(f"Row {place} holds a character that cannot be kept.")
        if missing := [name for name in self.needed if not row.get(name, "").strip()]:
            label = self.columns[missing[0]][0]
            raise ValidationError(f"Row {place} lacks: {label}. Fill it in, or clear the row.")
        return dict(self._filled(row))

    @staticmethod
    def _filled(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Without what was left empty, and with line breaks as they are kept."""
        for name, text in row.items():
            if text.strip():
                yield name, text.replace("\r\n", "\n").strip()
