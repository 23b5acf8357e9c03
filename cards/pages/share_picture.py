"""Geometry of the picture of a finding: its share here against elsewhere. No markup here."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from cards.formats import share_text
from cards.tracing.chance import TWO_SIDES


@dataclass(frozen=True, slots=True)
class Side:
    """The bar and the ends of its line are in percent of the width."""

    words: str
    went: int
    could: int
    share: str  # "89.4 %"
    bar: float
    low: float
    high: float


def against(finding: Mapping[str, Any]) -> list[Side]:
    """Here and elsewhere, on one scale."""
    rows = [("Here", *finding["here"]), ("Elsewhere", *finding["others"])]
    spans = [wilson(went, could) for _, went, could in rows]
    widest = max(high for _, high in spans) or 1.0
    return [
        Side(
            words=words,
            went=went,
            could=could,
            share=share_text(went / could if could else 0.0),
            bar=round(100 * (went / could if could else 0.0) / widest, 1),
            low=round(100 * low / widest, 1),
            high=round(100 * high / widest, 1),
        )
        for (words, went, could), (low, high) in zip(rows, spans, strict=True)
    ]


def wilson(went: int, could: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if not could:
        return 0.0, 1.0
    share, square = went / could, TWO_SIDES * TWO_SIDES
    middle = (share + square / (2 * could)) / (1 + square / could)
    width = sqrt(share * (1 - share) / could + square / (4 * could * could))
    width *= TWO_SIDES / (1 + square / could)
    return max(0.0, middle - width), min(1.0, middle + width)
