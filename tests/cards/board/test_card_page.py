"""Everything the card page shows stands on one snapshot and costs the same whatever there is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from aliexpress.models import StatusRead
from cards.board.card_page import CardPage, card_page
from cards.history.ranges import Range
from cards.measures import MEASURES
from cards.models import Card
from cards.readings.reader import read
from tests.cards.long_history import much_happened
from tests.factories import (
    MembershipFactory,
    SnapshotFactory,
    StoreFactory,
    SyncRunFactory,
    UserFactory,
)
from tests.moments import NOON
from tests.thorough import first_always

DAY = timedelta(days=1)


def page_for(user, *, key="aex_total_listings", **kwargs) -> CardPage:
    span = Range(kwargs.pop("period", "30d"), NOON)
    return card_page(key, "harbour-home", user=user, at=NOON, span=span, **kwargs)


def test_reading_ledger_and_siblings_stand_on_one_snapshot(snapshot, owner):
    page = page_for(owner)

    assert page.reading.value == 4820
    assert page.ledger is not None
    assert page.ledger.gap == 510
    sibling = page.siblings[0]
    assert (sibling.card.key, sibling.reading.value) == ("aex_active_listings", 4310)
    assert {page.reading.snapshot, sibling.reading.snapshot} == {snapshot.pk}


def test_a_sibling_the_reader_may_not_see_is_not_named(snapshot, owner, active):
    active.roles.clear()

    assert "aex_active_listings" not in [one.card.key for one in page_for(owner).siblings]


def test_the_ledger_is_held_against_the_reading_a_day_ago(store, owner):
    SnapshotFactory(store=store, as_of=NOON - 3 * DAY, rejected_count=90)
    SnapshotFactory(store=store, as_of=NOON - DAY, rejected_count=100)
    SnapshotFactory(store=store)

    ledger = page_for(owner).ledger

    assert ledger is not None
    assert ledger.compared_with == NOON - DAY
    assert ledger.change == 20


def test_a_snapshot_that_stands_for_more_than_a_day_is_its_own_yesterday(store, owner):
    SnapshotFactory(store=store, as_of=NOON - 2 * DAY, confirmed_at=NOON)

    ledger = page_for(owner).ledger

    assert ledger is not None
    assert ledger.change == 0


def test_a_store_a_few_hours_old_has_no_yesterday(store, owner):
    SnapshotFactory(store=store, as_of=NOON - timedelta(hours=5))

    ledger = page_for(owner).ledger

    assert ledger is not None
    assert ledger.change is None


def test_before_the_first_complete_reading_there_is_no_ledger(store, owner):
    page = page_for(owner)

    assert page.reading.value is None
    assert page.ledger is None
    assert page.history.history.points == []


def test_the_run_under_way_comes_with_its_progress_for_who_watches(snapshot, owner):
    run = SyncRunFactory(store=snapshot.store)
    StatusRead.objects.create(run=run, status="onSelling", declared_before=4310, listed=2310)

    page = page_for(owner, watching=True)

    assert page.run == run
    assert [(read.status, read.listed) for read in page.progress] == [("onSelling", 2310)]


def test_nobody_watching_costs_no_look_at_the_progress(snapshot, owner):
    run = SyncRunFactory(store=snapshot.store)
    StatusRead.objects.create(run=run, status="onSelling", declared_before=4310, listed=2310)

    assert page_for(owner).progress == []


def test_the_failed_attempt_and_the_run_that_mends_it_are_both_there(snapshot, owner):
    SyncRunFactory(store=snapshot.store, failed=True)
    run = SyncRunFactory(store=snapshot.store)

    page = page_for(owner)

    assert page.run == run
    assert page.reading.last_attempt is not None
    assert page.reading.last_attempt.error


def test_a_card_answers_to_its_alias(snapshot, owner):
    Card.objects.filter(key="aex_total_listings").update(aliases=["aex_all_listings"])

    assert page_for(owner, key="aex_all_listings").card.key == "aex_total_listings"


def test_the_page_names_who_may_see_the_card(snapshot, owner):
    assert page_for(owner).roles == ["operations", "owner"]


def test_a_superuser_reads_a_card_that_no_role_may_see(snapshot, total):
    total.roles.clear()

    page = page_for(UserFactory(is_superuser=True))

    assert (page.reading.value, page.roles) == (4820, [])


def test_the_stores_offered_are_the_reader_s_own(snapshot, owner):
    StoreFactory(name="Somebody else's")

    assert [store.slug for store in page_for(owner).stores] == ["harbour-home"]


@pytest.mark.parametrize("key", ["no_such_card", "aex_total_listings"])
def test_what_is_hidden_is_as_absent(store, key):
    with pytest.raises(Http404):
        page_for(UserFactory(role="owner"), key=key)


@pytest.mark.parametrize("key", first_always(MEASURES, always=2))
def test_the_page_costs_the_same_however_much_there_is(snapshot, owner, key):
    """Cards with their roles; stores with marks, alert and warnings; the store with its runs,
    reviews and what is known of it now, a day and a week ago; rejections; history, and what the
    card stands on at its points; since when listings are in their states; Today."""
    much_happened(snapshot.store)
    with CaptureQueriesContext(connection) as few:
        page_for(owner, key=key)
    much_happened(MembershipFactory(user=owner).store)
    MembershipFactory.create_batch(5, user=owner)

    with CaptureQueriesContext(connection) as many:
        page_for(owner, key=key)

    assert len(few) == len(many) <= 11


def test_the_whole_history_of_a_store_costs_no_more(snapshot, owner, django_assert_num_queries):
    much_happened(snapshot.store)

    with django_assert_num_queries(8):
        page = page_for(owner, period="all")

    assert page.history.history.start == NOON - timedelta(days=10)


def test_rules_that_look_back_each_another_way_cost_no_more(
    snapshot, owner, django_assert_num_queries
):
    much_happened(snapshot.store)
    for days, card in enumerate(Card.objects.in_order(), start=2):
        card.sentiment_rule = {
            "rule": "directional_change",
            "good": "up",
            "window_days": days,
            "flat_within": 1,
        }
        card.save()

    with django_assert_num_queries(8):
        page = page_for(owner)

    for sibling in page.siblings:
        assert sibling.reading == read(sibling.card, snapshot.store, at=NOON)
