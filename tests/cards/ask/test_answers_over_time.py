"""Changes, trends, peaks, means and movements of a store whose every hour is known by hand.

hour       0    1    2    3    4    5
active    10   11   10    8    9    9
auditing   3    4    3    3    4    3
rejected        0    1    2    1    1
expired              1    1    0    0
taken down                          1
total     13   15   15   14   14   14
"""

from datetime import timedelta

import pytest

from tests.cards.ask.world import answered, receipts, refused, texts
from tests.cards.store_past import lived
from tests.factories import StoreFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db
AT = NOON + timedelta(hours=5, minutes=5)
FIRST: dict[int, str] = {
    **dict.fromkeys(range(1, 11), "active"),
    11: "auditing",
    12: "auditing",
    13: "auditing",
}
CHANGES: list[dict[int, str | None]] = [
    {11: "active", 14: "auditing", 15: "auditing"},
    {12: "rejected", 1: "expired"},
    {13: "rejected", 2: "auditing", 3: None},
    {12: "auditing", 1: "active"},
    {14: "active", 4: "taken_down"},
]


@pytest.fixture
def store(db):
    moments: list[dict[int, str]] = [FIRST]
    for change in CHANGES:
        now: dict[int, str | None] = {**moments[-1], **change}
        moments.append({number: state for number, state in now.items() if state})
    store = StoreFactory(slug="harbour-home")
    lived(store, moments)
    return store


def said(told):
    return [number["said"] for number in receipts(told)]


def test_a_change_names_both_readings_and_the_difference(store):
    told = answered(store, AT, act="change", subject="active", over="5h")

    assert texts(told) == [
        "Active listings: 10 on 14 March 2026, 12:00 UTC, 9 on 14 March 2026, 17:00 UTC. "
        "It fell by 1."
    ]


def test_a_share_changes_by_points_of_the_integers_of_each_snapshot(store):
    told = answered(store, AT, act="change", subject="rejected/total", over="2h")

    assert "14.3 % on 14 March 2026, 15:00 UTC, 7.1 % on" in texts(told)[0]
    assert texts(told)[0].endswith("It fell by 7.2 points.")


def test_a_trend_has_every_reading(store):
    told = answered(store, AT, act="trend", subject="active", over="5h")

    assert [row["said"] for row in told["table"]] == [10, 11, 10, 8, 9, 9]


def test_a_trend_of_a_share(store):
    told = answered(store, AT, act="trend", subject="rejected/total", over="5h")

    assert [row["said"] for row in told["table"]] == [0, 0, 6.7, 14.3, 7.1, 7.1]


@pytest.mark.parametrize(
    ("which", "number", "since", "until"),
    [("max", 11, "13:00", "14:00"), ("min", 8, "15:00", "16:00")],
)
def test_a_peak_is_the_stretch_it_stood(store, which, number, since, until):
    told = answered(store, AT, act="peak", subject="active", over="5h", which=which)

    assert said(told) == [number]
    assert f"from 14 March 2026, {since} UTC to 14 March 2026, {until} UTC" in texts(told)[0]


def test_a_mean_weighs_time_and_not_points(store):
    """(13 by 55 + 15 by 120 + 14 by 125) minutes of 300."""
    told = answered(store, AT, act="mean", subject="total", over="5h")

    assert said(told) == [14.2]


@pytest.mark.parametrize(
    ("subject", "nth", "sentence"),
    [
        ("active<9", "last", "Active listings went under 9 for the last time on"),
        ("rejected>1", "first", "Rejected listings went over 1 for the first time on"),
        ("active<5", "last", "Active listings never stood under 5 since"),
        ("total>12", "first", "All listings stood over 12 already on"),
    ],
)
def test_when_a_number_crossed_a_limit(store, subject, nth, sentence):
    told = answered(store, AT, act="when", subject=subject, nth=nth)

    assert texts(told)[0].startswith(sentence)
    if "went" in sentence:
        assert "14 March 2026, 15:00 UTC" in texts(told)[0]


@pytest.mark.parametrize(
    ("move", "number"),
    [
        ("none>*", 2),
        ("*>none", 1),
        ("auditing>active", 1),
        ("*>rejected", 1),
        ("active>auditing", 1),
        ("active>*", 3),
        ("*>active", 2),
        ("rejected>auditing", 0),
        ("none>active", 1),
        ("active>taken_down", 1),
    ],
)
@pytest.mark.parametrize("act", ["moves", "list"])
def test_movements_are_net_between_two_readings(store, move, number, act):
    told = answered(store, AT, act=act, subject=move, over="5h")

    assert said(told) == [number, number]


def test_the_flow_names_every_movement(store):
    told = answered(store, AT, act="flow", over="5h")

    assert {row["words"]: row["said"] for row in told["table"]} == {
        "auditing to active": 1,
        "nowhere to active": 1,
        "nowhere to auditing": 1,
        "auditing to rejected": 1,
        "active to auditing": 1,
        "active to nowhere": 1,
        "active to taken down": 1,
    }


@pytest.mark.parametrize(("side", "number"), [("in", 2), ("out", 2)])
def test_the_flow_into_and_out_of_a_state(store, side, number):
    told = answered(store, AT, act="flow", state="auditing", side=side, over="5h")

    assert sum(row["said"] for row in told["table"]) == number


def test_a_cohort_is_followed_to_now(store):
    """Two came into auditing in the first hour; one of them is there now."""
    told = answered(
        store,
        AT,
        act="cohort",
        subject="none>auditing",
        now="auditing",
        **{"from": (NOON).isoformat(), "to": (NOON + timedelta(hours=1)).isoformat()},
    )

    assert said(told) == [2, 1]
    assert "Of 2 listings" in texts(told)[0]


def test_new_listings_are_followed_whatever_they_were_at_first(store):
    """Both came in for review; one of them was approved since."""
    window = {"from": NOON.isoformat(), "to": (NOON + timedelta(hours=1)).isoformat()}
    told = answered(store, AT, act="cohort", subject="none>*", now="active", **window)

    assert said(told) == [2, 1]
    assert texts(told)[0].endswith("1 are active now.") or "1 is active now" in texts(told)[0]


def test_a_cohort_of_another_state_now(store):
    """Of the two that were turned down by three o'clock one is in auditing again."""
    window = {"from": NOON.isoformat(), "to": (NOON + timedelta(hours=3)).isoformat()}
    told = answered(store, AT, act="cohort", subject="*>rejected", now="auditing", **window)

    assert said(told) == [2, 1]


@pytest.mark.parametrize("act", ["change", "trend", "peak", "mean", "flow", "why"])
def test_a_window_that_begins_before_the_first_reading_says_since_when(store, act):
    asked = {"act": act, "subject": "" if act == "flow" else "active", "over": "30d"}
    if act == "peak":
        asked["which"] = "max"
    if act in {"trend", "peak", "mean"}:
        assert "14 March 2026, 1" in texts(answered(store, AT, **asked))[0]
    else:
        told = refused(store, AT, **asked)
        assert told["kind"] == "before_known"


def test_a_value_of_a_past_moment_is_that_of_then(store):
    told = answered(store, AT, "how many listings were in rejected 2 hours ago")

    assert texts(told) == ["There are 2 rejected listings, as of 14 March 2026, 15:00 UTC."]


def test_a_difference_of_words_in_the_same_window_is_the_same_list(store):
    shown = answered(store, AT, "which listings became rejected in the last 3 hours")
    counted = answered(store, AT, "how many listings became rejected in the last 3 hours")

    assert said(shown) == said(counted)


def test_movements_of_one_offline_reason_are_those_that_arrived_with_it(store):
    reason = {"name": "offline_reason", "sign": "=", "value": "user_offline"}
    taken = {"subject": "*>taken_down", "over": "5h"}

    one = answered(store, AT, act="moves", filters=[reason], **taken)
    none = answered(
        store, AT, act="moves", filters=[{**reason, "value": "punish_offline"}], **taken
    )
    parts = answered(store, AT, act="break", by="offline_reason", **taken)

    assert said(one)[0] == 1
    assert said(none)[0] == 0
    assert [number["said"] for number in receipts(parts)][:1] == [1]
