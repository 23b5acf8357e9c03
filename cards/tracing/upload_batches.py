"""Whether a group stands out beyond the uploads its listings came with: listings of one upload are
alike in more than what can be looked at."""

from collections.abc import Sequence
from itertools import chain
from math import fsum, log, sqrt

from cards.tracing.bitsets import per_batch
from cards.tracing.chance import Table, log_t_tail, stratified
from cards.tracing.method import BATCH_P, FEW_BATCHES, FEW_P, LEAST_TIMES, WITHIN_P
from cards.tracing.population import Population
from cards.tracing.search import Group
from cards.tracing.unlike_uploads import log_bound


def holds_beyond_batches(
    population: Population, group: Group, *, log_gate: float, log_gate_of_search: float
) -> bool:
    """Beside listings of the same batches, or over batches, where a batch counts as one, or though
    batches are as unlike as they are: then as strictly as the search takes single listings."""
    if not population.target_batches and not population.rest_batches:
        return True
    counts = counted_by_batch(population, group)
    within = stratified(table for batch, table in counts if batch)
    if within.adds(log_gate=min(log_gate, log(WITHIN_P)), least_times=LEAST_TIMES):
        return True
    clusters = _clusters(counts)
    if log_p_by_score(clusters) <= log(BATCH_P) or log_p_of_few(clusters) <= log(FEW_P):
        return True
    return log_bound(counts) <= log_gate_of_search


def counted_by_batch(population: Population, group: Group) -> list[tuple[int, Table]]:
    targets = population.target_batches, population.rest_batches
    a = per_batch(targets[0], group.target)
    others = per_batch(targets[1], group.rest)
    k = per_batch(targets[0], group.known_target)
    rest = per_batch(targets[1], group.known_rest)
    return [
        (batch, Table(a[batch], a[batch] + others[batch], k[batch], k[batch] + rest[batch]))
        for batch in sorted({*k, *rest})
    ]


def log_p_by_score(clusters: Sequence[tuple[Table, int]]) -> float:
    """The score test that takes a batch for one: log p that the group does not stand out. Sums are
    exact (fsum), so they do not depend on the order of the rows."""
    a, c, k, n = (
        sum(table[place] * copies for table, copies in clusters)
        for place in range(len(Table._fields))
    )
    if not n:
        return 0.0
    rate, share = k / n, c / n
    scores, weights = [], []
    for (one_a, one_c, one_k, one_n), copies in clusters:
        scores.append((one_a - rate * one_c - share * (one_k - rate * one_n), copies))
        weights.append((one_c * (1 - share) ** 2 + (one_n - one_c) * share**2, copies))
    number = sum(copies for _, copies in clusters)
    spread = fsum(score * score * copies for score, copies in scores)
    if number < 2 or spread <= 0:
        return 0.0
    t = (a - rate * c) / sqrt(spread * number / (number - 1))
    total = fsum(weight * copies for weight, copies in weights)
    squares = fsum(weight * weight * copies for weight, copies in weights)
    return log_t_tail(t, total * total / squares - 1) if squares > 0 else 0.0


def log_p_of_few(clusters: Sequence[tuple[Table, int]]) -> float:
    """The same of a group of few batches, such as all of one account: there the score is never
    above the root of their number, however strong the group. Welch's test of the shares inside and
    outside, each with the spread of its own batches; of many batches it would be too easy."""
    here = _share([(one.a, one.c, copies) for one, copies in clusters])
    elsewhere = _share([(one.k - one.a, one.n - one.c, copies) for one, copies in clusters])
    if here is None or elsewhere is None or here[2] >= FEW_BATCHES:
        return 0.0
    spread = here[1] + elsewhere[1]
    freedom = spread * spread / (here[1] ** 2 / here[2] + elsewhere[1] ** 2 / elsewhere[2])
    return log_t_tail((here[0] - elsewhere[0]) / sqrt(spread), freedom)


Cluster = tuple[int, int, int]  # went, could, and how many are the same


def _share(clusters: Sequence[Cluster]) -> tuple[float, float, float] | None:
    """A share, its variance over the clusters, and the degrees of freedom of that; None where too
    few clusters are there to tell. Sums are exact, so they do not depend on the order of rows."""
    went, could, number, squares = (
        sum(went * copies for went, _, copies in clusters),
        sum(could * copies for _, could, copies in clusters),
        sum(copies for _, could, copies in clusters if could),
        sum(could * could * copies for _, could, copies in clusters),
    )
    if not could or could * could <= 2 * squares:  # fewer than two of the same size
        return None
    share = went / could
    spread = fsum((one - share * of) ** 2 * copies for one, of, copies in clusters)
    variance = spread / could**2 * number / (number - 1)
    # Never less than listings that have nothing to do with each other would have.
    least = max(share * (1 - share), 1 / could) / could
    return share, max(variance, least), could * could / squares - 1


def _clusters(counts: Sequence[tuple[int, Table]]) -> list[tuple[Table, int]]:
    """A batch is one cluster; listings whose batch is not known are one each."""
    return [*chain.from_iterable(of_batch(batch, table) for batch, table in counts)]


def of_batch(batch: int, table: Table) -> list[tuple[Table, int]]:
    if batch:
        return [(table, 1)]
    a, c, k, n = table
    singles = [
        (Table(1, 1, 1, 1), a),
        (Table(0, 1, 0, 1), c - a),
        (Table(0, 0, 1, 1), k - a),
        (Table(0, 0, 0, 1), n - c - k + a),
    ]
    return [(one, copies) for one, copies in singles if copies]
