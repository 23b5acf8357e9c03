"""Pictures that do not lie: widths, steps and what nobody knows."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find

from aliexpress.lifecycle import State
from cards.history.card_history import CardHistory
from cards.history.history import Gap, History, Point
from cards.measures.measured import Measured, Part, Ratio, Row
from cards.pages.chart_table import table_of
from cards.pages.charts import charts_of
from cards.pages.small_charts import LEAST_WIDTH, segments
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
        counts=dict.fromkeys(State.values, 0) | {"active": active},
    )


def counted(hour, *, until, **counts):
    made = point(hour, sum(counts.values()), 0, until=until)
    made.counts.update(dict.fromkeys(State.values, 0) | counts)
    return made


def history_of(points, gaps=(), *, key="aex_total_listings", title="Total Listings", values=None):
    history = History(
        start=NOON, end=NOON + 10 * HOUR, interval=HOUR, points=points, gaps=list(gaps)
    )
    unit = "percent" if values else "count"
    return CardHistory(key, title, unit, history, values or [Measured(one.total) for one in points])


def hours(chart):
    return [(second - int(NOON.timestamp())) / 3600 for second in chart.x]


def test_the_bar_is_as_wide_as_the_shares():
    bar = segments({"active": 4310, "auditing": 340, "rejected": 120, "expired": 50})

    assert sum(part.width for part in bar) == pytest.approx(100)
    assert bar[0].width == pytest.approx(100 * 4310 / 4820, abs=0.01)
    assert [part.x for part in bar] == pytest.approx([0, 89.419, 96.473, 98.963], abs=0.001)


def test_a_single_listing_can_still_be_seen():
    bar = segments({"active": 99_999, "rejected": 1})

    assert bar[1].width == LEAST_WIDTH
    assert bar[1].share == "0.001 %"


def test_states_without_listings_and_an_empty_store_draw_nothing():
    assert [part.state for part in segments({"active": 1, "rejected": 0})] == ["active"]
    assert segments({"active": 0}) == []


def test_a_count_holds_until_the_next_is_known():
    [chart, *_] = charts_of(history_of([point(0, 100, 50, until=5), point(5, 110, 50, until=10)]))

    assert hours(chart) == [0, 5, 10]
    assert [one.values for one in chart.series] == [[100, 110, 110], [50, 50, 50]]
    assert chart.unknown == []


def test_a_stretch_of_the_past_is_drawn_to_its_end_where_the_next_reading_came_later():
    last = point(5, 110, 50, until=6)._replace(followed_at=NOON + 12 * HOUR)

    [chart, *_] = charts_of(history_of([point(0, 100, 50, until=5), last]))

    assert hours(chart) == [0, 5, 10]
    assert chart.series[0].values == [100, 110, 110]


def test_where_the_next_reading_came_too_late_the_line_ends_where_it_was_last_known():
    last = point(5, 110, 50, until=6)._replace(followed_at=NOON + 12 * HOUR)
    lapse = Gap(NOON + 6 * HOUR, NOON + 10 * HOUR)

    [chart, *_] = charts_of(history_of([point(0, 100, 50, until=5), last], gaps=[lapse]))

    assert hours(chart)[-1] == 6
    assert chart.unknown == [
        (int((NOON + 6 * HOUR).timestamp()), int((NOON + 10 * HOUR).timestamp()))
    ]


def test_the_newest_reading_is_drawn_no_further_than_it_was_confirmed():
    [chart, *_] = charts_of(history_of([point(0, 100, 50, until=6)]))

    assert hours(chart) == [0, 6]


def test_what_nobody_knows_breaks_the_line_and_is_hatched():
    gap = Gap(start=NOON + 2 * HOUR, end=NOON + 6 * HOUR)

    [chart, *_] = charts_of(
        history_of([point(0, 100, 50, until=2), point(6, 110, 50, until=10)], [gap])
    )

    assert [round(hour, 2) for hour in hours(chart)] == [0, 2, 2, 6, 10]
    assert chart.series[0].values == [100, 100, None, 110, 110]
    assert [end - start for start, end in chart.unknown] == [4 * 3600]


def test_an_outage_within_one_reading_breaks_its_line():
    one = point(0, 100, 50, until=2)
    one.known.append((NOON + 6 * HOUR, NOON + 10 * HOUR))

    [chart, *_] = charts_of(history_of([one], [Gap(start=NOON + 2 * HOUR, end=NOON + 6 * HOUR)]))

    assert chart.series[0].values == [100, 100, None, 100, 100]


def test_the_states_outside_active_are_lines_of_their_own():
    points = [
        counted(0, active=5, rejected=10, until=5),
        counted(5, active=5, rejected=20, expired=1, until=10),
    ]

    _, states = charts_of(history_of(points))

    assert [(line.label, line.values) for line in states.series] == [
        ("Rejected", [10, 20, 20]),
        ("Expired", [0, 1, 1]),
    ]


def test_a_share_is_a_line_of_itself_with_both_integers_on_hover():
    ratio = Ratio(Part("aex_rejected_listings", 12), Part("aex_total_listings", 480), 1)
    share = history_of(
        [point(0, 480, 468, until=10)],
        key="aex_rejection_rate",
        title="Rejection Rate",
        values=[Measured(2.5, ratio=ratio)],
    )

    [chart] = charts_of(share)

    assert (chart.title, chart.unit) == ("Rejection Rate", "percent")
    assert [(line.label, line.values) for line in chart.series] == [("Rejection Rate", [2.5, 2.5])]
    assert chart.notes == ["12 of 480", "12 of 480"]
    assert table_of(share).rows[0].cells == ["2.5 %", "12 of 480"]


def test_what_a_card_is_made_of_is_drawn_below_by_its_unit():
    rows = (Row("pictures", "Pictures", 40.0, "points"), Row("scored", "listings scored", 480))
    quality = history_of(
        [point(0, 480, 468, until=10)],
        key="aex_listing_quality_score",
        values=[Measured(71, rows=rows)],
    )

    _, parts, counts = charts_of(quality)

    assert [(parts.unit, line.label, line.values) for line in parts.series] == [
        ("points", "Pictures", [40.0, 40.0])
    ]
    assert [line.label for line in counts.series] == ["listings scored"]


def test_the_period_before_is_moved_to_where_this_one_is():
    before = history_of([point(0, 90, 50, until=5)])
    earlier = replace(
        before,
        history=replace(before.history, start=NOON - 10 * HOUR, end=NOON),
    )

    [chart, *_] = charts_of(history_of([point(0, 100, 50, until=10)]), before=earlier)

    [line] = chart.beside
    assert line.kind == "before"
    assert line.x[0] - chart.x[0] == 10 * 3600


def test_another_store_stands_beside_under_its_name():
    other = history_of([point(0, 7, 5, until=10)])

    [chart, *_] = charts_of(history_of([point(0, 100, 50, until=10)]), others={"North Quay": other})

    assert [(line.label, line.values) for line in chart.beside] == [("North Quay", [7, 7])]


def test_a_period_of_which_nothing_is_known_has_no_picture():
    assert charts_of(history_of([])) == []


@pytest.mark.parametrize("state", [one for one in State if one != State.UNMAPPED])
def test_a_chart_and_its_key_draw_a_state_in_its_own_colour(state):
    script, style = (
        Path(str(find(f"cards/{name}"))).read_text() for name in ("charts.js", "centre.css")
    )
    colour = f"--c-{state.value.replace('_', '-')}"

    assert script.partition(f" {state.value}: [")[2].startswith(f'"{colour}"')
    assert colour in style.partition(f".line-{state.value}")[2].partition("}")[0]
