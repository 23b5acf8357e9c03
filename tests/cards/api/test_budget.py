"""How much of the API's budget is left to a reader."""

import pytest
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache

from cards.api import budget

MINUTE = 60


@pytest.fixture(autouse=True)
def _nothing_counted(monkeypatch):
    monkeypatch.setattr(budget, "_away_until", 0.0)
    caches[budget.OWN].clear()


def spent(key, times, *, at, most=30):
    """What each request is told to wait."""
    return [budget.spend(key, most=most, seconds=MINUTE, at=at) for _ in range(times)]


def test_so_many_are_let_through_and_the_next_is_told_to_wait():
    waits = spent("ada", 31, at=6000.0)

    assert waits[:30] == [0.0] * 30
    assert 60 < waits[30] < 63


def test_who_waits_as_long_as_told_is_let_through():
    (*_, wait) = spent("ada", 31, at=6007.0)

    assert spent("ada", 1, at=6007.0 + wait) == [0.0]


def test_the_turn_of_a_minute_hands_out_no_second_budget():
    spent("ada", 30, at=6059.0)

    assert [wait > 0 for wait in spent("ada", 5, at=6061.0)] == [True] * 5


def test_what_was_refused_is_not_counted():
    spent("ada", 500, at=6000.0)

    assert spent("ada", 30, at=6000.0 + 2 * MINUTE) == [0.0] * 30


def test_one_reader_uses_nothing_of_another():
    spent("ada", 31, at=6000.0)

    assert spent("bob", 1, at=6000.0) == [0.0]


def test_two_processes_count_together():
    """Each with a cache object of its own, on the one cache."""
    first, second = LocMemCache("shared", {}), LocMemCache("shared", {})

    waits = [
        budget._spend(cache, "ada", most=30, seconds=MINUTE, at=6000.0)
        for cache in [first, second] * 16
    ]

    assert [wait > 0 for wait in waits] == [False] * 30 + [True] * 2


class NobodyThere(BaseCache):
    asked = 0

    def __init__(self, _location, parameters):
        super().__init__(parameters)

    def get_many(self, *_, **__):
        type(self).asked += 1
        raise ConnectionError("the cache is away")


def test_where_the_shared_cache_is_away_a_process_counts_for_itself(settings, monkeypatch):
    settings.CACHES = {
        **settings.CACHES,
        "default": {"BACKEND": f"{__name__}.NobodyThere", "LOCATION": ""},
    }

    waits = spent("ada", 31, at=6000.0)

    assert [wait > 0 for wait in waits] == [False] * 30 + [True]
    assert NobodyThere.asked == 1  # and not again for a while: each time may cost a time-out
