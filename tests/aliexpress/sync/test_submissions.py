"""What a listing was like when it was submitted to review is kept with the move into auditing."""

from datetime import timedelta

import pytest

from aliexpress.models import Listing, Submission
from aliexpress.sync.details import read_details
from tests.moments import NOON

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def product(sandbox, catalogue, read, store):
    """On sale, read in full, and edited five minutes later: so it goes into review."""
    read()
    read_details(store, clock=sandbox.clock.now, patience=0)
    product = catalogue.in_status("onSelling")[0]
    sandbox.clock.set(NOON + 5 * MINUTE)
    catalogue.edit(product)
    read()
    return product


def test_a_first_reading_keeps_none_because_nothing_was_seen_to_move(catalogue, read):
    read()

    assert not Submission.objects.exists()


def test_an_edited_listing_keeps_the_list_s_facts_and_those_last_told(product):
    listing = Listing.objects.get(product_id=product)
    [submission] = Submission.objects.all()

    assert submission.transition.to_state == "auditing"
    assert submission.listing == listing
    assert submission.gmt_modified == listing.gmt_modified
    assert submission.min_price == listing.min_price
    assert submission.freight_template_id == listing.freight_template_id
    assert submission.category_id == listing.detail.category_id
    assert submission.facts_of == listing.detail.asked_for != listing.gmt_modified


def test_once_that_version_is_read_its_own_facts_are_kept(product, sandbox, store):
    read_details(store, clock=sandbox.clock.now, patience=0)

    listing = Listing.objects.get(product_id=product)
    [submission] = Submission.objects.all()
    assert submission.facts_of == submission.gmt_modified == listing.gmt_modified
    assert submission.image_count == listing.detail.image_count


def test_what_was_submitted_stays_though_the_listing_changes(
    product, sandbox, catalogue, read, store
):
    before = Submission.objects.values().get()
    sandbox.clock.set(NOON + 9 * MINUTE)
    catalogue.approve(product)
    catalogue.reprice(product)
    read()
    read_details(store, clock=sandbox.clock.now, patience=0)

    assert Submission.objects.values().get() == before


def test_a_new_listing_that_was_never_read_keeps_what_the_list_tells(
    sandbox, catalogue, read, store
):
    read()
    sandbox.clock.set(NOON + 5 * MINUTE)
    product = catalogue.create("auditing")
    read()

    [submission] = Submission.objects.all()
    assert submission.listing.product_id == product
    assert (submission.facts_of, submission.category_id, submission.attributes) == ("", None, {})
    assert submission.owner_member_id
