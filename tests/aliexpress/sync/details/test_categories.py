"""What categories ask for, and AliExpress's own diagnosis."""

from datetime import timedelta

import pytest

from aliexpress.models import (
    CategoryAttributes,
    DetailTally,
    ListingDetail,
)
from aliexpress.sandbox.faults.script import Fault
from tests.aliexpress.sync.details.calls import calls_of

pytestmark = pytest.mark.django_db
ATTRIBUTES = "aliexpress.category.redefining.getallchildattributesresult"
DIAGNOSIS = "aliexpress.product.diagnosis.pageQueryProblem"
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


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
