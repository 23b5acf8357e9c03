"""Values, breakdowns, forecasts, proofs and the rest, on a store counted by hand."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aliexpress.lifecycle import State
from aliexpress.models import DetailTally, ReviewTally
from aliexpress.typed.bad_input import BadInput
from cards.models import Alert, Annotation, Card
from tests.cards.ask.world import answered, asked, receipts, refused, texts
from tests.factories import (
    DetailTallyFactory,
    ListingDetailFactory,
    ListingFactory,
    SnapshotFactory,
    StoreFactory,
    SyncRunFactory,
    UserFactory,
    ValidityTallyFactory,
)

COUNTS = [
    one.name for one in DetailTally._meta.get_fields() if one.name.endswith(("_count", "_sum"))
]
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# state, group, price, days in it, reason of a rejection
LISTINGS = [
    ("active", 1, 4, 1, ""),
    ("active", 1, 15, 1, ""),
    ("active", 2, 60, 1, ""),
    ("active", 2, 60, 1, ""),
    ("auditing", 1, 4, 3, ""),
    ("auditing", 2, 15, 12, ""),
    ("rejected", 1, 4, 2, "category_audit_fail"),
    ("rejected", 2, 15, 20, "duplicate_audit_fail"),
    ("rejected", 2, 30, 30, "duplicate_audit_fail"),
    ("expired", 1, 15, 5, ""),
]
STATUS = {"active": "onSelling", "auditing": "auditing", "rejected": "editingRequired"}


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def store(db, at):
    return filled(StoreFactory(slug="harbour-home", name="Harbour Home"), at)


def filled(store, at, listings=LISTINGS):
    for state, group, price, days, reason in listings:
        ListingFactory(
            store=store,
            state=State(state),
            status=STATUS.get(state, "offline"),
            offline_reason="expire_offline" if state == "expired" else "",
            group_id=group,
            currency="USD",
            min_price=price,
            max_price=price,
            state_since_at=at - days * DAY,
            created_at=at - 400 * DAY if group == 1 else at - 10 * DAY,
            audit_failure_reason=reason,
            owner_member_id="cn1" if group == 1 else "cn2",
        )
    counts = {state: sum(one[0] == state for one in listings) for state in State.values}
    SnapshotFactory(
        store=store,
        as_of=at - timedelta(minutes=1),
        **{f"{state}_count": number for state, number in counts.items()},
    )
    SyncRunFactory(store=store, complete=True, finished_at=at - timedelta(minutes=1))
    return store


def said(told):
    return [number["said"] for number in receipts(told)]


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


# ---- ahead


@pytest.fixture
def lapsing(store):
    snapshot = store.snapshots.get()
    return ValidityTallyFactory(snapshot=snapshot, active_count=4, days=[1, 0, 1, 1, *[0] * 26])


@pytest.mark.parametrize(("days", "number"), [(1, 1), (3, 2), (7, 3), (30, 3)])
def test_what_lapses_is_counted_ahead(store, at, lapsing, days, number):
    query = {"act": "forecast", "subject": "expiring", "ahead": f"{days}d"}
    told = answered_without_lists(store, at, **query)

    assert f"{number} active listing" in texts(told)[0]


def answered_without_lists(store, at, **query):
    """The tally is made up, so its lists are not there."""
    told = asked(store, at, **query)
    assert told["status"] == "answered", told
    return told


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


# ---- trust


def test_a_proof_shows_declared_beside_listed(store, at):
    told = answered_without_lists(store, at, act="proof", subject="total")

    rows = {row["words"]: row["said"] for row in told["table"]}
    assert rows["onSelling: AliExpress declares"] == rows["onSelling: we listed"] == 4
    assert "declares as many listings as we listed" in texts(told)[0]


def test_a_disputed_reading_says_so_before_the_number(store, at):
    store.snapshots.update(verdict="disputed")

    told = answered(store, at, "how many listings do we have")

    assert "disputed" in texts(told)[0]
    assert "10 listings" in texts(told)[1]


def test_how_old_the_data_is(store, at):
    assert ": up to date" in texts(answered(store, at, "is the data up to date"))[0]


def test_how_the_last_refresh_went(store, at):
    assert texts(answered(store, at, "did the refresh succeed"))[0].startswith(
        "The last refresh succeeded"
    )
    SyncRunFactory(store=store, failed=True, finished_at=at)

    told = answered(store, at, "how many listings are rejected")

    assert texts(told)[0].startswith("The last refresh failed: AliExpress did not answer")


def test_of_how_many_something_is_known(store, at):
    DetailTallyFactory(
        snapshot=store.snapshots.get(),
        **{
            **dict.fromkeys(COUNTS, 0),
            "total_count": 10,
            "active_count": 4,
            "stock_known_count": 8,
            "stock_known_active_count": 4,
        },
    )

    told = answered(store, at, "How many products do you know the stock of?")

    assert texts(told) == ["The stock of 8 of 10 listings is known."]


def test_out_of_stock_names_what_is_not_known(store, at):
    for listing in store.listings.all():
        ListingDetailFactory(listing=listing)

    assert refused(store, at, "how many listings are out of stock")["because"]


@pytest.mark.parametrize(("entered", "words"), [("10", "Equal"), ("4", "Seller Center shows 4")])
def test_another_number_is_reconciled(store, at, entered, words):
    told = answered(store, at, f"Seller Center says {entered}")

    assert words in " ".join(texts(told))
    assert told["links"][0]["address"] == "/stores/harbour-home/reconcile/"


def test_a_number_said_of_us_is_checked(store, at):
    told = answered(store, at, "Seller Center shows 4, why do you say 99?")

    assert texts(told)[0] == "You say 99; we have 10 listings."


# ---- reviews, one listing, alerts, marks


def test_how_long_reviews_take_and_which_are_stuck(store, at):
    ReviewTally.objects.create(
        store=store,
        snapshot=store.snapshots.get(),
        as_of=at,
        known_count=50,
        usual_seconds=2 * 86400,
        nine_in_ten_seconds=5 * 86400,
        waiting=[[(at - 12 * DAY).isoformat(), 1], [(at - 3 * DAY).isoformat(), 1]],
    )

    usual = answered(store, at, "How long do reviews usually take?")
    stuck = answered_without_lists(store, at, act="reviews", subject="stuck")

    assert texts(usual) == ["Reviews usually take 2.0 days, and nine in ten end within 5.0 days."]
    assert texts(stuck)[0].startswith("1 listing has been in auditing for longer")


def test_the_life_of_a_listing_that_is_not_there(store, at):
    assert refused(store, at, "when was 1005003033814999999 rejected")["kind"] == "unknown_value"


def test_alerts_and_marks(store, at):
    card = Card.objects.get(key="aex_total_listings")
    Alert.objects.create(
        card=card, store=store, trigger="t", sentence="Total fell.", opened_at=at, updated_at=at
    )
    user = UserFactory(username="mei")
    Annotation.objects.create(store=store, at=at, text="Bulk upload", by=user, created_at=at)

    assert "Total fell." in texts(answered(store, at, "are there open alerts"))[0]
    assert "mei marked it" in texts(answered(store, at, "who marked the bulk upload"))[0]
    overview = texts(answered(store, at, "How's the store doing?"))
    assert "10 listings: 4 are active, 2 auditing, 3 rejected, 1 expired" in overview[0]
    assert "Total fell." in overview[1]


# ---- several stores


@pytest.fixture
def other(db, at):
    return filled(StoreFactory(slug="north-quay", name="North Quay"), at, LISTINGS[:5])


@pytest.mark.parametrize(
    ("question", "number"),
    [("Total over all stores", 15), ("how many rejected listings over all stores", 3)],
)
def test_a_number_over_all_stores_is_their_sum(store, other, at, question, number):
    told = answered(store, at, question)

    assert said(told)[0] == number
    assert len(told["table"]) == 2


def test_a_share_over_all_stores_is_of_the_sums(store, other, at):
    told = answered(store, at, "active share over all stores")

    assert texts(told)[0] == "Over all of them it is 53.3 %."


def test_stores_beside_each_other(store, other, at):
    told = answered(store, at, "compare harbour-home and north-quay")

    assert {row["words"]: row["said"] for row in told["table"]} == {
        "Harbour Home": 10,
        "North Quay": 5,
    }


def test_a_question_of_another_store_by_name_is_of_that_store(store, other, at):
    assert said(answered(store, at, "how many active listings in north-quay"))[0] == 4


def test_movements_over_all_stores_are_never_those_of_one(store, other, at):
    told = refused(store, at, "how many rejections over all stores last week")

    assert told["kind"] == "before_known"


@pytest.mark.parametrize("act", ["change", "trend", "why", "flow", "proof"])
def test_what_is_told_of_one_store_is_not_told_of_all(store, other, at, act):
    query = {"act": act, "stores": "all", "over": "7d", "subject": "total"}
    if act in {"flow", "proof"}:
        query |= {"subject": "" if act == "flow" else "total"}

    assert refused(store, at, **query)["because"] == "That is told of one store at a time."


# ---- what a breakdown is of


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
