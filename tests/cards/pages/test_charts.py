"""Pictures that do not lie: widths, steps and what nobody knows."""

from datetime import timedelta

import pytest

from aliexpress.lifecycle import State
from cards.history.history import Gap, History, Point
from cards.pages.charts import LEAST_WIDTH, segments, state_trend, trend
from tests.moments import NOON

HOUR = timedelta(hours=1)


def point(hour, total, active, *, until):
    return Point(
        snapshot=hour,
        as_of=NOON + hour * HOUR,
        known=[(NOON + hour * HOUR, NOON + until * HOUR)],
        followed_at=None,
        interval=300,
        verdict="complete",
        total=total,
        counts={"active": active},
    )


def counted(hour, *, until, **counts):
    made = point(hour, sum(counts.values()), 0, until=until)
    made.counts.update(dict.fromkeys(State.values, 0) | counts)
    return made


def drawn(points, gaps=()):
    history = History(
        start=NOON, end=NOON + 10 * HOUR, interval=HOUR, points=points, gaps=list(gaps)
    )
    return trend(history)


def test_the_bar_is_as_wide_as_the_shares():
    bar = segments({"active": 4310, "auditing": 340, "rejected": 120, "expired": 50})

    assert sum(part.width for part in bar) == pytest.approx(100)
    assert bar[0].width == pytest.approx(100 * 4310 / 4820, abs=0.01)
    assert [part.x for part in bar] == pytest.approx([0, 89.419, 96.473, 98.963], abs=0.001)


def test_a_single_listing_can_still_be_seen():
    bar = segments({"active": 99_999, "rejected": 1})

    assert bar[1].width == LEAST_WIDTH
    assert bar[1].share == "0.0 %"


def test_states_without_listings_and_an_empty_store_draw_nothing():
    assert [part.state for part in segments({"active": 1, "rejected": 0})] == ["active"]
    assert segments({"active": 0}) == []


def test_a_count_holds_until_the_next_is_known():
    picture = drawn([point(0, 100, 50, until=5), point(5, 110, 50, until=10)])

    # Level up to the fifth hour, then straight up: nothing between was ever read.
    assert picture.total_path.startswith("M0.0 ")
    assert "H500.0 V" in picture.total_path
    assert picture.unknown == []


def test_the_space_between_ends_where_its_two_lines_are():
    picture = drawn([point(0, 100, 50, until=5), point(5, 110, 60, until=10)])
    there, back = picture.total_path, picture.active_path

    begin, step, end = back.removeprefix("M").split("H")
    before, after = begin.split()[1], step.split("V")[1].strip()

    # From the end of the upper line back along the lower one: its steps stand at the same hours.
    assert picture.gap_path == f"{there} V{after} V{after} H500.0 V{before} H0.0 Z"
    assert end.startswith("1000.0 ")


def test_what_nobody_knows_is_left_out_of_the_line():
    gap = Gap(start=NOON + 2 * HOUR, end=NOON + 6 * HOUR)

    picture = drawn([point(0, 100, 50, until=2), point(6, 110, 50, until=10)], [gap])

    assert picture.total_path.count("M") == 2
    assert picture.unknown == [(20.0, 40.0)]  # percent


def test_an_outage_within_one_reading_breaks_its_line():
    one = point(0, 100, 50, until=2)
    one.known.append((NOON + 6 * HOUR, NOON + 10 * HOUR))

    picture = drawn([one], [Gap(start=NOON + 2 * HOUR, end=NOON + 6 * HOUR)])

    assert [part.split()[0] for part in picture.total_path.split("M")[1:]] == ["0.0", "600.0"]
    assert "H200.0" in picture.total_path


def test_states_are_lines_from_zero_each_with_its_newest_count():
    points = [
        counted(0, active=5, rejected=10, until=5),
        counted(5, active=5, rejected=20, expired=1, until=10),
    ]
    history = History(start=NOON, end=NOON + 10 * HOUR, interval=HOUR, points=points, gaps=[])

    picture = state_trend(history)

    assert picture is not None
    assert [(line.state, line.last) for line in picture.lines] == [("rejected", 20), ("expired", 1)]
    assert picture.highest == 22
    assert picture.lines[1].path.startswith("M0.0 300.0 ")


def test_a_period_of_which_nothing_is_known_has_no_picture():
    assert drawn([]) is None
