"""The moments of a day, packed: whatever goes in comes out."""

from datetime import timedelta
from itertools import pairwise
from math import inf

import pytest
from django.core import serializers
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from aliexpress.models import Confirmation
from aliexpress.models.seconds import LONGEST_LAG, packed, runs, unpacked
from tests.factories import SnapshotFactory
from tests.moments import NOON

DAY = 86_400
# Beyond a day too: a difference may need two bytes several times over.
moments = st.one_of(
    st.sets(st.integers(0, DAY - 1), max_size=300).map(sorted),
    st.sets(st.integers(0, 10 * DAY), max_size=20).map(sorted),
    st.lists(st.sampled_from([1, 300, 65_534, 65_535, 65_536, 131_070]), max_size=8).map(
        lambda differences: [sum(differences[: n + 1]) for n in range(len(differences))]
    ),
)


@given(moments)
def test_any_ascending_seconds_come_out_as_they_went_in(seconds):
    assert unpacked(packed(seconds)) == seconds


@given(moments)
def test_one_more_only_adds_to_the_end(seconds):
    kept = b""

    for number in range(len(seconds) + 1):
        now = packed(seconds[:number])
        assert now.startswith(kept)
        kept = now

    assert kept == packed(seconds)


def test_a_day_of_checks_each_five_minutes_takes_two_bytes_a_check():
    assert len(packed(range(0, DAY, 300))) == 2 * 288


@pytest.mark.parametrize("seconds", [[-1], [5, 5], [5, 4], [0, 0]])
def test_seconds_that_do_not_ascend_are_refused(seconds):
    with pytest.raises(ValueError, match="ascend"):
        packed(seconds)


@given(moments, st.integers(1, 200_000), st.just(inf) | st.integers(-1, 11 * DAY))
@example([66_000], 1_000, inf)  # two times two bytes to the first
@example([0, 140_000], 70_000, inf)  # and between two
@example([0, 140_000], 140_000, inf)
def test_runs_are_what_lies_close_together_up_to_a_second(seconds, at_most, until):
    expected: list[list[int]] = []
    for second in (each for each in seconds if each <= until):
        if expected and second - expected[-1][1] <= at_most:
            expected[-1][1] = second
        else:
            expected.append([second, second])

    found = runs(packed(seconds), at_most=at_most, until=until)

    assert found == [(first, last) for first, last in expected]
    assert all(later[0] - one[1] > at_most for one, later in pairwise(found))


@pytest.mark.django_db
def test_a_row_appended_to_one_by_one_holds_what_was_packed_at_once():
    looks = [0, 300, 66_000, 86_399]
    row = Confirmation.objects.create(snapshot=SnapshotFactory(), day=NOON.date())

    for look in looks:
        row = Confirmation.objects.get(pk=row.pk)
        row.seconds.append(look)
        row.save(update_fields=["seconds"])

    with connection.cursor() as cursor:
        cursor.execute("SELECT seconds FROM aliexpress_confirmation")
        assert bytes(cursor.fetchone()[0]) == packed(looks)
    assert Confirmation.objects.get(pk=row.pk).seconds == looks


@pytest.mark.django_db
def test_a_dump_of_a_row_loads_again():
    row = Confirmation.objects.create(
        snapshot=SnapshotFactory(),
        day=NOON.date(),
        seconds=[43_200, 43_500],
        lags=[timedelta(), timedelta(milliseconds=340)],
    )

    [loaded] = serializers.deserialize("json", serializers.serialize("json", [row]))

    assert isinstance(loaded.object, Confirmation)
    assert loaded.object.seconds == [43_200, 43_500]
    assert loaded.object.lags == [timedelta(), timedelta(milliseconds=340)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lag", "kept"),
    [
        (timedelta(), timedelta()),
        (timedelta(seconds=-1), timedelta()),  # a clock that was set back
        (timedelta(milliseconds=341), timedelta(milliseconds=350)),  # never told too early
        (timedelta(hours=2), LONGEST_LAG),
    ],
)
def test_a_lag_is_kept_to_the_hundredth_of_a_second(lag, kept):
    row = Confirmation.objects.create(snapshot=SnapshotFactory(), day=NOON.date(), lags=[lag])

    assert Confirmation.objects.get(pk=row.pk).lags == [kept]
