"""Cells that a spreadsheet shows and never runs."""

from collections.abc import Iterable

# What a spreadsheet takes for the beginning of a formula, wherever the text came from.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe_row(row: Iterable[object]) -> list[str]:
    return [_safe(cell) for cell in row]


def _safe(cell: object) -> str:
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return str(cell)
    text = "".join(c if c.isprintable() else " " for c in cell)
    starts_formula = cell.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)
    return f"'{text}" if starts_formula else text
