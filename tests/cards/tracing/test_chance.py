"""How likely a count is by itself."""

import random
from math import comb, exp, isclose, log

import pytest

from cards.tracing.chance import (
    Table,
    differ,
    interval,
    log_normal_tail,
    log_t_tail,
    log_tail,
    shares_differ,
    stratified,
    times,
)


def _counted(table):
    a, c, k, n = table
    ways = sum(comb(k, i) * comb(n - k, c - i) for i in range(a, min(c, k) + 1))
    return ways / comb(n, c)


def test_a_tail_is_what_counting_all_ways_gives():
    chance = random.Random(5)
    for _ in range(300):
        n = chance.randint(2, 120)
        k, c = chance.randint(1, n), chance.randint(1, n)
        a = chance.randint(max(0, c + k - n), min(c, k))
        table = Table(a, c, k, n)
        assert isclose(exp(log_tail(table)), _counted(table), rel_tol=1e-6)


def test_a_tail_far_below_the_least_float_is_still_a_number():
    assert -40_000 < log_tail(Table(5000, 5000, 5000, 1_000_000)) < -20_000


def test_times_says_how_many_times_as_often_as_elsewhere():
    assert times(Table(26, 41, 74, 436)) == pytest.approx(5.2, abs=0.1)
    low, high = interval(Table(26, 41, 74, 436))
    assert low == pytest.approx(3.6, abs=0.15)
    assert low < 5.2 < high


def test_what_a_stratum_explains_adds_nothing():
    # Half of those inside are turned down, with the property or without it, and few outside.
    inside, outside = Table(300, 600, 400, 800), Table(1, 80, 8, 800)

    assert stratified([Table(301, 680, 408, 1600)]).log_p < log(1e-9)
    assert stratified([inside, outside]).log_p > log(0.01)


def test_too_few_to_vary_say_nothing():
    assert not stratified([Table(1, 1, 1, 9)]).adds(log_gate=0.0, least_times=1.0)


def test_two_counts_of_equal_windows_are_held_against_a_coin():
    assert differ(41, 52) > 0.2
    assert differ(41, 90) < 0.001
    assert differ(0, 0) == 1.0


def test_two_shares_are_held_against_each_other():
    assert shares_differ((20, 402), (74, 436)) < 0.001
    assert shares_differ((20, 402), (21, 436)) > 0.5
    assert shares_differ((20, 402), (74, 436)) == pytest.approx(shares_differ((74, 436), (20, 402)))


def test_the_tails_are_those_of_the_tables():
    assert exp(log_normal_tail(1.959964)) == pytest.approx(0.025, rel=1e-5)
    assert exp(log_t_tail(2.570582, 5)) == pytest.approx(0.025, rel=1e-4)
    assert exp(log_t_tail(4.143700, 10)) == pytest.approx(0.001, rel=1e-3)
