"""The bars of tracing: what of made-up catalogues is named, and what is not."""

import random
import sys
import time

from cards.tracing.method import ALPHA
from cards.tracing.selection import find
from tests.benchmarks.report import Report, seconds
from tests.benchmarks.tracing_stores import large, months
from tests.cards.tracing.bars import Tally, over, traced
from tests.cards.tracing.catalogues import made_rows, planted, population_of, with_causes
from tests.cards.tracing.test_bars import with_twin
from tests.cards.tracing.windows import RIGHT, is_told

SIZE = 4820
LARGE = 100_000


def tracing(*, small: bool) -> Report:
    """T1 to T7 and T10 of the method, beside what its prototype reached; the others are tests."""
    part = 10 if small else 1
    report = Report("tracing", "what stands behind a number", ["", "seen", "bar", "prototype"])
    _nothing(report, 300 // part, 200 // part)
    _planted(report, 100 // part)
    _several(report, max(1, 24 // part))
    _twins(report, max(3, 30 // part))
    _changes(report, max(1, 12 // part))
    months(report, max(1, 5 // part))
    large(report, small=small)
    return report


def _line(report: Report, name: str, seen: str, bar: str, prototype: str, *, met: bool) -> None:
    report.rows.append([name, seen, bar, prototype])
    print(f"{name}: {seen}", file=sys.stderr, flush=True)  # an hour passes before the table
    report.goal(f"{name}: {bar}", seen=seen, met=met)


def _nothing(report: Report, seeds: int, clustered: int) -> None:
    none = over(range(seeds), size=SIZE)
    share = none.claiming / none.tracings
    name = f"T1 nothing behind it, {seeds} tracings: claim"
    _line(report, name, f"{share:.1%}", "at most 1 %", "0 %", met=share <= 0.01)
    for correlation, reached in ((0.05, "1.3 %"), (0.2, "0.7 to 2.7 %")):
        tally = over(range(5000, 5000 + clustered), size=SIZE, correlation=correlation)
        share = tally.beyond_batches / tally.tracings
        name = f"T2 unlike batches ({correlation}), {clustered}: other claims"
        _line(report, name, f"{share:.1%}", "at most 3 %", reached, met=share <= 0.03)


def _planted(report: Report, seeds: int) -> None:
    whole = Tally()
    for kind, bar, reached in (("one", 0.95, ".99"), ("pair", 0.9, ".95"), ("stretch", 0.8, ".87")):
        tally = over(range(seeds), size=SIZE, kinds=[kind])
        whole.claims += tally.claims
        whole.false += tally.false
        name = f"T3 {kind} planted, {seeds}: recall"
        _line(
            report, name, f"{tally.recall:.2f}", f"at least {bar}", reached, met=tally.recall >= bar
        )
    share = whole.false / max(1, whole.claims)
    _line(report, "T3 false claims", f"{share:.1%}", "at most 1 %", "0.3 %", met=share <= 0.01)


def _several(report: Report, seeds: int) -> None:
    for kinds, bar, reached in (
        (["one", "pair"], 0.9, ".96, 0 false"),
        (["one", "one", "pair"], 0.85, ".86, 0 false"),
    ):
        tally, taken = Tally(), 0.0
        for seed in range(seeds):
            chance = random.Random(seed)
            rows = made_rows(chance, LARGE)
            causes = [planted(chance, rows, kind) for kind in kinds]
            made = with_causes(chance, rows, causes)
            began = time.process_time()
            traced(made, tally)
            taken += time.process_time() - began
        name = f"T4 {' + '.join(kinds)} of 100,000, {seeds}: recall"
        seen = f"{tally.recall:.2f}, {tally.false} false"
        met = tally.recall >= bar and not tally.false
        _line(report, name, seen, f"at least {bar}, 0 false", reached, met=met)
        report.notes.append(f"{name}: {seconds(taken / seeds)} a tracing, columns to findings")


def _twins(report: Report, seeds: int) -> None:
    apart = alone = 0
    for seed in range(seeds):
        twin = find(population_of(with_twin(1.0, seed)), alpha=ALPHA)
        apart += len(twin) == 1 and not twin[0].is_clear
        proxy = find(population_of(with_twin(0.9, seed)), alpha=ALPHA)
        alone += [one.group.text for one in proxy if one.is_clear] == ["group=00031"]
    for name, number in (("twin: cannot be told apart", apart), ("proxy: the cause alone", alone)):
        seen = f"{number / seeds:.0%}"
        met = number >= 0.95 * seeds
        _line(report, f"T5 {name}, {seeds}", seen, "at least 95 %", "100 %", met=met)


def _changes(report: Report, seeds: int) -> None:
    right = sum(is_told(kind, seed) for kind in RIGHT for seed in range(seeds))
    whole = seeds * len(RIGHT)
    name = f"T6 changes named rightly, {whole}"
    met = right >= 0.9 * whole
    _line(report, name, f"{right / whole:.0%}", "at least 90 %", "94 %", met=met)
