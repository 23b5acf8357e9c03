"""Two windows of reviews, made up so that one thing changed between them, or nothing."""

import random
from dataclasses import replace

from cards.tracing.decomposition import BOTH, GENERAL, MIX, SEGMENT, USUAL, VOLUME, kind_of_change
from cards.tracing.method import ALPHA
from cards.tracing.selection import find
from tests.cards.tracing.catalogues import (
    Catalogue,
    Cause,
    made_rows,
    planted,
    population_of,
    with_causes,
)

RATE = 0.12
RIGHT = {
    "same": {USUAL},
    "volume": {VOLUME},
    "mix": {MIX},
    "general": {GENERAL},
    "segment": {SEGMENT},
    "pair": {SEGMENT},
}


def is_told(kind: str, seed: int, *, reviews: int = 5000) -> bool:
    """Whether the change is named rightly."""
    before, now = _windows(kind, random.Random(seed), reviews)
    later = population_of(now)
    findings = find(later, alpha=ALPHA)
    named = frozenset(
        one.first for found in findings for group in found.groups for one in group.conditions
    )
    said, _ = kind_of_change(population_of(before, always=named), later, findings)
    return said in RIGHT[kind] | ({BOTH} if kind in ("segment", "pair") else set())


def _windows(kind: str, chance: random.Random, reviews: int) -> tuple[Catalogue, Catalogue]:
    more = round(reviews * 1.3) if kind == "volume" else reviews
    rows = made_rows(chance, reviews), made_rows(chance, more)
    causes: list[list[Cause]] = [[], []]
    rates = [RATE, RATE * 1.4 if kind == "general" else RATE]
    if kind in ("segment", "pair"):
        one = planted(chance, rows[1], "one" if kind == "segment" else "pair", least=0.06)
        causes[1] = [replace(one, times=5.0)]
    if kind == "mix":
        bad = Cause((("category", 3, 6),), times=4.0)
        causes = [[bad], [bad]]
        rows = (
            rows[0],
            [
                {**row, "category": chance.randint(3, 6)} if chance.random() < 0.22 else row
                for row in rows[1]
            ],
        )
    made = [
        with_causes(chance, one, cause, base=rate)
        for one, cause, rate in zip(rows, causes, rates, strict=True)
    ]
    return made[0], made[1]
