"""Each pointer of "now" is what a search finds, or it is named."""

import pytest

from aliexpress.models import ListingSnapshot, ReviewTally, StoreNow
from aliexpress.verification.pointers import problems
from tests.bridge_stores import counted, held_together
from tests.factories import DetailTallyFactory, StoreFactory, SyncRunFactory, ValidityTallyFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db
POINTERS = list(StoreNow().pointers)


def store_with_everything():
    store = held_together(items=[], listings=[["A-1"]])
    counted(store)
    snapshot = ListingSnapshot.objects.get(store=store)
    ValidityTallyFactory(snapshot=snapshot)
    DetailTallyFactory(snapshot=snapshot)
    reviews = ReviewTally.objects.create(
        store=store, snapshot=snapshot, as_of=NOON, known_count=0, waiting=[]
    )
    StoreNow.objects.point(store.pk, reviews=reviews)
    SyncRunFactory(store=store, complete=True)
    SyncRunFactory(store=store)
    return store


@pytest.mark.parametrize("name", POINTERS)
def test_a_pointer_that_points_nowhere_or_at_another_stores_row_is_named(name):
    store = store_with_everything()
    assert None not in StoreNow.objects.get(store=store).pointers.values()
    assert list(problems(store)) == []
    elsewhere = StoreNow.objects.get(store=store_with_everything()).pointers[name]
    StoreNow.objects.exclude(store=store).update(**{name: None})  # nobody else points at it

    for wrong in (None, elsewhere):
        StoreNow.objects.filter(store=store).update(**{name: wrong})

        (said,) = problems(store)
        assert said.startswith(f"Its pointer {name!r} is at {wrong}, and a search finds ")


def test_a_store_without_its_row_is_named():
    store = StoreFactory()
    StoreNow.objects.filter(store=store).delete()

    assert list(problems(store)) == ["It has no row of pointers."]
