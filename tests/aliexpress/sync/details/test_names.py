"""What numbers are called is learnt by a few calls a day, and stands in the way of nothing."""

from collections import Counter
from datetime import timedelta

import pytest

from aliexpress.models import FactName, ListingDetail, Store
from aliexpress.sandbox.faults.script import Fault
from aliexpress.sync.details import make_due, read_details
from tests.moments import NOON

pytestmark = pytest.mark.django_db

GROUPS = "aliexpress.product.productgroups.get"
FREIGHT = "aliexpress.freight.redefining.listfreighttemplate"
CATEGORY = "aliexpress.category.redefining.getpostcategorybyid"
PROFILE = "aliexpress.merchant.profile.get"


@pytest.fixture
def look(sandbox, store, catalogue, read):
    read()

    def look_now():
        sandbox.requests.clear()
        reading = read_details(store, clock=sandbox.clock.now, patience=0)
        return reading, Counter(seen.method for seen in sandbox.requests)

    return look_now


def named(kind):
    return dict(FactName.objects.filter(kind=kind).values_list("value", "name"))


def test_groups_templates_categories_brands_and_owners_get_their_names(look, store):
    look()

    assert named("group")["511"] == "Textiles"
    assert named("freight")["-1719201133"] == "Standard parcels"
    assert named("category").keys() == {
        str(value) for value in ListingDetail.objects.values_list("category_id", flat=True)
    }
    assert "Harbour Home" in named("brand")
    assert len(named("owner")) in (1, 2)
    assert Store.objects.get(pk=store.pk).product_limit == 100_000


def test_they_are_asked_for_once_a_day_and_a_category_once(look, sandbox):
    _, first = look()
    _, again = look()
    sandbox.clock.set(NOON + timedelta(hours=25))
    _, next_day = look()

    assert (first[GROUPS], first[FREIGHT], first[PROFILE]) == (1, 1, 1)
    assert first[CATEGORY] == len(named("category"))
    assert not {GROUPS, FREIGHT, CATEGORY, PROFILE} & set(again)
    assert (next_day[GROUPS], next_day[FREIGHT], next_day[CATEGORY]) == (1, 1, 0)


def test_names_that_cannot_be_had_stop_nothing_and_forget_nothing(look, sandbox, store):
    look()
    sandbox.clock.set(NOON + timedelta(hours=25))
    make_due(store.pk, at=sandbox.clock.now())
    for method in (GROUPS, FREIGHT, PROFILE):
        sandbox.faults.add(Fault("error_response", method=method, code="InsufficientPermission"))
    reading, _ = look()

    assert (reading.detail_error, reading.failure_count) == ("", 0)
    assert named("group")["511"] == "Textiles"
    assert Store.objects.get(pk=store.pk).product_limit == 100_000
