"""Products are asked for one by one: only what is new or modified, and never so fast as to be
banned."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from aliexpress.models import (
    AppKeyPause,
    CategoryAttributes,
    DetailReading,
    DetailTally,
    Listing,
    ListingDetail,
    Store,
)
from aliexpress.sandbox.faults.script import Fault
from aliexpress.sync.details import due_stores, make_due, read_details
from tests.factories import StoreFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db

DETAIL = "aliexpress.offer.product.query"
ATTRIBUTES = "aliexpress.category.redefining.getallchildattributesresult"
DIAGNOSIS = "aliexpress.product.diagnosis.pageQueryProblem"
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def look(sandbox, store):
    """Read the details, on the sandbox's clock, without waiting for it to recover."""

    def look_now(**kwargs):
        return read_details(store, clock=sandbox.clock.now, patience=0, **kwargs)

    return look_now


@pytest.fixture
def synced(catalogue, read):
    read()
    return catalogue


def asked(sandbox):
    """The products asked for so far, in order."""
    return [
        json.loads(seen.parameters["product_id"])
        for seen in sandbox.requests
        if seen.method == DETAIL
    ]


def calls_of(sandbox, method):
    return [seen for seen in sandbox.requests if seen.method == method]


def test_every_listing_in_every_state_is_asked_for_once(sandbox, synced, look):
    reading = look()

    assert sorted(asked(sandbox)) == sorted(Listing.objects.values_list("product_id", flat=True))
    assert ListingDetail.objects.filter(is_known=True).count() == 12
    assert (reading.detail_error, reading.lease) == ("", None)


def test_a_second_look_asks_only_for_what_was_modified_or_is_new(sandbox, synced, read, look):
    look()
    sandbox.requests.clear()
    sandbox.clock.set(NOON + 5 * MINUTE)
    modified = synced.in_status("onSelling")[0]
    synced.reprice(modified)
    new = synced.create("auditing")
    read()

    look()

    assert sorted(asked(sandbox)) == sorted([modified, new])


def test_the_newest_modified_come_first(sandbox, paced, synced, read, look):
    for number, product_id in enumerate(synced.in_status("auditing"), start=1):
        sandbox.clock.set(NOON + number * MINUTE)
        synced.modify(product_id)
    read()

    look()

    newest = Listing.objects.order_by("-modified_at", "-product_id")
    # Six are under way at once, so the order they arrive in is that of the first six.
    assert set(asked(sandbox)[:6]) == set(newest.values_list("product_id", flat=True)[:6])


def test_what_was_kept_is_not_asked_for_again_by_who_goes_on(sandbox, store, read, look):
    sandbox.fill(sandbox.seller, {"onSelling": 70})
    read()

    first = look(seconds=0)
    kept = ListingDetail.objects.count()
    second = look()

    assert 60 <= kept < 70
    assert first.due_at == sandbox.clock.now()
    assert ListingDetail.objects.count() == 70
    assert second.due_at > sandbox.clock.now()
    # Only what was under way when the first one stopped is asked for twice.
    assert len(asked(sandbox)) - len(set(asked(sandbox))) <= 12


def test_two_workers_never_read_one_store_at_once(sandbox, synced, store, look):
    DetailReading.objects.update_or_create(
        store=store, defaults={"lease": "0" * 32, "heartbeat_at": sandbox.clock.now()}
    )

    assert look() is None
    assert asked(sandbox) == []


def test_a_reading_whose_worker_died_is_taken_over(sandbox, synced, store, look):
    DetailReading.objects.update_or_create(
        store=store,
        defaults={"lease": "0" * 32, "heartbeat_at": sandbox.clock.now() - timedelta(seconds=10)},
    )

    assert look() is not None
    assert len(asked(sandbox)) == 12


def test_details_leave_workers_for_syncs(sandbox, synced, look):
    for _ in range(3):
        DetailReading.objects.create(
            store=StoreFactory(), lease="0" * 32, heartbeat_at=sandbox.clock.now()
        )

    assert look() is None
    assert due_stores(at=sandbox.clock.now()) == []


def test_no_ban_is_provoked(sandbox, store, read, look):
    sandbox.fill(sandbox.seller, {"onSelling": 50})
    read()

    look()

    assert len(asked(sandbox)) == 50
    assert not AppKeyPause.objects.exists()


def test_a_ban_is_obeyed_and_told_to_the_other_workers(sandbox, synced, look):
    sandbox.faults.add(Fault("throttled", method=DETAIL, seconds=30, times=1))

    reading = look()

    assert "asked this app to wait" in reading.detail_error
    assert AppKeyPause.objects.get().until > sandbox.clock.now() + timedelta(seconds=29)
    assert reading.due_at > sandbox.clock.now()


def test_a_method_that_is_refused_is_said_in_words_and_tried_again_later(sandbox, synced, look):
    sandbox.faults.add(Fault("error_response", method=DETAIL, code="InsufficientPermission"))

    reading = look()

    assert "The app may not make this call." in reading.detail_error
    assert reading.due_at - sandbox.clock.now() == timedelta(minutes=15)
    assert "The app may not make this call." in DetailTally.objects.latest("pk").remark


def test_one_product_that_is_refused_costs_only_itself(sandbox, synced, look):
    sandbox.faults.add(
        Fault("success_false", method=DETAIL, code="PRODUCT_IN_LOCK_MODE", message="locked", nth=1)
    )

    reading = look()

    assert reading.detail_error == ""
    assert ListingDetail.objects.filter(is_known=False, problem__contains="locked").count() == 1
    assert ListingDetail.objects.filter(is_known=True).count() == 11


@pytest.mark.parametrize(
    "failure",
    [
        {"kind": "success_false", "code": "F00-10-10000-001", "message": "system error"},
        {"kind": "success_false", "code": "13001004", "message": "something new"},
        {"kind": "error_response", "code": "15", "type": "ISP", "message": "Remote service error"},
        {"kind": "bad_shape", "shape": {}},
        {"kind": "bad_shape", "shape": {"result": None}},
    ],
)
def test_products_aliexpress_could_not_answer_for_are_asked_again_soon(
    sandbox, synced, look, failure
):
    sandbox.faults.add(Fault(**failure, method=DETAIL, times=5))

    first = look()

    assert "5 of 12 products are missing and asked for again soon" in first.detail_error
    assert first.due_at - sandbox.clock.now() == MINUTE
    assert ListingDetail.objects.filter(is_known=True).count() == 7
    assert "5 of 12 products are missing" in DetailTally.objects.latest("pk").remark

    sandbox.clock.set(first.due_at)
    second = look()

    assert (second.detail_error, second.failure_count) == ("", 0)
    assert ListingDetail.objects.filter(is_known=True).count() == 12
    assert len(asked(sandbox)) == 12 + 5


def test_a_product_modified_meanwhile_that_fails_keeps_what_was_known_and_is_asked_again(
    sandbox, synced, read, look
):
    look()
    sandbox.clock.set(NOON + 5 * MINUTE)
    synced.reprice(synced.in_status("onSelling")[0])
    read()
    sandbox.faults.add(Fault("success_false", method=DETAIL, times=1))

    assert "1 of 1 products are missing" in look().detail_error
    assert ListingDetail.objects.filter(is_known=True).count() == 12

    sandbox.clock.set(sandbox.clock.now() + MINUTE)
    assert look().detail_error == ""


def test_where_no_product_is_answered_for_the_rest_are_not_asked_one_by_one(
    sandbox, store, read, look
):
    sandbox.fill(sandbox.seller, {"onSelling": 90})
    read()
    sandbox.faults.add(Fault("success_false", method=DETAIL))

    reading = look()

    assert "could not carry out the call" in reading.detail_error
    assert len(asked(sandbox)) < 60
    assert reading.due_at - sandbox.clock.now() == MINUTE


@pytest.fixture
def told_the_sandboxs_time(sandbox, monkeypatch):
    monkeypatch.setattr(timezone, "now", sandbox.clock.now)


@pytest.mark.usefixtures("told_the_sandboxs_time")
def test_the_command_says_how_many_are_missing_and_ends_with_one(sandbox, synced, store, capsys):
    sandbox.faults.add(Fault("success_false", method=DETAIL, code="PRODUCT_IN_LOCK_MODE", times=5))

    with pytest.raises(CommandError, match="5 of 12 products are not known") as ended:
        call_command("read_details", store.slug)

    assert ended.value.returncode == 1
    assert "Every product" not in capsys.readouterr().out


@pytest.mark.usefixtures("told_the_sandboxs_time")
def test_the_command_ends_well_where_all_is_known(sandbox, synced, store, capsys):
    call_command("read_details", store.slug)
    call_command("read_details", store.slug)

    printed = capsys.readouterr()
    done = "Every product that is new or was modified has been read.\n"
    assert printed.out == done * 2
    assert printed.err == "0 of 12 products asked for\n12 of 12 products asked for\n"


def test_a_category_is_asked_for_once_and_kept(sandbox, synced, look):
    look()

    categories = set(ListingDetail.objects.values_list("category_id", flat=True))
    assert len(calls_of(sandbox, ATTRIBUTES)) == len(categories)
    assert CategoryAttributes.objects.count() == len(categories)


def test_categories_that_are_refused_leave_the_stock_known(sandbox, synced, look):
    sandbox.faults.add(Fault("error_response", method=ATTRIBUTES, code="InsufficientPermission"))

    reading = look()

    tally = DetailTally.objects.latest("pk")
    assert (tally.stock_known_count, tally.attributes_known_count) == (12, 0)
    assert "The app may not make this call." in reading.category_error


def test_one_category_that_is_refused_costs_only_its_own_products(sandbox, synced, look):
    sandbox.faults.add(
        Fault("error_response", method=ATTRIBUTES, code="InsufficientPermission", nth=1)
    )

    reading = look()

    categories = set(ListingDetail.objects.values_list("category_id", flat=True))
    assert len(calls_of(sandbox, ATTRIBUTES)) == len(categories) > 1
    known = CategoryAttributes.objects.values_list("category_id", flat=True)
    [refused] = categories - set(known)  # they are asked for side by side
    assert f"What category {refused} asks for is not known" in reading.category_error
    unknown = ListingDetail.objects.filter(required_filled=None)
    assert set(unknown.values_list("category_id", flat=True)) == {refused}


def test_a_refused_category_is_asked_for_again_the_next_day_though_no_product_changed(
    sandbox, synced, look
):
    sandbox.faults.add(
        Fault("error_response", method=ATTRIBUTES, code="InsufficientPermission", nth=1)
    )
    said = look().category_error
    calls = len(calls_of(sandbox, ATTRIBUTES))
    sandbox.clock.set(sandbox.clock.now() + 23 * HOUR)

    assert look().category_error == said
    assert len(calls_of(sandbox, ATTRIBUTES)) == calls

    sandbox.clock.set(sandbox.clock.now() + HOUR)

    assert look().category_error == ""
    assert len(calls_of(sandbox, ATTRIBUTES)) == calls + 1
    assert not ListingDetail.objects.filter(required_filled=None).exists()


def test_a_category_aliexpress_could_not_answer_for_is_asked_again_soon(sandbox, synced, look):
    sandbox.faults.add(Fault("success_false", method=ATTRIBUTES, times=1))

    first = look()

    assert "asks for is not known" in first.category_error
    assert ListingDetail.objects.filter(is_known=True).count() == 12
    assert first.due_at - sandbox.clock.now() == MINUTE

    sandbox.clock.set(first.due_at)

    assert look().category_error == ""
    assert not ListingDetail.objects.filter(required_filled=None).exists()


def test_a_category_refused_every_day_is_said_every_day(sandbox, synced, look):
    sandbox.faults.add(Fault("error_response", method=ATTRIBUTES, code="InsufficientPermission"))
    said = look().category_error
    sandbox.clock.set(sandbox.clock.now() + 24 * HOUR)

    assert look().category_error == said != ""


def test_what_categories_ask_for_is_asked_again_after_a_week_though_no_product_changed(
    sandbox, synced, look
):
    look()
    categories = CategoryAttributes.objects.count()
    sandbox.clock.set(sandbox.clock.now() + timedelta(days=7))

    look()

    assert len(calls_of(sandbox, ATTRIBUTES)) == 2 * categories
    fetched = set(CategoryAttributes.objects.values_list("fetched_at", flat=True))
    assert fetched == {sandbox.clock.now()}


@pytest.mark.parametrize(
    "shape",
    [
        {"result": {"product_id": 7, "aeop_ae_product_s_k_us": []}},
        {"result": {"product_id": 0}},
    ],
    ids=["another product", "no product id"],
)
def test_one_answer_that_cannot_be_read_costs_only_its_product(sandbox, synced, look, shape):
    sandbox.faults.add(Fault("bad_shape", method=DETAIL, shape=shape, nth=1))

    reading = look()

    assert reading.detail_error == ""
    assert ListingDetail.objects.filter(is_known=True).count() == 11
    assert ListingDetail.objects.filter(is_known=False).count() == 1


def test_a_category_that_cannot_be_read_costs_only_its_own_products(sandbox, synced, look):
    shape = {"result": {"success": True, "attributes": 5}}
    sandbox.faults.add(Fault("bad_shape", method=ATTRIBUTES, shape=shape, nth=1))

    reading = look()

    assert reading.detail_error == ""
    assert ListingDetail.objects.filter(is_known=True).count() == 12
    assert 0 < ListingDetail.objects.filter(required_filled=None).count() < 12


def test_a_diagnosis_that_is_refused_leaves_the_rest(sandbox, synced, look):
    sandbox.faults.add(Fault("error_response", method=DIAGNOSIS, code="InsufficientPermission"))

    reading = look()

    tally = DetailTally.objects.latest("pk")
    assert (tally.scored_count, tally.sound_count) == (12, None)
    assert "AliExpress's own diagnosis is not known" in reading.diagnosis_error


def test_a_diagnosis_that_cannot_be_read_leaves_the_rest(sandbox, synced, look):
    sandbox.faults.add(Fault("bad_shape", method=DIAGNOSIS, shape={"result": {"success": True}}))

    reading = look()

    tally = DetailTally.objects.latest("pk")
    assert (tally.scored_count, tally.sound_count) == (12, None)
    assert "AliExpress's own diagnosis is not known" in reading.diagnosis_error
    assert reading.diagnosed_at is None


def test_a_run_that_changed_something_makes_the_details_due(sandbox, synced, read, store):
    assert due_stores(at=sandbox.clock.now()) == [store.pk]


def test_a_run_that_only_confirmed_does_not(sandbox, synced, read, store, look):
    look()
    sandbox.clock.set(NOON + MINUTE)

    read()

    assert due_stores(at=sandbox.clock.now()) == []


def test_what_a_failure_put_off_stays_put_off(store):
    later = NOON + timedelta(hours=1)
    DetailReading.objects.create(store=store, due_at=later, failure_count=1)

    make_due(store.pk, at=NOON)

    assert DetailReading.objects.get().due_at == later


def test_what_a_sync_puts_out_of_date_is_told_at_once_though_nobody_may_read_details(
    sandbox, synced, read, store, look
):
    look()
    assert DetailTally.objects.latest("pk").stock_known_count == 12
    sandbox.faults.add(Fault("error_response", method=DETAIL, code="InsufficientPermission"))
    DetailReading.objects.update(failure_count=3, due_at=NOON + timedelta(hours=2))
    sandbox.clock.set(NOON + MINUTE)
    synced.reprice(synced.in_status("onSelling")[0])

    read()

    assert DetailTally.objects.latest("pk").stock_known_count == 11


def test_a_store_whose_details_were_never_read_is_not_counted_for_them(synced, read):
    assert not DetailTally.objects.exists()


def test_before_the_first_snapshot_nothing_is_asked_for(sandbox, store, look):
    assert look() is None
    assert asked(sandbox) == []


def test_an_inactive_store_is_not_due(store):
    make_due(store.pk, at=NOON)
    Store.objects.update(is_active=False)

    assert due_stores(at=NOON) == []
