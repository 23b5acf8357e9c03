"""Two readings are joined by movements, and every number of it is as long as its list."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aliexpress.lifecycle import State
from aliexpress.models import Transition
from cards.flow.flow import NoFlow, flow_between
from cards.flow.movements import came_back, moved
from cards.listings.as_of import counted_at
from tests.cards.store_past import HOUR, lived
from tests.factories import StoreFactory, TransitionFactory
from tests.moments import NOON
from tests.thorough import examples

AUDITED = {1: "auditing", 2: "auditing", 3: "active", 4: "rejected"}
A_DAY_LATER = {1: "active", 2: "rejected", 3: "active", 5: "auditing"}


def between(store, *, start=0, end=1):
    return flow_between(store, start=NOON + start * HOUR, end=NOON + end * HOUR)


def rows(flow):
    return {
        row.state.value: (
            row.opening, row.appeared, row.vanished, row.moved_in, row.moved_out, row.closing
        )
        for row in flow.states
    }  # fmt: skip


def test_each_state_s_movements_lead_from_opening_to_closing(store):
    lived(store, [AUDITED, A_DAY_LATER])

    flow = between(store)

    assert rows(flow) == {
        "active": (1, 0, 0, 1, 0, 2),
        "auditing": (2, 1, 0, 0, 2, 1),
        "rejected": (1, 0, 1, 1, 0, 1),
        "expired": (0, 0, 0, 0, 0, 0),
        "taken_down": (0, 0, 0, 0, 0, 0),
        "unmapped": (0, 0, 0, 0, 0, 0),
    }
    assert flow.moves == {
        (State.AUDITING, State.ACTIVE): 1,
        (State.AUDITING, State.REJECTED): 1,
        (State.REJECTED, None): 1,
        (None, State.AUDITING): 1,
    }


def test_movements_over_several_readings_are_one_move_a_listing(store):
    lived(store, [{1: "auditing"}, {1: "rejected"}, {1: "auditing"}, {1: "active"}])

    assert between(store, end=3).moves == {(State.AUDITING, State.ACTIVE): 1}


def test_a_listing_that_came_and_went_in_between_left_no_trace_but_is_said(store):
    lived(store, [{1: "active"}, {1: "active", 2: "auditing"}, {1: "active"}])

    flow = between(store, end=2)

    assert (flow.moves, flow.came_back) == ({}, 1)


def test_another_reason_for_the_same_state_is_no_coming_back(store):
    _, second = lived(store, [{1: "taken_down"}, {1: "taken_down"}])
    TransitionFactory(
        snapshot=second,
        listing=store.listings.get(),
        from_state="taken_down",
        to_state="taken_down",
        from_status="offline",
        to_status="offline",
        to_offline_reason="violate_offline",
    )

    flow = between(store)

    assert (flow.moves, flow.came_back) == ({}, 0)
    assert came_back(store, after=flow.opening, until=flow.closing).count() == 0


def test_a_net_of_nothing_still_says_how_many_moved(store):
    lived(store, [{1: "active", 2: "auditing"}, {1: "auditing", 2: "active"}])

    flow = between(store)

    assert (flow.net, flow.moved) == (0, 2)


def test_between_a_reading_and_itself_nothing_moved(store):
    lived(store, [AUDITED])

    flow = flow_between(store, start=NOON, end=NOON + timedelta(minutes=5))

    assert flow.opening == flow.closing
    assert (flow.moves, flow.came_back) == ({}, 0)


def test_before_the_first_reading_there_is_nothing_to_count_from(store):
    lived(store, [AUDITED])

    with pytest.raises(NoFlow, match="by the earlier moment"):
        flow_between(store, start=NOON - HOUR, end=NOON)


def test_movements_that_do_not_lead_to_the_reading_are_not_shown(store):
    lived(store, [AUDITED, A_DAY_LATER])
    Transition.objects.filter(to_state="active").delete()

    with pytest.raises(NoFlow, match="one of them is wrong"):
        between(store)


def test_another_store_s_movements_do_not_count(store):
    lived(store, [AUDITED, AUDITED])
    lived(StoreFactory(), [AUDITED, A_DAY_LATER])

    assert between(store).moves == {}


def test_a_flow_costs_three_statements_however_much_moved(store, django_assert_num_queries):
    lived(store, [dict.fromkeys(range(40), "auditing"), dict.fromkeys(range(40), "active")])

    with django_assert_num_queries(3):
        between(store)


STATES = st.sampled_from([state.value for state in State])
PASTS = st.lists(st.dictionaries(st.integers(1, 8), STATES, max_size=8), min_size=2, max_size=5)


@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(past=PASTS, data=st.data())
def test_whatever_happened_opening_and_movements_give_closing_and_lists_their_length(
    db, past, data
):
    store = StoreFactory()
    snapshots = lived(store, past)
    first = data.draw(st.integers(0, len(past) - 2))
    last = data.draw(st.integers(first + 1, len(past) - 1))

    flow = between(store, start=first, end=last)  # raises where it does not add up

    opening, closing = snapshots[first], snapshots[last]
    for state in State:
        for snapshot, then in ((opening, past[first]), (closing, past[last])):
            found = counted_at(store, snapshot, state=state.value)
            numbers = {listing.product_id - 1_005_000_000_000_000 for listing in found}
            assert numbers == {index for index, was in then.items() if was == state}
    for (source, to), count in flow.moves.items():
        behind = moved(store, after=opening, until=closing, set_out=source, arrived=to)
        assert behind.count() == count
    for row in flow.states:
        ends = {"after": opening, "until": closing}
        cells = {
            (None, row.state): row.appeared,
            (row.state, None): row.vanished,
            ("elsewhere", row.state): row.moved_in,
            (row.state, "elsewhere"): row.moved_out,
        }
        for (source, to), count in cells.items():
            assert moved(store, **ends, set_out=source, arrived=to).count() == count
    assert came_back(store, after=opening, until=closing).count() == flow.came_back
