"""Files for spreadsheets: streamed, and of cells that are shown and never run."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice

from django.http import StreamingHttpResponse

LONGEST_NAME = 120  # without its moment

# What a spreadsheet takes for the beginning of a formula, wherever the text came from.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe_row(row: Iterable[object]) -> list[str]:
    return [_safe(cell) for cell in row]


def _safe(cell: object) -> str:
    if cell is None or cell == "":
        return ""
    if not isinstance(cell, str):
        return str(cell)
    # Letter by letter only where it has to be: half the time of a file went into this.
    text = cell if cell.isprintable() else "".join(c if c.isprintable() else " " for c in cell)
    starts_formula = cell.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)
    return f"'{text}" if starts_formula else text


def csv_response(
    *parts: Iterable[Iterable[object]], name: Iterable[str], at: datetime
) -> StreamingHttpResponse:
    """Rows as they come, however many, in a file named for what it holds and its moment. Whatever
    is wrong with them is raised here, before a byte is sent: each part is read as far as its
    first row."""
    lines = _lines(*map(_begun, parts))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    title = "-".join(name)[:LONGEST_NAME]
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in title)
    response["Content-Disposition"] = f'attachment; filename="{safe}-{at:%Y-%m-%dT%H%MZ}.csv"'
    return response


def _begun(rows: Iterable[Iterable[object]]) -> Iterator[Iterable[object]]:
    rows = iter(rows)
    return chain(list(islice(rows, 1)), rows)


class _Echo:
    """A file that hands each line straight on."""

    def write(self, line: str) -> str:
        return line


def _lines(*parts: Iterable[Iterable[object]]) -> Iterator[str]:
    """A byte order mark first: spreadsheets then read UTF-8 as UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for part in parts:
        for row in part:
            yield writer.writerow(safe_row(row))
