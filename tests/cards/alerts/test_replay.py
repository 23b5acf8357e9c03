"""How often it would have fired: the past, held against it by the judgement of the watch."""

from datetime import timedelta

import pytest

from cards.alerts.replay import replay
from cards.alerts.triggers import triggers_of
from tests.factories import SnapshotFactory
from tests.moments import NOON

DAY = timedelta(days=1)


def tried(text, card, store):
    [trigger] = triggers_of(text)
    return replay(trigger, card, store, at=NOON)


@pytest.fixture
def lived(store):
    """Ten days: 4,820 but for two days of 5,020, apart from each other."""
    before = None
    for day in range(10):
        more = 200 if day in (3, 6) else 0
        as_of = NOON - (10 - day) * DAY
        before = SnapshotFactory(
            store=store,
            as_of=as_of,
            confirmed_at=as_of + DAY - timedelta(minutes=1),
            sync_interval=86_400,
            active_count=4310 + more,
            previous=before,
        )
    return store


def test_each_time_it_would_have_opened_is_counted_once(lived, total):
    found = tried("above 5,000", total, lived)

    assert found.sentence == (
        "It would have fired 2 times in the last 10 days, looked at once an hour."
    )
    assert [sentence for _, sentence in found.opened] == ["It is 5,020, above 5,000."] * 2
    assert [moment.day for moment, _ in found.opened] == [7, 10]


def test_a_change_is_held_against_what_was_told_a_window_before(lived, total):
    found = tried("rises by 100 in 24h", total, lived)

    assert len(found.opened) == 2
    assert "from 4,820 to 5,020" in found.opened[0][1]


def test_a_number_that_nobody_confirmed_is_out_of_date(store, total):
    SnapshotFactory(store=store, as_of=NOON - 2 * DAY)

    assert len(tried("stale", total, store).opened) == 1
    assert tried("stale", total, store).days == 2


def test_without_a_past_nothing_is_claimed(store, total):
    assert tried("above 5", total, store).sentence == (
        "There is no day of history yet to try it on."
    )


def test_never_and_once_are_words(lived, total):
    assert (
        "would never have fired in the last 10 days" in tried("above 9,999", total, lived).sentence
    )


def test_it_asks_little_however_much_was_lived(lived, total, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        tried("rises by 5% in 30d", total, lived)
