"""The catalogue: its operations, its own account of them, and the orders it is read in."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aliexpress.sandbox import Catalogue, NoSuchProduct, SandboxClock
from aliexpress.sandbox.catalogue.selection import Filters, select
from tests.thorough import examples

NINE = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
STATUSES = ["onSelling", "offline", "auditing", "editingRequired", "deleted", "never_heard_of"]


def empty() -> Catalogue:
    ids = iter(range(1_005_000_000_000_000, 1_005_000_000_100_000))
    return Catalogue(clock=SandboxClock(NINE), lock=threading.RLock(), next_id=ids.__next__)


def test_each_operation_leads_where_it_says() -> None:
    catalogue = empty()
    product_id = catalogue.create_draft()

    standings = []
    for act in (
        lambda: catalogue.publish(product_id),
        lambda: catalogue.reject(product_id),
        lambda: catalogue.edit(product_id),
        lambda: catalogue.approve(product_id),
        lambda: catalogue.expire(product_id),
        lambda: catalogue.renew(product_id),
        lambda: catalogue.take_down(product_id, "degrade_offline"),
        lambda: catalogue.service_delete(product_id),
        lambda: catalogue.delete(product_id),
    ):
        act()
        standings.append(catalogue.truth(removed=True)[product_id])

    assert standings == [
        ("auditing", ""),
        ("editingRequired", ""),
        ("auditing", ""),
        ("onSelling", ""),
        ("offline", "expire_offline"),
        ("onSelling", ""),
        ("offline", "degrade_offline"),
        ("service_delete", ""),
        ("deleted", ""),
    ]


def test_the_truth_leaves_out_drafts_and_what_was_removed() -> None:
    catalogue = empty()
    catalogue.create_draft()
    catalogue.delete(catalogue.create())
    kept = catalogue.create()

    assert catalogue.truth() == {kept: ("auditing", "")}


def test_counts_name_every_status_of_the_lists() -> None:
    catalogue = empty()
    catalogue.fill({"onSelling": 3}, seed=1)

    assert catalogue.counts() == {
        "onSelling": 3, "offline": 0, "auditing": 0, "editingRequired": 0,
    }  # fmt: skip


def test_a_product_that_is_not_there_is_named() -> None:
    with pytest.raises(NoSuchProduct, match="17"):
        empty().expire(17)


def test_an_update_of_aliexpress_own_changes_nothing_but_the_time() -> None:
    catalogue = empty()
    product_id = catalogue.create()
    catalogue.clock.set(NINE + timedelta(hours=1))

    catalogue.modify(product_id)

    assert len(catalogue.changes) == 1
    assert catalogue.columns.modified[0] == catalogue.columns.created[0] + 3600


def test_an_approved_listing_sells_for_thirty_days() -> None:
    catalogue = empty()
    product_id = catalogue.create()
    catalogue.clock.set(NINE + timedelta(days=2))

    catalogue.approve(product_id)

    assert catalogue.columns.offline_at[0] == (NINE + timedelta(days=32)).timestamp()


def test_renewing_prolongs_the_sale_and_not_the_state() -> None:
    catalogue = empty()
    product_id = catalogue.create("onSelling")
    catalogue.clock.set(NINE + timedelta(days=2))

    catalogue.renew(product_id)

    assert catalogue.columns.offline_at[0] == (NINE + timedelta(days=32)).timestamp()
    assert catalogue.columns.since[0] == NINE.timestamp()


moves = st.lists(
    st.tuples(
        st.sampled_from(["create", "move", "modify"]),
        st.integers(0, 50),
        st.sampled_from(STATUSES),
        st.integers(-3, 30),
    ),
    max_size=60,
)


@given(filled=st.integers(0, 30), moves=moves, since=st.integers(-10, 400))
@settings(max_examples=examples(150), deadline=None)
def test_lists_and_past_equal_a_plain_account(
    filled: int, moves: list[tuple[str, int, str, int]], since: int
) -> None:
    """Against a dict and a list; the clock may also go back."""
    catalogue = empty()
    catalogue.fill({"onSelling": filled, "auditing": 2}, seed=3)
    accounts = [(catalogue.clock.now(), catalogue.truth())]

    for act, place, status, seconds in moves:
        ids = list(catalogue.columns.ids)
        catalogue.clock.set(catalogue.clock.now() + timedelta(seconds=max(1, seconds)))
        if act == "create":
            catalogue.create(status)
        elif act == "move":
            catalogue.move(ids[place % len(ids)], status)
        else:
            catalogue.modify(ids[place % len(ids)])
        accounts.append((catalogue.clock.now(), catalogue.truth()))

    columns = catalogue.columns
    start = int(NINE.timestamp()) + since
    for status in STATUSES:
        newest = [
            slot for slot in reversed(range(len(columns))) if columns.standing(slot)[0] == status
        ]
        changed = [slot for slot in newest if columns.modified[slot] >= start]
        found = select(columns, Filters(status, modified_from=start), owner="", now=0)
        assert catalogue.in_status(status) == [columns.ids[slot] for slot in newest]
        assert list(found) == changed
    for moment, truth in accounts:
        assert catalogue.truth_at(moment) == truth


@given(seconds=st.lists(st.integers(-50, 50), min_size=1, max_size=30))
@settings(max_examples=examples(100), deadline=None)
def test_changes_are_found_when_the_clock_was_set_back(seconds: list[int]) -> None:
    catalogue = empty()
    product_ids = [catalogue.create("onSelling") for _ in range(3)]
    for number, step in enumerate(seconds):
        catalogue.clock.set(NINE + timedelta(seconds=step))
        catalogue.modify(product_ids[number % 3])

    columns = catalogue.columns
    for start in range(-50, 51, 10):
        second = int(NINE.timestamp()) + start
        expected = [slot for slot in (2, 1, 0) if columns.modified[slot] >= second]
        assert list(columns.change_order.since(second)) == expected
