"""How the counts ran: what was published, and nothing between."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aliexpress.models import Confirmation
from cards.history.history import MOST_POINTS, history, period_start
from tests.factories import SnapshotFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def minutes(number):
    return timedelta(minutes=number)


def publish(store, *after, confirmed_for=0, previous=None):
    """Snapshots so many minutes after noon, each found still true every five minutes."""
    for number in after:
        previous = SnapshotFactory(
            store=store,
            as_of=NOON + minutes(number),
            active_count=4000 + number,
            previous=previous,
        )
        confirm(previous, *range(number + 5, number + confirmed_for + 1, 5))
    return previous


def confirm(snapshot, *after):
    for number in after:
        moment = NOON + minutes(number)
        row, _ = Confirmation.objects.get_or_create(snapshot=snapshot, day=moment.date())
        row.seconds.append(moment.hour * 3600 + moment.minute * 60)
        row.save()
        snapshot.confirmed_at = moment
    snapshot.save()


def gaps(found):
    return [((gap.start - NOON) / minutes(1), (gap.end - NOON) / minutes(1)) for gap in found.gaps]


def test_it_begins_with_what_was_known_at_the_start(store):
    publish(store, 0, 10)

    found = history(store, start=NOON + minutes(5), end=NOON + minutes(20))

    assert [point.active for point in found.points] == [4000, 4010]


def test_a_stretch_nobody_looked_is_a_gap(store):
    publish(store, 0, 60)

    found = history(store, start=NOON, end=NOON + minutes(61))

    assert [(gap.start, gap.end) for gap in found.gaps] == [(NOON, NOON + minutes(60))]


def test_confirmations_leave_no_gap(store):
    publish(store, 0, 60, confirmed_for=50)

    found = history(store, start=NOON, end=NOON + minutes(61))

    assert found.gaps == []


def test_a_snapshot_found_true_again_after_an_outage_does_not_fill_the_outage(store):
    confirm(publish(store, 0, confirmed_for=10), 300, 305)

    found = history(store, start=NOON, end=NOON + minutes(310))

    assert gaps(found) == [(10, 300)]
    assert found.points[0].known == [
        (NOON, NOON + minutes(10)),
        (NOON + minutes(300), NOON + minutes(305)),
    ]


def test_an_outage_over_midnight_is_a_gap(store):
    confirm(publish(store, 0, confirmed_for=600), 800)

    assert gaps(history(store, start=NOON, end=NOON + minutes(801))) == [(600, 800)]


def test_an_outage_that_began_before_the_period_is_a_gap_from_its_start(store):
    confirm(publish(store, 0, confirmed_for=10), 300, 305)

    found = history(store, start=NOON + minutes(100), end=NOON + minutes(310))

    assert gaps(found) == [(100, 300)]


def test_an_outage_that_ended_before_the_period_is_no_gap_of_it(store):
    confirm(publish(store, 0, confirmed_for=10), *range(100, 201, 5))

    found = history(store, start=NOON + minutes(150), end=NOON + minutes(200))

    assert gaps(found) == []


def test_a_period_that_begins_between_two_looks_in_time_begins_without_a_gap(store):
    publish(store, 0, confirmed_for=1500)

    found = history(store, start=NOON + minutes(722), end=NOON + minutes(1500))

    assert gaps(found) == []


def test_a_lapse_too_short_to_be_drawn_is_left_out(store):
    confirm(publish(store, 0, confirmed_for=10), 40, 45)

    found = history(store, start=NOON, end=NOON + minutes(45), interval=timedelta(days=1))

    assert gaps(found) == []


def test_at_a_past_end_an_outage_under_way_is_known_as_far_as_it_was_then(store):
    confirm(publish(store, 0, confirmed_for=10), 300)

    found = history(store, start=NOON, end=NOON + minutes(200))

    assert found.points[0].known_until == NOON + minutes(10)
    assert gaps(found) == [(10, 200)]


def test_the_whole_history_begins_with_the_first_reading():
    assert period_start("all", end=NOON + minutes(61), known_since=NOON) == NOON


def test_a_store_without_a_reading_has_a_history_of_nothing(store):
    start = period_start("all", end=NOON, known_since=None)

    assert history(store, start=start, end=NOON).points == []


def test_what_was_learnt_after_the_end_is_not_told(store):
    publish(store, 0, confirmed_for=600)

    found = history(store, start=NOON, end=NOON + minutes(60))

    assert [point.known_until for point in found.points] == [NOON + minutes(60)]


def test_before_the_first_reading_nothing_was_known(store):
    publish(store, 30)

    found = history(store, start=NOON, end=NOON + minutes(31))

    assert [(gap.start, gap.end) for gap in found.gaps] == [(NOON, NOON + minutes(30))]


def test_no_reading_at_all_is_one_gap_and_no_points(store):
    found = history(store, start=NOON, end=NOON + minutes(10))

    assert (found.points, len(found.gaps)) == ([], 1)


def test_an_interval_keeps_the_last_reading_of_each(store):
    publish(store, 0, 1, 2, 61, 62)

    found = history(store, start=NOON, end=NOON + minutes(120), interval=timedelta(hours=1))

    assert [point.active for point in found.points] == [4000, 4002, 4062]


def test_two_quiet_years_of_confirmations_are_one_statement(store, django_assert_num_queries):
    day = timedelta(days=1)
    snapshot = publish(store, 0)
    Confirmation.objects.bulk_create(
        Confirmation(
            snapshot=snapshot, day=(NOON + number * day).date(), seconds=[*range(0, 86_400, 300)]
        )
        for number in range(1, 730)
    )
    snapshot.confirmed_at = NOON + 729 * day
    snapshot.save()

    with django_assert_num_queries(1):
        found = history(store, start=NOON, end=NOON + 729 * day)

    assert len(found.points) == 1
    assert gaps(found) == [(0, 720)]  # no look between noon of the first day and midnight


def test_a_long_history_is_one_statement_and_a_few_hundred_points(store):
    publish(store, *range(0, 2 * MOST_POINTS * 5, 5))

    with CaptureQueriesContext(
        connection,
    ) as statements:
        found = history(store, start=NOON, end=NOON + minutes(2 * MOST_POINTS * 5))

    assert len(statements) == 1
    assert MOST_POINTS / 2 < len(found.points) <= MOST_POINTS + 2


def test_a_point_is_followed_by_the_next_snapshot_though_that_is_no_point(store):
    publish(store, 59, previous=publish(store, 2, previous=publish(store, 0)))

    found = history(store, start=NOON, end=NOON + minutes(60), interval=timedelta(hours=1))

    assert [point.followed_at for point in found.points] == [NOON + minutes(2), None]


@pytest.mark.parametrize("microsecond", [0, 1, 500_000, 999_999])
def test_a_snapshot_counts_from_the_very_microsecond_it_was_given(store, microsecond):
    given = NOON.replace(microsecond=microsecond)
    SnapshotFactory(store=store, as_of=NOON, published_at=given)

    ends = [given - timedelta(microseconds=1), given, given + timedelta(microseconds=1)]

    told = [len(history(store, start=end - minutes(5), end=end).points) for end in ends]
    assert told == [0, 1, 1]


def test_a_store_that_was_read_every_hundred_years_has_a_history(store):
    """Three such intervals are more seconds than an integer of PostgreSQL holds."""
    SnapshotFactory(store=store, as_of=NOON, sync_interval=2**31 - 1)

    found = history(store, start=NOON, end=NOON + minutes(30))

    assert [point.as_of for point in found.points] == [NOON]
