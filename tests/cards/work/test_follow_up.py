"""What came of listings that were taken on, without anybody ticking anything off."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cards.models import WorkItem
from cards.work.automatic_closing import REOPENS_WITHIN, follow_work
from cards.work.follow_up import Outcome, followed
from cards.work.items import change, take_on
from cards.work.outcome_counts import outcomes_of, records_of
from tests.cards.work.conftest import LATER
from tests.factories import ListingDetailFactory, ListingFactory, SnapshotFactory
from tests.moments import NOON

A_DAY = timedelta(days=1)


def counts(item):
    found = outcomes_of([item.pk])[item.pk]
    return {outcome.value: number for outcome, number in found.items() if number}


def next_snapshot(store, number=1):
    return SnapshotFactory(store=store, as_of=NOON + number * A_DAY)


def test_what_nobody_touched_is_still_there(taken_on):
    item, _ = taken_on

    assert counts(item) == {"still_there": 3}


def test_each_listing_is_told_by_where_it_went(taken_on, store, move):
    item, (first, second, third) = taken_on
    snapshot = next_snapshot(store)
    move(snapshot, first, "auditing")
    move(snapshot, second, "active")
    move(snapshot, third, None)

    assert counts(item) == {"sent_back": 1, "cleared": 1, "gone": 1}


def test_what_was_sent_back_and_rejected_is_turned_down_again(taken_on, store, move):
    item, (first, *_) = taken_on
    move(next_snapshot(store, 1), first, "auditing")
    move(next_snapshot(store, 2), first, "rejected")

    assert counts(item) == {"still_there": 2, "turned_down": 1}


def test_what_was_cleared_and_is_edited_weeks_later_stays_cleared(taken_on, store, move):
    item, (first, *_) = taken_on
    move(next_snapshot(store, 1), first, "auditing")
    move(next_snapshot(store, 2), first, "active")
    move(next_snapshot(store, 20), first, "auditing")

    assert counts(item) == {"still_there": 2, "cleared": 1}
    [row] = [row for row in followed(item.rows.all()) if row.outcome == Outcome.CLEARED]
    assert row.ended_at - item.created_at == 2 * A_DAY


def test_what_was_cleared_and_is_rejected_later_came_back(taken_on, store, move):
    item, (first, *_) = taken_on
    move(next_snapshot(store, 2), first, "active")
    move(next_snapshot(store, 20), first, "rejected")

    assert counts(item) == {"still_there": 2, "turned_down": 1}


def test_what_was_renewed_and_edited_stays_cleared(store, snapshot, owner, move):
    listing = ListingFactory(store=store, offline_at=NOON + A_DAY)
    item = take_on(store, {"kind": "expiring"}, by=owner, at=NOON)
    listing.offline_at = NOON + 30 * A_DAY
    move(next_snapshot(store), listing, "auditing")

    assert counts(item) == {"cleared": 1}


def test_what_moved_before_the_work_began_says_nothing(taken_on, store, snapshot, move):
    item, (first, *_) = taken_on
    move(snapshot, first, "rejected")

    assert counts(item) == {"still_there": 3}


def test_what_was_to_expire_is_cleared_when_its_end_moved_on(store, snapshot, owner):
    listing = ListingFactory(store=store, offline_at=NOON + A_DAY)
    item = take_on(store, {"kind": "expiring"}, by=owner, at=NOON)
    assert counts(item) == {"still_there": 1}

    listing.offline_at = NOON + 30 * A_DAY
    listing.save()

    assert counts(item) == {"cleared": 1}


def test_what_was_out_of_stock_is_cleared_when_stock_is_read(store, snapshot, owner):
    detail = ListingDetailFactory(listing=ListingFactory(store=store), is_out_of_stock=True)
    item = take_on(store, {"kind": "out_of_stock"}, by=owner, at=NOON)
    detail.is_out_of_stock = False
    detail.save()

    assert counts(item) == {"cleared": 1}


def test_what_lacked_attributes_is_cleared_when_they_are_filled(store, snapshot, owner):
    detail = ListingDetailFactory(listing=ListingFactory(store=store), required_filled=50)
    item = take_on(store, {"kind": "lacking"}, by=owner, at=NOON)
    detail.required_filled = 100
    detail.save()

    assert counts(item) == {"cleared": 1}


def test_how_long_it_took_is_counted_from_when_it_was_taken_on(taken_on, store, move):
    item, (first, *_) = taken_on
    move(next_snapshot(store, 3), first, "active")

    [row] = [row for row in followed(item.rows.all()) if row.outcome == Outcome.CLEARED]

    assert row.ended_at - item.created_at == 3 * A_DAY


def test_each_reason_says_how_much_was_cleared_and_turned_down_again(taken_on, store, move):
    _, (first, second, _) = taken_on
    move(next_snapshot(store, 1), first, "auditing")
    move(next_snapshot(store, 2), first, "rejected")
    move(next_snapshot(store, 3), first, "active")
    move(next_snapshot(store, 4), second, "active")

    [record] = records_of(store)

    assert (record.reason, record.taken_on) == ("category_audit_fail", 3)
    assert (record.cleared, record.turned_down) == (2, 1)
    assert record.took == 3.5 * A_DAY


def test_an_item_closes_when_nothing_of_it_is_left(taken_on, store, move):
    item, listings = taken_on
    snapshot = next_snapshot(store)
    move(snapshot, listings[0], None)
    for listing in listings[1:]:
        move(snapshot, listing, "active")

    follow_work(at=LATER)

    item.refresh_from_db()
    assert item.closed_at == LATER
    assert item.events.last().text == "Nothing is left of it: 2 cleared, 1 gone."


def test_an_item_stays_open_while_one_waits_for_aliexpress(taken_on, store, move):
    item, (first, *rest) = taken_on
    snapshot = next_snapshot(store)
    move(snapshot, first, "auditing")
    for listing in rest:
        move(snapshot, listing, "active")

    follow_work(at=LATER)

    item.refresh_from_db()
    assert item.closed_at is None


def test_an_item_opens_again_when_something_comes_back(taken_on, store, move):
    item, listings = taken_on
    first = next_snapshot(store, 1)
    for listing in listings:
        move(first, listing, "active")
    follow_work(at=LATER)
    move(next_snapshot(store, 2), listings[0], "rejected")
    follow_work(at=LATER + A_DAY)

    item.refresh_from_db()
    assert item.closed_at is None
    assert item.events.last().text == "1 of its listings came back."


def test_what_comes_back_after_a_season_is_work_of_its_own(taken_on, store, move):
    item, listings = taken_on
    first = next_snapshot(store, 1)
    for listing in listings:
        move(first, listing, "active")
    follow_work(at=LATER)
    move(next_snapshot(store, 2), listings[0], "rejected")
    follow_work(at=LATER + REOPENS_WITHIN + A_DAY)

    item.refresh_from_db()
    assert item.closed_at is not None


def test_an_item_somebody_closed_stays_closed(taken_on, store, owner):
    item, _ = taken_on
    change(item, {"closed": True}, by=owner, at=LATER)
    next_snapshot(store)

    follow_work(at=LATER + A_DAY)

    item.refresh_from_db()
    assert item.closed_at == LATER


def test_items_are_looked_at_again_only_when_there_are_new_facts(taken_on, store):
    follow_work(at=NOON)
    with CaptureQueriesContext(connection) as asked:
        follow_work(at=LATER)

    assert len(asked) == 1


def test_work_of_a_kind_that_the_next_release_made_is_left_to_it(
    taken_on, store, move, owner, as_user, with_key
):
    item, listings = taken_on
    WorkItem.objects.filter(pk=item.pk).update(kind="of_the_next_release")
    snapshot = next_snapshot(store)
    for listing in listings:
        move(snapshot, listing, "active")

    follow_work(at=LATER)

    assert WorkItem.objects.get().closed_at is None
    work = f"/stores/{store.slug}/work/"
    for page in (work, f"{work}{item.pk}/", f"{work}{item.pk}.csv", "/work/"):
        assert as_user(owner).get(page).status_code == 200
    for address in (work, f"{work}{item.pk}/"):
        assert with_key(owner).get(f"/api/v1{address}").status_code == 200
