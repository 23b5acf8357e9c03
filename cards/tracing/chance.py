"""How likely a count would be by itself: exact tests and intervals over tables of two by two.

A table is `Table(a, c, k, n)`: of n listings k are those asked about, c have the property, and a
are both. Probabilities are natural logarithms: those of real causes are too small for a float.
"""

from collections.abc import Iterable
from math import erfc, exp, inf, lgamma, log, log1p, pi, sqrt
from typing import NamedTuple

TWO_SIDES = 1.959963984540054  # of a normal distribution leave 5 % outside
_TINY = 1e-17


class Table(NamedTuple):
    a: int
    c: int
    k: int
    n: int


def log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def log_tail(table: Table) -> float:
    """log P(at least a), were the k listings drawn blindly from the n."""
    a, c, k, n = table
    lowest = max(0, c + k - n)
    if a <= lowest:
        return 0.0
    if a > min(c, k):
        return -inf
    if a * n > c * k:
        return min(0.0, log_term(table) + log(series(table, up=True)))
    below = Table(a - 1, c, k, n)
    lower = exp(log_term(below)) * series(below, up=False)
    return log1p(-lower) if lower < 1 else 0.0


def log_term(table: Table) -> float:
    a, c, k, n = table
    return log_choose(k, a) + log_choose(n - k, c - a) - log_choose(n, c)


def series(table: Table, *, up: bool) -> float:
    """The sum of the terms from a on, away from the middle, as multiples of the first."""
    a, c, k, n = table
    term = total = 1.0
    while term > _TINY * total:
        if up:
            term *= (k - a) * (c - a) / ((a + 1) * (n - k - c + a + 1))
            a += 1
        else:
            term *= a * (n - k - c + a) / ((k - a + 1) * (c - a + 1))
            a -= 1
        total += term
    return total


def times(table: Table) -> float:
    """How many times more often than elsewhere; a half is added to each count."""
    a, c, k, n = table
    return ((a + 0.5) / (c + 0.5)) / ((k - a + 0.5) / (n - c + 0.5))


def interval(table: Table) -> tuple[float, float]:
    """Katz's 95 % interval of `times`."""
    a, c, k, n = table
    spread = 1 / (a + 0.5) - 1 / (c + 0.5) + 1 / (k - a + 0.5) - 1 / (n - c + 0.5)
    width = exp(TWO_SIDES * sqrt(max(0.0, spread)))
    middle = times(table)
    return middle / width, middle * width


class Stratified(NamedTuple):
    """The Mantel-Haenszel test over tables: one-sided, towards more."""

    log_p: float
    times: float
    variance: float

    def adds(self, *, log_gate: float, least_times: float) -> bool:
        return self.variance >= 1 and self.log_p <= log_gate and self.times >= least_times


def stratified(tables: Iterable[Table]) -> Stratified:
    excess = variance = above = below = 0.0
    for a, c, k, n in tables:
        if n < 2:
            continue
        excess += a - c * k / n
        variance += c * (n - c) * k * (n - k) / (n * n * (n - 1))
        above += a * (n - c) / n
        below += (k - a) * c / n
    if variance <= 0:
        return Stratified(0.0, 1.0, 0.0)
    ratio = above / below if below > 0 else (inf if above > 0 else 1.0)
    return Stratified(log_normal_tail((excess - 0.5) / sqrt(variance)), ratio, variance)


def log_normal_tail(z: float) -> float:
    """log P(a normal variable is above z)."""
    if z < 30:
        return log(0.5 * erfc(z / sqrt(2)))
    return -z * z / 2 - log(z * sqrt(2 * pi))


def log_t_tail(t: float, freedom: float) -> float:
    """log P(a variable of Student's distribution is above t)."""
    if freedom <= 0:
        return 0.0
    half = 0.5 * beta_share(freedom / (freedom + t * t), freedom / 2, 0.5)
    return log(max(half if t > 0 else 1 - half, 1e-300))


def beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    small = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > small else small)
    total = d
    for m in range(1, 500):
        for factor in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + factor * d
            d = 1 / (d if abs(d) > small else small)
            c = 1 + factor / c
            c = c if abs(c) > small else small
            total *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return total


def differ(first: int, second: int, *, share: float = 0.5) -> float:
    """P(the counts of two windows are at least so unlike) when they are of one pace: the exact
    binomial test, both sides. `share`: of the time of both, that of the second."""
    n = first + second
    odds = share / (1 - share)
    term = exp(log_choose(n, second) + first * log(1 - share) + second * log(share))
    total, count = 0.0, second
    while term > _TINY * total:
        total += term
        if second <= n * share:
            term *= count / ((n - count + 1) * odds)
            count -= 1
        else:
            term *= (n - count) * odds / (count + 1)
            count += 1
    return min(1.0, 2 * total)


def shares_differ(first: tuple[int, int], second: tuple[int, int]) -> float:
    """P(two shares, each (part, whole), are at least so unlike) when they are one: exact,
    two-sided."""
    (a, c), (b, d) = first, second
    more = log_tail(Table(a, c, a + b, c + d))
    fewer = log_tail(Table(b, d, a + b, c + d))
    return min(1.0, 2 * exp(min(more, fewer)))
