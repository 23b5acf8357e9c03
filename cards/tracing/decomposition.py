"""What a change between two windows is made of: more outcomes, a greater share of them, another
mix of listings. Exact sums; tests only decide which word is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Final, NamedTuple

from cards.tracing.bitsets import everyone
from cards.tracing.chance import Table, differ, shares_differ, stratified
from cards.tracing.method import MIX_SHARE, MODERATE, NEW_Z
from cards.tracing.population import Population
from cards.tracing.search import Group
from cards.tracing.selection import Finding

USUAL: Final = "usual"
VOLUME: Final = "volume"
MIX: Final = "mix"
GENERAL: Final = "general"
SEGMENT: Final = "segment"
BOTH: Final = "segment and general"

# Of when a listing came, not of what it is: their mix is always another.
_OF_WHEN: Final = frozenset({"batch", "created", "submitted"})


class Outcomes(NamedTuple):
    """Of so many listings that could have gone either way, so many did."""

    went: int
    could: int

    @property
    def share(self) -> float:
        return self.went / self.could if self.could else 0.0


@dataclass(frozen=True, slots=True)
class Parts:
    """more_of_them + greater_share is exactly now.went - before.went."""

    before: Outcomes
    now: Outcomes

    @property
    def more_of_them(self) -> float:
        return (self.now.could - self.before.could) * (self.before.share + self.now.share) / 2

    @property
    def greater_share(self) -> float:
        return (self.now.share - self.before.share) * (self.before.could + self.now.could) / 2


@dataclass(frozen=True, slots=True)
class Mix:
    """Of one property: how much of the change of the share comes of the mix of its values.

    mix + within is exactly the change of the share."""

    dimension: str
    mix: float
    within: float
    value: str  # whose part of the whole grew most


def outcomes_of(population: Population) -> Outcomes:
    return Outcomes(population.target_count, population.target_count + population.rest_count)


def kind_of_change(
    before: Population, now: Population, findings: Sequence[Finding], *, share: float = 0.5
) -> tuple[str, Mix | None]:
    """USUAL to BOTH; and the property where it is the mix. `findings`: those of now. `share`: of
    the time of both windows, that of the later."""
    was, is_now = outcomes_of(before), outcomes_of(now)
    if differ(was.went, is_now.went, share=share) > MODERATE:
        return USUAL, None
    if shares_differ(was, is_now) > MODERATE:
        return VOLUME, None
    mix = mix_between(before, now)
    if mix is not None:
        return MIX, mix
    fresh = [one for one in findings if is_new(one, before, now)]
    if not fresh:
        return GENERAL, None
    rest = [_outside(population, fresh) for population in (before, now)]
    return (BOTH if shares_differ(*rest) <= MODERATE else SEGMENT), None


def mix_between(before: Population, now: Population) -> Mix | None:
    """The property whose values, each by itself, went as before; None: no such property."""
    rising = outcomes_of(now).share > outcomes_of(before).share
    counted = {one.name: one.counts for one in before.usable}
    found = []
    for dimension in now.usable:
        if dimension.name in _OF_WHEN or dimension.name not in counted:
            continue
        was = {value: Outcomes(t, e) for value, t, e in counted[dimension.name]}
        is_now = {value: Outcomes(t, e) for value, t, e in dimension.counts}
        one = mix_of(dimension.name, was, is_now)
        whole = one.mix + one.within
        if whole and one.mix / whole >= MIX_SHARE and goes_as_before(was, is_now, rising=rising):
            found.append(one)
    return max(found, key=lambda one: (abs(one.mix), one.dimension), default=None)


def mix_of(dimension: str, before: Mapping[str, Outcomes], now: Mapping[str, Outcomes]) -> Mix:
    totals = [sum(one.could for one in side.values()) or 1 for side in (before, now)]
    mix = within = 0.0
    grown: dict[str, float] = {}
    for value in sorted({*before, *now}):
        was, is_now = before.get(value, Outcomes(0, 0)), now.get(value, Outcomes(0, 0))
        # A value only one window has goes as it does there: it is all of the mix.
        was_share = was.share if was.could else is_now.share
        now_share = is_now.share if is_now.could else was.share
        weights = was.could / totals[0], is_now.could / totals[1]
        grown[value] = (weights[1] - weights[0]) * (was_share + now_share) / 2
        mix += grown[value]
        within += (now_share - was_share) * (weights[0] + weights[1]) / 2
    most = max(grown, key=lambda value: (abs(grown[value]), value), default="")
    return Mix(dimension, mix, within, most)


def goes_as_before(
    before: Mapping[str, Outcomes], now: Mapping[str, Outcomes], *, rising: bool
) -> bool:
    later, earlier = (now, before) if rising else (before, now)
    tables = []
    for value in {*before, *now}:
        first, second = earlier.get(value, Outcomes(0, 0)), later.get(value, Outcomes(0, 0))
        tables.append(
            Table(second.went, second.could, first.went + second.went, first.could + second.could)
        )
    return 2 * exp(stratified(sorted(tables)).log_p) > MODERATE


def is_new(finding: Finding, before: Population, now: Population) -> bool:
    """Whether the group stands out more than it did in the window before, or was not there."""
    found = counted_in(before, finding)
    if found is None:
        return False
    _, had = found
    if not had.c:
        return True
    (first, first_error), (second, second_error) = log_odds(had), log_odds(finding.table)
    return bool((second - first) / (first_error + second_error) ** 0.5 > NEW_Z)


def counted_in(population: Population, finding: Finding) -> tuple[Group, Table] | None:
    """The finding's group in another window; None where a property of it is not known there.

    A batch has no window before its own. Where the group has no listing there, a group that
    cannot be told apart from it is counted instead: the account the batch came from.
    """
    found = [
        (one, table) for one in finding.groups if (table := _counted(population, one)) is not None
    ]
    return next((one for one in found if one[1].c), found[0] if found else None)


def _counted(population: Population, group: Group) -> Table | None:
    members = population.having(group.conditions)
    if members is None:
        return None
    target, rest = members
    known = [one for one in population.dimensions if one.name in group.dimensions]
    of = [everyone(population.target_count), everyone(population.rest_count)]
    for dimension in known:
        of = [of[0] & dimension.known_target, of[1] & dimension.known_rest]
    a, k = target.bit_count(), of[0].bit_count()
    return Table(a, a + rest.bit_count(), k, k + of[1].bit_count())


def log_odds(table: Table) -> tuple[float, float]:
    """Of the group against the others, and the variance of it."""
    a, c, k, n = table
    cells = (a + 0.5, c - a + 0.5, k - a + 0.5, n - c - k + a + 0.5)
    return log(cells[0] * cells[3] / (cells[1] * cells[2])), sum(1 / cell for cell in cells)


def _outside(population: Population, findings: Sequence[Finding]) -> Outcomes:
    """Of the listings in none of the findings' groups."""
    target = rest = 0
    for finding in findings:
        members = population.having(finding.group.conditions) or (0, 0)
        target, rest = target | members[0], rest | members[1]
    went = population.target_count - target.bit_count()
    return Outcomes(went, went + population.rest_count - rest.bit_count())
