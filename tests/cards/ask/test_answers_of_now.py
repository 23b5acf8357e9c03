"""Values, breakdowns and forecasts, on a store counted by hand."""

from typing import Any

import pytest
from django.utils import timezone

from aliexpress.typed.bad_input import BadInput
from tests.cards.ask.counted_store import answered_without_lists, filled, said
from tests.cards.ask.world import answered, asked, refused, texts
from tests.factories import (
    ListingFactory,
    StoreFactory,
    ValidityTallyFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def store(db, at):
    return filled(StoreFactory(slug="harbour-home", name="Harbour Home"), at)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("how many listings do we have", 10),
        ("active count", 4),
        ("gap", 6),
        ("rejected or expired", 4),
        ("how many listings in group 2", 5),
        ("rejected listings in group 2", 2),
        ("rejected listings not in group 2", 1),
        ("active listings under 10 dollars", 1),
        ("listings over 15 dollars", 3),
        ("listings between 5 and 20 USD", 4),
        ("rejected for more than 10 days", 2),
        ("auditing > 7d", 1),
        ("how many listings are older than a year", 5),
        ("rejected listings for duplicates", 2),
        ("how many unmapped", 0),
    ],
)
def test_a_value_is_what_the_list_counts(store, at, question, number):
    assert said(answered(store, at, question))[0] == number


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ({"subject": "rejected", "by": "group"}, {"2": 2, "1": 1}),
        ({"subject": "gap", "by": "group"}, {"1": 3, "2": 3}),
        (
            {"subject": "total", "by": "price"},
            {"USD 2 to 5": 3, "USD 10 to 20": 4, "USD 20 to 50": 1, "USD 50 to 100": 2},
        ),
        ({"subject": "total", "by": "owner"}, {"cn1": 5, "cn2": 5}),
        (
            {"subject": "rejected", "by": "audit_reason"},
            {
                "a duplicate of another listing (duplicate_audit_fail)": 2,
                "in the wrong category (category_audit_fail)": 1,
            },
        ),
        ({"subject": "expired", "by": "offline_reason"}, None),
        ({"subject": "total", "by": "state"}, None),
        ({"subject": "total", "by": "category"}, None),
        ({"subject": "total", "by": "brand"}, None),
        ({"subject": "total", "by": "freight"}, None),
        ({"subject": "total", "by": "source"}, None),
        ({"subject": "total", "by": "product_type"}, None),
    ],
    ids=lambda one: str(one)[:40],
)
def test_a_breakdown_adds_up_to_the_whole(store, at, query, rows):
    told = answered(store, at, act="break", **query)

    found = {row["words"]: row["said"] for row in told["table"]} or {"": said(told)[0]}
    whole = {"rejected": 3, "gap": 6, "total": 10, "expired": 1}[query["subject"]]
    assert sum(found.values()) == whole
    if rows is not None:
        assert found == rows


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("which group has the most rejected listings", "Most rejected listings: 2, with 2"),
        ("which group has the fewest active listings", "Fewest active listings: 1, with 2"),
    ],
)
def test_the_most_and_the_fewest(store, at, question, sentence):
    assert texts(answered(store, at, question))[0].startswith(sentence)


def test_a_share_names_both_integers(store, at):
    told = answered(store, at, "what is our rejection rate")

    assert texts(told)[0].startswith("3 rejected listings of 10 listings are 30.0 %")


def test_two_numbers_beside_each_other(store, at):
    told = answered(store, at, "more rejected than auditing?")

    assert "3 rejected listings and 2 listings in auditing: more rejected than" in texts(told)[0]


def test_the_oldest_of_a_state(store, at):
    told = answered(store, at, "oldest listing in auditing")

    assert "has been there longest" in texts(told)[0]
    assert [row["said"] for row in told["table"]] == [1]


def test_an_empty_answer_is_said_in_words(store, at):
    assert texts(answered(store, at, "how many unmapped"))[0].startswith("There are no listings")


@pytest.fixture
def lapsing(store):
    snapshot = store.snapshots.get()
    return ValidityTallyFactory(snapshot=snapshot, active_count=4, days=[1, 0, 1, 1, *[0] * 26])


@pytest.mark.parametrize(("days", "number"), [(1, 1), (3, 2), (7, 3), (30, 3)])
def test_what_lapses_is_counted_ahead(store, at, lapsing, days, number):
    query = {"act": "forecast", "subject": "expiring", "ahead": f"{days}d"}
    told = answered_without_lists(store, at, **query)

    assert f"{number} active listing" in texts(told)[0]


def test_nothing_is_known_further_ahead(store, at, lapsing):
    told = refused(store, at, act="forecast", subject="expiring", ahead="1y")

    assert told["kind"] == "beyond_dates"


@pytest.mark.parametrize(
    ("move", "sentence"),
    [
        ("rejected>active", "Active would be 7: 4 now, and 3 rejected listings"),
        ("expired>active", "Active would be 5: 4 now, and 1 expired listing;"),
        ("rejected>none", "The total would be 7: 10 now, and 3 rejected listings"),
    ],
)
def test_what_if_is_arithmetic_on_one_snapshot(store, at, move, sentence):
    told = answered(store, at, act="whatif", subject=move)

    assert texts(told)[0].startswith(sentence)


def test_a_share_by_group_is_of_both_numbers_of_each_group(store, at):
    told = answered(store, at, "rejection rate by group")

    assert {row["words"]: row["said"] for row in told["table"]} == {"1": 20.0, "2": 40.0}


@pytest.mark.parametrize(
    "query",
    [
        {"subject": "*>rejected", "by": "state", "over": "1d"},
        {"subject": "quality", "by": "group"},
        {"subject": "total", "by": "problem"},
        {"subject": "total", "by": "batch"},
        {"subject": "rejected/total", "by": "state"},
    ],
    ids=lambda query: str(query)[:50],
)
@pytest.mark.parametrize("act", ["break", "top"])
def test_what_cannot_be_broken_down_so_is_refused(store, at, query, act):
    assert refused(store, at, act=act, **query)["because"]


@pytest.mark.parametrize(
    ("filters", "number"),
    [
        ([("group", "1")], 7),  # the two of no group are among them
        ([("group", "1"), ("owner", "cn2")], 2),
        ([("group", "1"), ("audit_reason", "duplicate_audit_fail")], 5),
        ([("price", "5..20")], None),
    ],
)
def test_all_but_some_is_one_list(store, at, filters, number):
    ListingFactory.create_batch(2, store=store, group_id=None, owner_member_id="")
    query: dict[str, Any] = {"act": "value", "subject": "total"}
    query["filters"] = [{"name": name, "sign": "!=", "value": value} for name, value in filters]
    if number is None:
        with pytest.raises(BadInput):
            asked(store, at, **query)
        return

    [only] = answered(store, at, **query)["sentences"][0]["numbers"]

    assert only["said"] == number
    assert only["listings"].count("other_than") == 1
    told = answered(store, at, **query | {"act": "break", "by": "owner"})
    assert sum(row["said"] for row in told["table"]) == number


@pytest.mark.parametrize(
    "query",
    [
        {"act": "compare", "subject": "rejected,auditing"},
        {"act": "whatif", "subject": "rejected>active"},
        {"act": "forecast", "subject": "expiring", "ahead": "7d"},
        {"act": "trend", "subject": "rejected", "over": "1d"},
        {"act": "peak", "subject": "rejected", "over": "1d", "which": "max"},
        {"act": "mean", "subject": "rejected", "over": "1d"},
        {"act": "flow", "over": "1d"},
        {"act": "reviews", "subject": "usual"},
        {"act": "overview"},
    ],
    ids=lambda query: query["act"],
)
def test_a_condition_is_never_left_out(store, at, query):
    filters = [{"name": "group", "sign": "=", "value": "1"}]

    assert refused(store, at, filters=filters, **query)["because"]


def test_what_lapses_of_one_group_is_counted_by_its_list(store, at, lapsing):
    filters = [{"name": "group", "sign": "=", "value": "1"}]
    query: dict[str, Any] = {"act": "value", "subject": "expiring", "ahead": "7d"}
    query["filters"] = filters

    assert said(answered(store, at, **query))[0] == 0
