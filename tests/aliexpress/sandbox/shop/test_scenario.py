"""The month that leads to the worked example."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from aliexpress.sandbox import Sandbox, SandboxClock, thirty_days
from aliexpress.sandbox.catalogue.listing_columns import SOLD_OUT
from tests.thorough import first_always

END = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def month() -> tuple[Sandbox, list[datetime], list[dict[str, int]]]:
    sandbox = Sandbox(clock=SandboxClock(END - timedelta(days=31)))
    moments, counts = [], []
    for moment in thirty_days(sandbox, end=END):
        assert sandbox.clock.now() == moment
        moments.append(moment)
        counts.append(sandbox.catalogue().counts())
    return sandbox, moments, counts


Month = tuple[Sandbox, list[datetime], list[dict[str, int]]]


@pytest.mark.parametrize("seed", first_always([1, 7, 2026]))
def test_it_ends_at_exactly_the_worked_example(seed: int) -> None:
    sandbox = Sandbox()

    for _ in thirty_days(sandbox, end=END, seed=seed):
        pass

    truth = Counter(sandbox.catalogue().truth().values())
    assert truth == {
        ("onSelling", ""): 4310,
        ("auditing", ""): 340,
        ("editingRequired", ""): 120,
        ("offline", "expire_offline"): 50,
    }


def test_it_goes_by_half_days_from_thirty_days_before(month: Month) -> None:
    _, moments, _ = month

    assert moments == [END - timedelta(hours=12 * n) for n in reversed(range(61))]


def test_it_begins_near_4600_and_grows(month: Month) -> None:
    _, _, counts = month
    totals = [sum(one.values()) - one.get("deleted", 0) for one in counts]

    assert totals[0] == 4600
    assert max(b - a for a, b in pairwise(totals)) > 100  # the upload
    assert all(4550 < total < 4900 for total in totals)


def test_every_change_lies_within_the_month_and_in_order(month: Month) -> None:
    moments = [change.moment for change in month[0].catalogue().changes]

    assert moments == sorted(moments)
    assert END - timedelta(days=30) <= moments[0] <= moments[-1] <= END


def test_the_past_can_be_told_at_every_step(month: Month) -> None:
    sandbox, moments, counts = month

    for moment, told in list(zip(moments, counts, strict=True))[::12]:
        truth = Counter(status for status, _ in sandbox.catalogue().truth_at(moment).values())
        assert truth == {k: n for k, n in told.items() if k != "deleted" and n}


def test_most_wait_for_review_a_short_time_and_a_few_long(month: Month) -> None:
    catalogue = month[0].catalogue()
    columns = catalogue.columns
    days = [
        (END.timestamp() - columns.since[slot]) / 86_400
        for slot in columns.order("auditing").newest_first()
    ]

    assert sum(age < 2 for age in days) > 250
    assert sum(2 <= age < 7 for age in days) > 15
    assert 3 <= sum(age >= 7 for age in days) <= 25


def test_some_are_sold_out_soon_to_expire_or_newly_rejected(month: Month) -> None:
    catalogue = month[0].catalogue()
    columns = catalogue.columns
    selling = columns.order("onSelling").newest_first()
    now = END.timestamp()

    sold_out = sum(columns.flags[slot] & SOLD_OUT for slot in selling)
    soon = sum(now < columns.offline_at[slot] <= now + 3 * 86_400 for slot in selling)
    newly_rejected = [
        slot
        for slot in columns.order("editingRequired").newest_first()
        if columns.since[slot] > now - 86_400
    ]

    assert sold_out == 95
    assert 20 < soon < 120
    assert len({columns.audit_reason[slot] for slot in newly_rejected}) > 1


def test_the_consent_outlasts_the_month(month: Month) -> None:
    sandbox, _, _ = month

    assert sandbox.accounts.seller_of("sandbox-access-token", at=END + timedelta(days=29))
