"""The gap between Total and Active, explained to the last listing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aliexpress.lifecycle import State, state_of
from aliexpress.models import Listing, ListingSnapshot, Store
from aliexpress.models.snapshot import COUNT_FIELD
from cards.board.ledger import Ledger, ledger_of, oldest
from tests.factories import ListingFactory, SnapshotFactory, StoreFactory
from tests.moments import NOON

DAY = timedelta(days=1)


def explained(
    snapshot: ListingSnapshot, store: Store, before: ListingSnapshot | None = None
) -> Ledger:
    since = oldest(store.pk, snapshot, before=before)
    return ledger_of(snapshot, before=before, since=since)


def rows_by_state(ledger: Ledger):
    return {row.state: row for row in ledger.rows}


@pytest.mark.django_db
def test_since_when_the_oldest_is_there_is_looked_up_in_an_index():
    """SQLite does not see from a parameter that a state is not the one on sale."""
    store = StoreFactory()
    states = [State.ACTIVE] * 2_000 + [State.REJECTED] * 200
    Listing.objects.bulk_create(ListingFactory.build(store=store, state=state) for state in states)
    with CaptureQueriesContext(connection) as asked:
        oldest(store.pk, SnapshotFactory(store=store), before=None)

    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute("ANALYZE aliexpress_listing")
        cursor.execute(f"EXPLAIN {'' if is_postgresql else 'QUERY PLAN'} {asked[-1]['sql']}")
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())

    assert ("listing_oldest_in_a_gap" if is_postgresql else "listing_by_state") in plan
    assert "Seq Scan on aliexpress_listing" not in plan


def test_the_worked_example_s_gap_of_510_is_340_auditing_120_rejected_and_50_expired(store):
    ledger = explained(SnapshotFactory(store=store), store)

    assert (ledger.total, ledger.active, ledger.gap) == (4820, 4310, 510)
    assert {row.state: row.count for row in ledger.rows} == {
        "auditing": 340,
        "rejected": 120,
        "expired": 50,
        "taken_down": 0,
        "unmapped": 0,
    }


def test_a_row_carries_aliexpress_s_own_words_and_both_integers_of_its_share(store):
    ledger = explained(SnapshotFactory(store=store), store)

    expired = rows_by_state(ledger)["expired"]
    assert expired.aliexpress_words == "offline / expire_offline"
    assert (expired.count, expired.total) == (50, 4820)
    assert expired.share == 50 / 4820


def test_rows_come_in_the_order_a_listing_lives(store):
    ledger = explained(SnapshotFactory(store=store, unmapped_count=3), store)

    assert [row.state for row in ledger.rows] == [
        "auditing",
        "rejected",
        "expired",
        "taken_down",
        "unmapped",
    ]


def test_words_never_seen_have_a_row_each_by_name(store):
    reasons = [
        {"status": "offline", "offline_reason": "moon_offline", "state": "unmapped", "count": 2},
        {"status": "frozen", "offline_reason": "", "state": "unmapped", "count": 1},
    ]
    snapshot = SnapshotFactory(
        store=store,
        active_count=0,
        auditing_count=0,
        rejected_count=0,
        expired_count=0,
        unmapped_count=3,
        reasons=reasons,
    )

    unmapped = [row for row in explained(snapshot, store).rows if row.count]

    assert {(row.aliexpress_words, row.count) for row in unmapped} == {
        ("offline / moon_offline", 2),
        ("frozen", 1),
    }


def test_drafts_that_are_counted_are_part_of_the_gap(store):
    snapshot = SnapshotFactory(store=store, counts_drafts=True, draft_count=7)

    ledger = explained(snapshot, store)

    assert rows_by_state(ledger)["draft"].count == 7
    assert sum(row.count for row in ledger.rows) == ledger.gap == 517


# --- Since yesterday -------------------------------------------------------------------------


def test_the_change_is_against_the_reading_a_day_ago(store):
    before = SnapshotFactory(store=store, as_of=NOON - DAY, rejected_count=100)

    ledger = explained(SnapshotFactory(store=store), store, before=before)

    assert rows_by_state(ledger)["rejected"].change == 20
    assert rows_by_state(ledger)["auditing"].change == 0
    assert ledger.change == 20
    assert ledger.compared_with == NOON - DAY


def test_a_reason_that_went_empty_since_yesterday_keeps_its_row(store):
    before = SnapshotFactory(store=store, as_of=NOON - DAY, taken_down_count=4)

    ledger = explained(SnapshotFactory(store=store), store, before=before)

    [taken_down] = [row for row in ledger.rows if row.state == "taken_down"]
    assert (taken_down.aliexpress_words, taken_down.count, taken_down.change) == (
        "offline / user_offline",
        0,
        -4,
    )


def test_without_a_reading_a_day_ago_the_change_is_not_known(store):
    ledger = explained(SnapshotFactory(store=store), store)

    assert {row.change for row in ledger.rows} == {None}
    assert ledger.change is None


# --- The longest standing ------------------------------------------------------------------------


def test_a_row_says_since_when_its_oldest_listing_is_there(store):
    for days in (1, 9, 3):
        ListingFactory(
            store=store,
            state="rejected",
            status="editingRequired",
            state_since_at=NOON - days * DAY,
        )

    ledger = explained(SnapshotFactory(store=store), store)

    assert rows_by_state(ledger)["rejected"].oldest_since == NOON - 9 * DAY
    assert rows_by_state(ledger)["auditing"].oldest_since is None


def test_listings_gone_or_of_another_store_are_not_the_oldest(store):
    common = {"state": "auditing", "status": "auditing"}
    ListingFactory(store=store, state_since_at=NOON - 9 * DAY, gone_at=NOON, **common)
    ListingFactory(store=StoreFactory(), state_since_at=NOON - 8 * DAY, **common)
    ListingFactory(store=store, state_since_at=NOON - DAY, **common)

    ledger = explained(SnapshotFactory(store=store), store)

    assert rows_by_state(ledger)["auditing"].oldest_since == NOON - DAY


def test_two_unmapped_words_each_have_their_own_oldest(store):
    words = {"frozen": 2, "parked": 5}
    for status, days in words.items():
        ListingFactory(
            store=store, state="unmapped", status=status, state_since_at=NOON - days * DAY
        )
    snapshot = SnapshotFactory(
        store=store,
        unmapped_count=2,
        reasons=[
            {"status": status, "offline_reason": "", "state": "unmapped", "count": 1}
            for status in words
        ],
    )

    ledger = explained(snapshot, store)

    assert {row.status: row.oldest_since for row in ledger.rows if row.status in words} == {
        "frozen": NOON - 2 * DAY,
        "parked": NOON - 5 * DAY,
    }


def test_the_ledger_takes_one_statement(store, django_assert_num_queries):
    snapshot = SnapshotFactory(store=store)

    with django_assert_num_queries(1):
        explained(snapshot, store)


# --- Whatever AliExpress says -----------------------------------------------------------------

words = st.tuples(
    st.sampled_from(["onSelling", "auditing", "editingRequired", "offline", "frozen"]),
    st.sampled_from(["", "expire_offline", "user_offline", "moon_offline"]),
)


def snapshot_of(counts: dict[tuple[str, str], int]) -> ListingSnapshot:
    by_state = dict.fromkeys(State, 0)
    for (status, reason), number in counts.items():
        by_state[state_of(status, reason)] += number
    return ListingSnapshot(
        total_count=sum(counts.values()),
        reasons=[
            {
                "status": status,
                "offline_reason": reason,
                "state": state_of(status, reason).value,
                "count": number,
            }
            for (status, reason), number in counts.items()
        ],
        **{COUNT_FIELD[state]: number for state, number in by_state.items()},
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    now=st.dictionaries(words, st.integers(0, 10**6)),
    then=st.dictionaries(words, st.integers(0, 10**6)),
)
def test_rows_add_up_to_the_gap_and_changes_to_its_change(store, now, then):
    snapshot, before = snapshot_of(now), snapshot_of(then)

    ledger = explained(snapshot, store, before=before)

    assert sum(row.count for row in ledger.rows) == ledger.gap
    assert ledger.change == ledger.gap - (before.total_count - before.active_count)
