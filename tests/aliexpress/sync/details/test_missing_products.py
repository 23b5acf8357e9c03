"""Products AliExpress refused, limited or could not answer for."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from aliexpress.models import (
    AppKeyPause,
    DetailTally,
    ListingDetail,
)
from aliexpress.sandbox.faults.script import Fault
from tests.aliexpress.sync.details.calls import DETAIL, asked
from tests.moments import NOON

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


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
