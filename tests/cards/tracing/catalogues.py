"""Catalogues made up by chance, with causes planted in them or none: what tracing is tried on.

Thirteen properties that go together as a seller's do: a batch is one owner's, with a category and a
brand it mostly is of; the group of products, the freight template and the number of SKUs follow the
category. A cause raises the rate at which its listings are turned down.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cards.tracing.dimensions import dimension_of
from cards.tracing.population import Dimension, Population

BASE_RATE = 0.025
ORDERED = {"price": 14, "created": 10, "images": 6, "title": 8, "skus": 7, "filled": 5}
PLAIN = {
    "owner": 6,
    "category": 45,
    "brand": 60,
    "group": 30,
    "freight": 8,
    "source": 3,
    "product_type": 2,
}
PER_BATCH = 30

Row = dict[str, int]


@dataclass(frozen=True)
class Cause:
    """Values by property; an ordered one from the first to the last. `times`: how many times as
    often its listings are turned down."""

    where: tuple[tuple[str, int, int], ...]
    times: float

    def holds(self, row: Row) -> bool:
        return all(first <= row[name] <= last for name, first, last in self.where)


@dataclass
class Catalogue:
    rows: list[Row]
    causes: list[Cause] = field(default_factory=list)
    turned_down: list[bool] = field(default_factory=list)

    def members(self, cause: Cause) -> set[int]:
        return {place for place, row in enumerate(self.rows) if cause.holds(row)}


def _heavy(chance: random.Random, size: int) -> int:
    """1 to size, the first far more often than the last."""
    return min(size, 1 + int(size * chance.random() ** 2.2))


def made_rows(chance: random.Random, count: int) -> list[Row]:
    rows: list[Row] = []
    batch = 0
    while len(rows) < count:
        batch += 1
        owner = _heavy(chance, PLAIN["owner"])
        lead = _heavy(chance, PLAIN["category"])
        brand = _heavy(chance, PLAIN["brand"])
        created = chance.randint(1, ORDERED["created"])
        source = 1 if chance.random() < 0.7 else chance.randint(1, PLAIN["source"])
        for _ in range(max(1, int(chance.expovariate(1 / PER_BATCH)))):
            category = lead if chance.random() < 0.6 else _heavy(chance, PLAIN["category"])
            rows.append(
                {
                    "owner": owner,
                    "category": category,
                    "brand": brand if chance.random() < 0.5 else _heavy(chance, PLAIN["brand"]),
                    "group": 1 + category % PLAIN["group"]
                    if chance.random() < 0.8
                    else chance.randint(1, PLAIN["group"]),
                    "freight": 1 + category % PLAIN["freight"]
                    if chance.random() < 0.6
                    else chance.randint(1, PLAIN["freight"]),
                    "source": source,
                    "product_type": 1 + (chance.random() < 0.2),
                    "batch": batch,
                    "price": max(1, min(14, int(chance.gauss(4 + category % 7, 2)))),
                    "created": created,
                    "images": chance.randint(1, ORDERED["images"]),
                    "title": max(1, min(8, int(chance.gauss(5, 1.7)))),
                    "skus": max(1, min(7, int(chance.gauss(1 + category % 4, 1.5)))),
                    "filled": chance.randint(1, ORDERED["filled"]),
                }
            )
    return rows[:count]


def with_causes(
    chance: random.Random, rows: list[Row], causes: Sequence[Cause], *, base: float = BASE_RATE,
    correlation: float = 0.0,
) -> Catalogue:  # fmt: skip
    """`correlation`: how much the listings of a batch share their luck."""
    rates = _batch_rates(chance, rows, base=base, correlation=correlation)
    turned_down = []
    for row in rows:
        rate = rates(row["batch"])
        for cause in causes:
            if cause.holds(row):
                rate = max(rate, min(0.95, base * cause.times))
        turned_down.append(chance.random() < rate)
    return Catalogue(rows, list(causes), turned_down)


def _batch_rates(chance, rows, *, base, correlation) -> Callable[[int], float]:
    if not correlation:
        return lambda batch: base
    spread = (1 - correlation) / correlation
    rates = {
        batch: chance.betavariate(base * spread, (1 - base) * spread)
        for batch in sorted({row["batch"] for row in rows})
    }
    return rates.__getitem__


def population_of(catalogue: Catalogue, *, always: frozenset[str] = frozenset()) -> Population:
    """`always`: values that are kept however few have them."""
    sides = [
        [row for row, is_down in zip(catalogue.rows, catalogue.turned_down, strict=True) if is_down]
    ]
    sides.append(
        [
            row
            for row, is_down in zip(catalogue.rows, catalogue.turned_down, strict=True)
            if not is_down
        ]
    )
    target, rest = sides
    return Population(
        len(target),
        len(rest),
        tuple(_dimension(name, target, rest, always) for name in [*PLAIN, *ORDERED, "batch"]),
        target_batches=[row["batch"] for row in target],
        rest_batches=[row["batch"] for row in rest],
    )


def _dimension(name: str, target: list[Row], rest: list[Row], always: frozenset[str]) -> Dimension:
    here, there = ([row.get(name, 0) for row in side] for side in (target, rest))
    texts = [f"{code:05d}" for code in range(max([0, *here, *there]) + 1)]
    return dimension_of(name, here, there, texts, is_ordered=name in ORDERED, always=always)


def planted(
    chance: random.Random,
    rows: list[Row],
    kind: str,
    *,
    times: tuple[float, float] = (6, 14),
    least: float = 0.004,
) -> Cause:
    """A cause of 0.4 to 10 % of the listings, of the kind: one, pair, triple or stretch; strong
    enough to have some twenty of a catalogue of 4,820 turned down."""
    sizes = {"one": 1, "pair": 2, "triple": 3, "stretch": 1}
    for _ in range(2000):
        names = chance.sample([*PLAIN] if kind != "stretch" else [*ORDERED], sizes[kind])
        row = rows[chance.randrange(len(rows))]
        where: tuple[tuple[str, int, int], ...]
        if kind == "stretch":
            first = chance.randint(1, ORDERED[names[0]] - 1)
            where = ((names[0], first, min(ORDERED[names[0]], first + chance.randint(1, 2))),)
        else:
            where = tuple((name, row[name], row[name]) for name in sorted(names))
        cause = Cause(where, times=chance.uniform(*times))
        found = sum(cause.holds(one) for one in rows)
        enough = len(rows) / 241 / (BASE_RATE * max(1, found))
        cause = Cause(where, times=max(cause.times, enough))
        parts = [sum(Cause((part,), 1).holds(one) for one in rows) for part in where]
        is_own = len(where) == 1 or all(found <= 0.6 * part for part in parts)
        if least * len(rows) <= found <= 0.1 * len(rows) and found >= 30 and is_own:
            return cause
    raise LookupError(f"No {kind} of the right size.")
