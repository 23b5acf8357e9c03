"""The end of validity a listing on sale had is kept when it is put off."""

from datetime import timedelta

import pytest

from aliexpress.models import Listing, Renewal
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def test_a_renewed_listing_keeps_the_end_it_had(sandbox, catalogue, read):
    read()
    product = catalogue.in_status("onSelling")[0]
    had = Listing.objects.get(product_id=product).offline_at
    sandbox.clock.set(NOON + timedelta(minutes=5))
    catalogue.renew(product)
    catalogue.edit(catalogue.in_status("onSelling")[1])

    read()

    [renewal] = Renewal.objects.all()
    assert renewal.listing.product_id == product
    assert renewal.former_end == had
    assert renewal.listing.offline_at != had
    assert renewal.found_at == NOON + timedelta(minutes=5)


def test_a_listing_that_lapsed_and_came_back_was_not_renewed_in_time(sandbox, catalogue, read):
    read()
    product = catalogue.in_status("onSelling")[0]
    catalogue.expire(product)
    sandbox.clock.set(NOON + timedelta(minutes=5))
    read()
    sandbox.clock.set(NOON + timedelta(minutes=9))
    catalogue.renew(product)

    read()

    assert not Renewal.objects.exists()
