"""When the stock alone is read, and when a walk comes first."""

from datetime import timedelta

import pytest

from aliexpress.models import SourceCatalogue, SourceRead
from aliexpress.models.source import STOCK
from aliexpress.source import lease, schedule
from tests.moments import NOON
from tests.source_shops import Nobody

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LATER = NOON + 5 * MINUTE


def turns(catalogue):
    catalogue.refresh_from_db()
    return catalogue.due_at, catalogue.stock_due_at, catalogue.failure_count


def test_stock_is_read_every_five_minutes_where_walks_are_further_apart(read, shop):
    catalogue = read().catalogue
    assert turns(catalogue) == (NOON + 15 * MINUTE, LATER, 0)

    [between] = schedule.start_due(at=LATER)
    assert between.kind == STOCK
    read(STOCK, at=LATER)

    assert turns(catalogue) == (NOON + 15 * MINUTE, LATER + 5 * MINUTE, 0)


def test_where_both_are_due_the_whole_is_read(read):
    read()

    [one] = schedule.start_due(at=NOON + 15 * MINUTE)

    assert one.kind == "full"


def test_a_shop_that_is_walked_every_five_minutes_is_read_no_other_way(read, monkeypatch):
    monkeypatch.setattr(schedule, "INTERVALS", ((5_000, 5 * MINUTE),))

    assert turns(read().catalogue) == (NOON + 5 * MINUTE, None, 0)


def test_a_walk_that_comes_due_while_the_stock_is_read_is_not_forgotten(read, shop):
    catalogue = read().catalogue
    SourceCatalogue.objects.update(stock_due_at=NOON)
    [between] = schedule.start_due(at=NOON)
    lease.claim(between, at=NOON + 15 * MINUTE)

    assert schedule.start_due(at=NOON + 15 * MINUTE) == []
    lease.finish(between, at=NOON + 15 * MINUTE, status="complete")

    [walk] = schedule.start_due(at=NOON + 15 * MINUTE)
    assert (walk.kind, walk.catalogue) == ("full", catalogue)


def test_who_asks_for_a_read_while_the_stock_is_read_gets_a_walk_right_after(read):
    catalogue = read().catalogue
    between = lease.request_read(catalogue, at=NOON, trigger="schedule", kind=STOCK)

    assert lease.request_read(catalogue, at=NOON + MINUTE, trigger="manual") == between
    assert turns(catalogue)[0] == NOON + MINUTE


def test_a_worker_that_died_over_the_stock_is_followed_by_a_read_of_the_stock(read):
    catalogue = read().catalogue
    between = lease.request_read(catalogue, at=NOON, trigger="schedule", kind=STOCK)
    lease.claim(between, at=NOON)

    [again] = schedule.start_due(at=NOON + timedelta(seconds=10))

    assert again.kind == STOCK
    assert turns(catalogue)[0] == NOON + 15 * MINUTE


def test_stock_that_cannot_be_read_does_not_put_off_the_walk(read):
    catalogue = read().catalogue

    failed = read(STOCK, at=LATER, door=Nobody())

    assert (failed.error_kind, failed.retry_at) == ("unavailable", LATER + 5 * MINUTE)
    assert turns(catalogue) == (NOON + 15 * MINUTE, LATER + 5 * MINUTE, 0)


def test_where_somebody_has_to_act_the_stock_waits_for_the_next_walk(read, shop):
    catalogue = read().catalogue
    shop.currency = "EUR"

    assert read(STOCK, at=LATER).retry_at is None

    assert turns(catalogue) == (NOON + 15 * MINUTE, None, 0)


def test_a_walk_that_failed_leaves_the_stock_its_turn(read):
    catalogue = read().catalogue

    read(at=LATER, door=Nobody())

    assert turns(catalogue) == (LATER + MINUTE, LATER, 1)
    [between] = schedule.start_due(at=LATER)
    assert between.kind == STOCK


def test_a_fall_is_believed_by_a_second_walk_whatever_was_read_between(read, shop):
    for number in range(10):
        shop.add(f"Plate {number}", f"P-{number}")
    read()
    for product_id in shop.ids[3:]:
        shop.delete(product_id)
    assert read(at=LATER).error_kind == "unproven"
    read(STOCK, at=LATER + MINUTE)

    believed = read(at=LATER + 2 * MINUTE)

    assert (believed.status, believed.snapshot.product_count) == ("complete", 3)
    assert SourceRead.objects.filter(kind=STOCK).count() == 1
