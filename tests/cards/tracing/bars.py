"""What the bars count: of tracings over many made-up catalogues, how many find what was planted."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cards.tracing.method import ALPHA
from cards.tracing.selection import Finding, find
from tests.cards.tracing.catalogues import (
    Catalogue,
    made_rows,
    planted,
    population_of,
    with_causes,
)

SAME = 0.8  # of the listings of a finding and of a cause, taken together, that are of both


@dataclass
class Tally:
    tracings: int = 0
    causes: int = 0
    claims: int = 0
    found: int = 0
    blurred: int = 0
    false: int = 0
    claiming: int = 0  # tracings that name anything
    beyond_batches: int = 0  # tracings that name anything but a batch

    @property
    def recall(self) -> float:
        return self.found / self.causes if self.causes else 1.0


def traced(catalogue: Catalogue, tally: Tally) -> list[Finding]:
    found = [one for one in find(population_of(catalogue), alpha=ALPHA) if not one.is_held_back]
    places = [
        [place for place, down in enumerate(catalogue.turned_down) if down is side]
        for side in (True, False)
    ]
    tally.tracings += 1
    tally.causes += len(catalogue.causes)
    tally.claims += len(found)
    tally.claiming += bool(found)
    tally.beyond_batches += any(not _names_a_batch(one) for one in found)
    met: set[int] = set()
    for one in found:
        kinds = Counter[str]()
        for group in one.groups:
            members = _members(group.target, places[0]) | _members(group.rest, places[1])
            kinds[_kind(members, catalogue, met)] += 1
        tally.blurred += not kinds["found"] and bool(kinds["blurred"])
        tally.false += not kinds["found"] and not kinds["blurred"]
    tally.found += len(met)
    return found


def _names_a_batch(finding: Finding) -> bool:
    return any("batch" in group.dimensions for group in finding.groups)


def _members(bits: int, places: Sequence[int]) -> set[int]:
    return {place for number, place in enumerate(places) if bits >> number & 1}


def _kind(members: set[int], catalogue: Catalogue, met: set[int]) -> str:
    best = "false"
    for number, cause in enumerate(catalogue.causes):
        planted_in = catalogue.members(cause)
        both = len(members & planted_in)
        if both >= SAME * len(members | planted_in):
            met.add(number)
            return "found"
        if both >= 0.3 * min(len(members), len(planted_in)):
            best = "blurred"
    return best


def over(seeds: range, *, size: int, kinds: Sequence[str] = (), correlation: float = 0.0) -> Tally:
    """Tracings of as many catalogues as there are seeds, each with a cause of each kind."""
    tally = Tally()
    for seed in seeds:
        chance = random.Random(seed)
        rows = made_rows(chance, size)
        causes = [planted(chance, rows, kind) for kind in kinds]
        traced(with_causes(chance, rows, causes, correlation=correlation), tally)
    return tally
