"""Groups of listings that stand out beyond chance: single values, pairs, triples.

The whole search has one chance in a hundred of naming something where nothing is: half of it is
for single values, a quarter for pairs, an eighth for triples, each divided by how many there are
to choose from, whatever was looked at.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from math import comb, log, prod

from cards.tracing.chance import Table, interval, log_tail, times
from cards.tracing.method import (
    BEAM,
    LEAST_TIMES,
    LEVELS,
    MODERATE,
    PER_ROUND,
    ROUNDS,
    SEED_P,
    SEED_TIMES,
)
from cards.tracing.population import Condition, Dimension, Population
from cards.tracing.value_stretches import Stretch, stretches


@dataclass(frozen=True, slots=True)
class Group:
    """The listings that meet all the conditions. `known_*`: those of which that can be told."""

    conditions: tuple[Condition, ...]
    target: int
    rest: int
    known_target: int
    known_rest: int
    log_p: float

    @property
    def text(self) -> str:
        return " & ".join(condition.text for condition in self.conditions)

    @property
    def order(self) -> tuple[float, str]:
        """The likeliest first; the text decides between equals, on every database alike."""
        return self.log_p, self.text

    @property
    def dimensions(self) -> frozenset[str]:
        return frozenset(condition.dimension for condition in self.conditions)

    def table(self, target: int, rest: int) -> Table:
        """Counted among the listings of these sets."""
        a = (self.target & target).bit_count()
        k = (self.known_target & target).bit_count()
        n = k + (self.known_rest & rest).bit_count()
        return Table(a, a + (self.rest & rest).bit_count(), k, n)


@dataclass(frozen=True)
class Search:
    """What is searched, and how unlikely a group has to be to count."""

    population: Population
    dimensions: tuple[Dimension, ...]
    alpha: float

    @cached_property
    def possible(self) -> tuple[int, ...]:
        """How many single values, pairs and triples there are to choose from; of titles every
        word, whether or not it came to anything."""
        sizes = [dimension.possible for dimension in self.dimensions]
        of_values = [
            sum(prod(chosen) for chosen in combinations(sizes, level))
            for level in range(LEVELS + 1)
        ]
        of_words = [comb(self.possible_words, level) for level in range(LEVELS + 1)]
        return tuple(
            sum(of_values[level - words] * of_words[words] for words in range(level + 1))
            for level in range(1, LEVELS + 1)
        )

    @property
    def possible_words(self) -> int:
        return self.population.possible_words or 0

    def log_gate(self, level: int) -> float:
        """Single values share half of alpha, pairs a quarter, triples an eighth."""
        return log(self.alpha / 2**level / max(1, self.possible[level - 1]))

    def passes(self, table: Table, log_p: float, *, level: int) -> bool:
        return (
            table.a >= self.population.least
            and log_p <= self.log_gate(level)
            and interval(table)[0] >= LEAST_TIMES
        )


def search_in(population: Population, *, alpha: float) -> tuple[Search, list[Group]]:
    """The groups that stand out: those of three rounds, each without the listings of the sharpest
    of the round before, so that a strong one hides no weak one."""
    search = Search(population, tuple(population.usable), alpha)
    pool: dict[str, Group] = {}
    target, rest = population.everyone
    for _ in range(ROUNDS):
        found = sorted(_passing(search, target, rest), key=lambda group: group.order)
        if not found:
            break
        for group in best_of_each_stretch(found)[:PER_ROUND]:
            pool.setdefault(group.text, group)
        target &= ~found[0].target
        rest &= ~found[0].rest
    # Of a later round a group is judged on the whole as well.
    whole = [replace(one, log_p=log_tail(one.table(*population.everyone))) for one in pool.values()]
    return search, sorted(whole, key=_order)


def _passing(search: Search, target: int, rest: int) -> Iterator[Group]:
    seeds: list[Group] = []
    for dimension in search.dimensions:
        singles = list(_singles(search, dimension, target, rest))
        yield from (one for one, passes in singles if passes)
        likely = sorted((one for one, _ in singles if one.log_p <= log(SEED_P)), key=_order)
        seeds += likely[:1] if dimension.is_ordered else likely[:BEAM]
    for level in range(2, LEVELS + 1):
        wider = sorted(seeds, key=_order)[:BEAM]
        seeds = []
        met: set[str] = set()
        for parent in wider:
            for group, passes in narrower(search, parent, target, rest, level=level):
                if group.text in met:
                    continue
                met.add(group.text)
                seeds.append(group)
                if passes:
                    yield group


def _order(group: Group) -> tuple[float, str]:
    return group.order


def _singles(
    search: Search, dimension: Dimension, target: int, rest: int
) -> Iterator[tuple[Group, bool]]:
    """Those worth a further look, and whether they stand out by themselves."""
    for stretch in stretches(dimension, target, rest):
        table = stretch.table
        if table.a < search.population.least or table.c == table.n or times(table) <= SEED_TIMES:
            continue
        log_p = log_tail(table)
        yield (
            _group((), stretch, dimension.known_target, dimension.known_rest, log_p),
            search.passes(table, log_p, level=1),
        )


def narrower(
    search: Search, parent: Group, target: int, rest: int, *, level: int
) -> Iterator[tuple[Group, bool]]:
    """Groups within the parent that stand out there, and whether they do so in the whole."""
    others = [one for one in search.dimensions if one.name not in parent.dimensions]
    possible = sum(one.possible for one in others) + search.possible_words
    log_within = log(MODERATE / max(1, possible))
    in_target, in_rest = parent.target & target, parent.rest & rest
    for dimension in others:
        known = (
            parent.known_target & dimension.known_target,
            parent.known_rest & dimension.known_rest,
        )
        k = (known[0] & target).bit_count()
        n = k + (known[1] & rest).bit_count()
        found = []
        for stretch in stretches(dimension, in_target, in_rest):
            table = stretch.table
            if table.a < search.population.least or table.c == table.n:
                continue
            if times(table) < LEAST_TIMES or log_tail(table) > log_within:
                continue
            whole = Table(table.a, table.c, k, n)
            log_p = log_tail(whole)
            group = _group(parent.conditions, stretch, *known, log_p, within=parent)
            if not is_a_part_alone(search.population, group, target, rest):
                found.append((group, search.passes(whole, log_p, level=level)))
        found.sort(key=lambda one: one[0].order)
        yield from found[:1] if dimension.is_ordered else found


def is_a_part_alone(population: Population, group: Group, target: int, rest: int) -> bool:
    """Whether one of its conditions says nothing: the others have as many listings without it."""
    count = (group.target & target).bit_count() + (group.rest & rest).bit_count()
    for left_out in group.conditions:
        part = population.having(one for one in group.conditions if one != left_out)
        if part and (part[0] & target).bit_count() + (part[1] & rest).bit_count() == count:
            return True
    return False


def _group(
    conditions: tuple[Condition, ...],
    stretch: Stretch,
    known_target: int,
    known_rest: int,
    log_p: float,
    *,
    within: Group | None = None,
) -> Group:
    values = stretch.dimension.values
    own = Condition(stretch.dimension.name, values[stretch.first].text, values[stretch.last].text)
    together = sorted((*conditions, own), key=lambda condition: condition.dimension)
    return Group(
        conditions=tuple(together),
        target=stretch.target & (within.target if within else -1),
        rest=stretch.rest & (within.rest if within else -1),
        known_target=known_target,
        known_rest=known_rest,
        log_p=log_p,
    )


def best_of_each_stretch(groups: Iterable[Group]) -> list[Group]:
    """Of groups that differ by their stretches only the likeliest, lest they crowd out all else."""
    best: dict[tuple[object, ...], Group] = {}
    for group in groups:
        kind = tuple(
            (one.dimension, "" if one.first != one.last else one.first) for one in group.conditions
        )
        best.setdefault(kind, group)
    return list(best.values())


def seen_from(search: Search, share: float) -> int | None:
    """How many of the listings asked about would have to have a property that this share of all
    has, to stand out; None: no number would do."""
    k = search.population.target_count
    n = k + search.population.rest_count
    c = max(1, round(share * n))
    more_than_others = c * k // n + 1 if n else 1
    counts = range(max(search.population.least, more_than_others), min(c, k) + 1)
    gate = search.log_gate(1)
    # The more of them, the less likely by chance.
    likely = bisect_left(counts, True, key=lambda a: log_tail(Table(a, c, k, n)) <= gate)
    strong = (a for a in counts[likely:] if interval(Table(a, c, k, n))[0] >= LEAST_TIMES)
    return next(strong, None)
