"""Which of the groups that stand out are named: those that add to each other, and hold beyond the
batches their listings came with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from cards.tracing.chance import Stratified, Table, stratified
from cards.tracing.method import LEAST_TIMES, MODERATE, MOST_FINDINGS
from cards.tracing.population import Population
from cards.tracing.search import Group, Search, search_in
from cards.tracing.upload_batches import holds_beyond_batches

BATCH = "batch"
Stratum = tuple[int, int]  # listings asked about, and others
_LOG_MODERATE = log(MODERATE)


@dataclass(frozen=True, slots=True)
class Alike:
    """Another group of much the same listings. `is_inseparable`: neither adds to the other."""

    group: Group
    both: int
    of: int
    is_inseparable: bool


@dataclass(frozen=True, slots=True)
class Finding:
    group: Group
    table: Table
    like_it: tuple[Alike, ...]
    is_held_back: bool  # it cannot be told from the batches its listings came with

    @property
    def groups(self) -> tuple[Group, ...]:
        """Its group, and those that cannot be told apart from it."""
        return self.group, *(one.group for one in self.like_it if one.is_inseparable)

    @property
    def is_clear(self) -> bool:
        return not self.is_held_back and not any(one.is_inseparable for one in self.like_it)


def find(population: Population, *, alpha: float) -> list[Finding]:
    """What the listings asked about share, beyond chance; the sharpest first."""
    search, pool = search_in(population, alpha=alpha)
    if not pool:
        return []
    log_gate = log(alpha / len(pool))
    chosen = _select(population, pool, log_gate)
    return [finding(search, group, chosen, pool, log_gate) for group in chosen]


def _select(population: Population, pool: Sequence[Group], log_gate: float) -> list[Group]:
    """Forward: whichever adds most to those chosen. After each: without those it explains."""
    chosen: list[Group] = []
    dropped: set[str] = set()
    while len(chosen) < MOST_FINDINGS:
        strata = _strata(population, chosen)
        left = [one for one in pool if one not in chosen and one.text not in dropped]
        tested = [(_given(group, strata), group) for group in left]
        adding = [
            (group.log_p if not chosen else test.log_p, group.text, group)
            for test, group in tested
            if test.adds(log_gate=log_gate, least_times=LEAST_TIMES) or not chosen
        ]
        if not adding:
            break
        chosen.append(min(adding, key=lambda one: one[:2])[-1])
        for group in chosen[:-1]:
            others = _strata(population, [one for one in chosen if one is not group])
            if not _given(group, others).adds(log_gate=log_gate, least_times=LEAST_TIMES):
                chosen.remove(group)
                dropped.add(group.text)
    return chosen


def _strata(population: Population, groups: Iterable[Group]) -> list[Stratum]:
    """The listings parted by which of the groups they are in."""
    strata = [population.everyone]
    for group in groups:
        strata = [
            part
            for target, rest in strata
            for part in (
                (target & group.target, rest & group.rest),
                (target & ~group.target, rest & ~group.rest),
            )
            if part[0] or part[1]
        ]
    return strata


def _given(group: Group, strata: Iterable[Stratum]) -> Stratified:
    return stratified(group.table(*stratum) for stratum in strata)


def finding(
    search: Search,
    group: Group,
    chosen: Sequence[Group],
    pool: Sequence[Group],
    log_gate: float,
) -> Finding:
    population = search.population
    others = [one for one in chosen if one is not group]
    alike = tuple(
        found
        for one in pool
        if one not in chosen
        and not set(one.conditions) < set(group.conditions)
        and (found := _alike(population, group, one, others)) is not None
    )
    wider = [group, *(one.group for one in alike)]
    alike = tuple(one for one in alike if not _is_part_of(one, wider))
    named = [group, *(one.group for one in alike if one.is_inseparable)]
    names_a_batch = any(BATCH in one.dimensions for one in named)
    holds = names_a_batch or holds_beyond_batches(
        population,
        group,
        log_gate=log_gate,
        log_gate_of_search=search.log_gate(len(group.conditions)),
    )
    return Finding(group, group.table(*population.everyone), alike, is_held_back=not holds)


def _alike(
    population: Population, group: Group, other: Group, chosen: Sequence[Group]
) -> Alike | None:
    """None where the two are of different listings, or the other adds to this one."""
    both = (group.target & other.target).bit_count()
    of = other.target.bit_count()
    if 2 * both < min(of, group.target.bit_count()):
        return None
    if says_more(_given(other, _strata(population, [*chosen, group]))):
        return None
    adds = says_more(_given(group, _strata(population, [*chosen, other])))
    return Alike(other, both=both, of=of, is_inseparable=not adds)


def _is_part_of(one: Alike, named: Iterable[Group]) -> bool:
    """Whether a wider group is named as well, and it is not one of two names of the finding."""
    conditions = set(one.group.conditions)
    return not one.is_inseparable and any(set(each.conditions) < conditions for each in named)


def says_more(test: Stratified) -> bool:
    return test.log_p <= _LOG_MODERATE
