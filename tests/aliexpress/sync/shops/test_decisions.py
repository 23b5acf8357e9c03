"""A shop that may not be read, that is found later, or that somebody said does not count."""

from aliexpress.connection.shops import decide
from aliexpress.models import (
    ListingSnapshot,
    SyncRun,
)
from aliexpress.sandbox.aliexpress_words import MANAGED_LISTS
from tests.aliexpress.sync.conftest import pass_time
from tests.aliexpress.sync.shops.conftest import MANAGED, counted


def test_a_shop_the_app_may_not_read_keeps_everything_from_being_published(
    read, sandbox, store, account
):
    sandbox.seller.refused_methods = frozenset(MANAGED_LISTS.values())

    run = read()

    assert run.error_kind == SyncRun.ErrorKind.REFUSED
    assert "Harbour EU cannot be counted: the app may not read it" in run.error
    assert not ListingSnapshot.objects.exists()
    store.connection.refresh_from_db()
    assert store.connection.shops_warning == run.error


def test_a_shop_that_is_said_not_to_count_lets_the_others_be_told(read, sandbox, store, account):
    sandbox.seller.refused_methods = frozenset(MANAGED_LISTS.values())
    read()
    shop = store.shops.get(is_counted=None)

    decide(shop, counted=False, reason="It closes in May.", at=sandbox.clock.now())
    run = read()

    assert run.snapshot.total_count == 12
    assert [(row["name"], row["counted"], row["reason"]) for row in run.snapshot.shops] == [
        ("harbour-home", True, ""),
        ("Harbour EU", False, "It closes in May."),
    ]


def test_a_shop_found_later_stops_publishing_until_it_is_decided(read, sandbox, store, catalogue):
    first = read().snapshot
    assert first.shops == []
    later = sandbox.add_shop("local_service", name="Harbour EU")
    sandbox.fill(later, MANAGED)
    pass_time(sandbox, hours=25)

    run = read()

    assert run.error_kind == SyncRun.ErrorKind.REFUSED
    assert "AliExpress names a shop that is not counted yet" in run.error
    assert ListingSnapshot.objects.get() == first
    decide(store.shops.get(is_counted=None), counted=True, at=sandbox.clock.now())
    assert read().snapshot.total_count == 72


def test_a_shop_that_is_counted_no_more_takes_its_listings_along(read, sandbox, store, account):
    read()
    pass_time(sandbox, minutes=5)
    shop = store.shops.exclude(family="pop").get()

    decide(shop, counted=False, reason="It is being closed.", at=sandbox.clock.now())
    run = read()

    assert run.error == ""
    assert run.snapshot.total_count == 12
    assert counted() == {pid: w for pid, (w, _) in sandbox.catalogue().truth().items()}
