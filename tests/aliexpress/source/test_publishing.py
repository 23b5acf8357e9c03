"""A source is published whole, with its proof, or not at all."""

from datetime import timedelta
from decimal import Decimal

import pytest

from aliexpress.models import SourceItem, SourceRead, StoreNow
from aliexpress.source import lease
from aliexpress.source.item_row import ItemRow
from aliexpress.source.publishing import Proof, publish
from aliexpress.source.staging import StagedItems
from tests.factories import SourceCatalogueFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def catalogue():
    return SourceCatalogueFactory()


def staged(*rows):
    items = StagedItems()
    for row in rows:
        items.put(row.product_external_id, [row])
    return items


def published(catalogue, items, *, at=NOON):
    read = lease.request_read(catalogue, at=at, trigger="command")
    lease.claim(read, at=at)
    return publish(read, items, Proof(read_from=at, as_of=at), clock=lambda: at)


def test_items_are_written_and_the_store_points_at_the_snapshot(catalogue):
    row = ItemRow("11", "1", code="AB-1", price=Decimal("12.5000"), stock=-3)

    snapshot = published(catalogue, staged(row))

    item = SourceItem.objects.get()
    assert (item.key, item.price, item.stock) == ("ab-1", Decimal("12.5"), -3)
    assert StoreNow.objects.get(store=catalogue.store).source == snapshot
    assert (snapshot.product_count, snapshot.item_count, snapshot.blank_count) == (1, 1, 0)


def test_a_read_that_finds_the_same_writes_no_row(catalogue, django_assert_num_queries):
    items = staged(ItemRow("11", "1", code="AB-1"), ItemRow("21", "2"))
    first = published(catalogue, items)
    before = list(SourceItem.objects.values())

    again = published(catalogue, items, at=LATER)

    assert again == first
    assert (again.confirmed_at, again.as_of) == (LATER, NOON)
    assert list(SourceItem.objects.values()) == before
    assert SourceRead.objects.filter(published=False, snapshot=first).count() == 1


def test_what_is_no_longer_listed_is_gone_and_comes_back_as_the_same_item(catalogue):
    both = staged(ItemRow("11", "1", code="AB-1"), ItemRow("21", "2", code="AB-2"))
    published(catalogue, both)
    one = SourceItem.objects.get(external_id="21")

    published(catalogue, staged(ItemRow("11", "1", code="AB-1")), at=LATER)
    gone_at = SourceItem.objects.get(pk=one.pk).gone_at
    published(catalogue, both, at=LATER + timedelta(minutes=5))

    back = SourceItem.objects.get(pk=one.pk)
    assert (gone_at, back.gone_at, back.first_seen_at) == (LATER, None, NOON)


def test_a_worker_whose_read_was_taken_over_publishes_nothing(catalogue):
    read = lease.request_read(catalogue, at=NOON, trigger="command")
    lease.claim(read, at=NOON)
    lease.close_abandoned(at=NOON + timedelta(seconds=11))

    with pytest.raises(lease.LeaseLost):
        publish(
            read, staged(ItemRow("1", "1")), Proof(read_from=NOON, as_of=NOON), clock=lambda: NOON
        )

    assert not SourceItem.objects.exists()


def test_one_read_of_a_source_is_open_at_a_time(catalogue):
    first = lease.request_read(catalogue, at=NOON, trigger="command")

    assert lease.request_read(catalogue, at=NOON, trigger="schedule") == first
