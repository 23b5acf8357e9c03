"""Groups of what is not sold: made by the facts, counted at once, and worth what they say."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aliexpress.models import ReviewTally
from cards.models import GroupKind, ReasonText
from cards.work.group_parts import ages_of, parts_of
from cards.work.groups import edges_of, groups_of, listings_in
from cards.work.items import take_on
from cards.work.narrowing import Narrowing
from cards.work.reason_words import DELIVERED, texts_by_reason, wants
from cards.work.worth import snapshots_of, worth_sentence
from tests.factories import (
    ListingDetailFactory,
    ListingFactory,
    SnapshotFactory,
    StoreFactory,
    UserFactory,
)
from tests.moments import NOON

A_DAY = timedelta(days=1)


def told(store, at=NOON):
    return {(group.kind.value, group.reason): group.count for group in groups_of(store, at=at)}


def sentence(store, at=NOON):
    [group] = groups_of(store, at=at)
    return worth_sentence(group, snapshots_of([group]).get(group.snapshot or 0))


def test_what_was_rejected_is_grouped_by_the_word_of_aliexpress(store, rejected):
    rejected(3)
    rejected(2, "cluster_audit_fail")
    rejected(1, "")

    assert told(store) == {
        ("rejected", "category_audit_fail"): 3,
        ("rejected", "cluster_audit_fail"): 2,
        ("rejected", ""): 1,
    }


def test_each_kind_of_group_is_made_by_its_fact(store, snapshot):
    ListingFactory(store=store, state="expired")
    ListingFactory(store=store, offline_at=NOON + 2 * A_DAY)
    ListingFactory(store=store, offline_at=NOON + 20 * A_DAY)
    ListingDetailFactory(listing=ListingFactory(store=store), is_out_of_stock=True)
    ListingDetailFactory(listing=ListingFactory(store=store), required_filled=50, missing=[10])
    ListingFactory(store=store, state="auditing", state_since_at=NOON - 8 * A_DAY)
    ListingFactory(store=store, state="auditing", state_since_at=NOON - 6 * A_DAY)

    assert told(store) == {
        ("expired", ""): 1,
        ("expiring", ""): 1,
        ("out_of_stock", ""): 1,
        ("lacking", ""): 1,
        ("stuck", ""): 1,
    }


def test_details_that_are_out_of_date_make_no_group(store, snapshot):
    listing = ListingFactory(store=store, gmt_modified="now")
    ListingDetailFactory(listing=listing, asked_for="before", is_out_of_stock=True)

    assert told(store) == {}


def test_stuck_begins_where_nine_in_ten_reviews_of_the_store_have_ended(store, snapshot):
    ReviewTally.objects.create(
        store=store, snapshot=snapshot, as_of=NOON, known_count=20, usual_seconds=3600.0,
        nine_in_ten_seconds=7200.0,
    )  # fmt: skip
    store.now.__class__.objects.search(store.pk).save()
    store.refresh_from_db()
    ListingFactory(store=store, state="auditing", state_since_at=NOON - timedelta(hours=3))

    assert told(store) == {("stuck", ""): 1}


def test_listings_gone_and_of_other_stores_are_in_no_group(store, rejected):
    rejected(1, gone_at=NOON)
    ListingFactory(store=StoreFactory(), state="rejected")

    assert told(store) == {}


def test_clearing_45_of_the_120_says_what_the_numbers_become(store, rejected):
    rejected(45)

    assert sentence(store) == ("Clear these 45: Active 4,355, gap 465, rejection rate 1.6 %.")


def test_the_numbers_are_those_of_the_newest_snapshot(store, rejected):
    SnapshotFactory(store=store, rejected_count=1, active_count=9, auditing_count=0,
                    expired_count=0, as_of=NOON + A_DAY)  # fmt: skip
    rejected(1)

    assert sentence(store) == "Clear this one: Active 10, gap 0, rejection rate 0.0 %."


def test_what_lapses_soon_says_what_active_would_fall_to(store, snapshot):
    ListingFactory.create_batch(3, store=store, offline_at=NOON + A_DAY)

    assert sentence(store) == "Renew these 3: Active stays 4,310 instead of 4,307."


def test_a_store_that_was_never_read_promises_nothing(store):
    ListingFactory(store=store, state="expired")

    assert sentence(store) == ""


def test_what_is_worth_most_comes_first_and_then_the_oldest(store, rejected):
    rejected(9, "fake_audit_fail", state_since_at=NOON - A_DAY)
    rejected(2, "cluster_audit_fail", min_price=Decimal("5"), currency="USD")
    rejected(1, "category_audit_fail", min_price=Decimal("90"), currency="USD")
    rejected(1, "tbd_audit_fail", state_since_at=NOON - 9 * A_DAY)

    assert [group.reason for group in groups_of(store, at=NOON)] == [
        "category_audit_fail", "cluster_audit_fail", "tbd_audit_fail", "fake_audit_fail",
    ]  # fmt: skip


def test_prices_of_two_currencies_are_never_added(store, rejected):
    rejected(1, min_price=Decimal("5"), currency="USD")
    rejected(1, min_price=Decimal("5"), currency="CNY")

    [group] = groups_of(store, at=NOON)

    assert (group.count, group.worth) == (2, None)


def test_a_group_is_cut_by_category_group_owner_and_age(store, rejected):
    for number, listing in enumerate(rejected(3, owner_member_id="li", group_id=7)):
        ListingDetailFactory(listing=listing, category_id=100 if number else 200)
    rejected(1, state_since_at=NOON - 10 * A_DAY)
    edges = edges_of(store, at=NOON)

    def listings(**narrowing):
        narrowed = Narrowing(**narrowing)
        return listings_in(
            store, GroupKind.REJECTED, reason=None, narrowing=narrowed, edges=edges, at=NOON
        )

    parts = [(part.value, part.count) for part in parts_of(listings(), "category")]
    assert parts == [("100", 2), ("", 1), ("200", 1)]
    assert ages_of(listings(), at=NOON) == [(2, 1), (7, 1)]
    assert listings(category=100).count() == 2
    assert listings(owner="li", group=7).count() == 3
    assert listings(min_days=7).count() == 1
    chosen = {"listings": [listings(min_days=7).get().product_id]}
    take_on(store, chosen, by=UserFactory(), at=NOON)
    assert listings(in_hand="no").count() == 3


def test_groups_cost_as_many_statements_for_many_listings_as_for_few(store, rejected):
    rejected(1)
    with CaptureQueriesContext(
        connection,
    ) as few:
        groups_of(store, at=NOON)
    rejected(40)
    rejected(20, "fake_audit_fail")
    with CaptureQueriesContext(connection) as many:
        groups_of(store, at=NOON)

    assert len(many) <= len(few)


@pytest.mark.parametrize("reason", ["category_audit_fail", "never_seen_fail", ""])
def test_every_reason_has_words_for_what_aliexpress_wants(reason):
    assert wants("rejected", reason, {}).endswith(".")


@pytest.mark.django_db
def test_what_people_wrote_stands_before_what_was_delivered():
    ReasonText.objects.update_or_create(reason="category_audit_fail", defaults={"text": "Ask Wei."})
    ReasonText.objects.update_or_create(reason="expired", defaults={"text": ""})

    texts = texts_by_reason()

    assert wants("rejected", "category_audit_fail", texts) == "Ask Wei."
    assert wants("expired", "", texts) == DELIVERED["expired"]
