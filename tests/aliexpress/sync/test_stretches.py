"""What is known of stretches of listings is never less than there is, whatever a run writes."""

import random
import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction

from aliexpress.finding import Wanted, first_rows
from aliexpress.models import Listing, ListingStretch
from aliexpress.sync import stretches
from aliexpress.tasks import carry_out
from tests.factories import ListingFactory, SyncRunFactory
from tests.waiting import PATIENCE_SECONDS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_stretches(monkeypatch):
    monkeypatch.setattr(stretches, "LISTINGS_A_STRETCH", 3)
    monkeypatch.setattr(stretches, "LISTINGS_AT_ONCE", 7)


def known(store):
    return set(ListingStretch.objects.filter(store=store).values_list("pk", flat=True))


def assert_finds_everything(store):
    """Each listing by each of its words, its group and its prices."""
    for listing in Listing.objects.of(store):
        searches = [Wanted(search=word) for word in listing.subject.split()]
        searches += [Wanted(group=listing.group_id)] if listing.group_id else []
        searches += [Wanted(min_price=listing.max_price, max_price=listing.max_price)]
        for wanted in searches:
            rows = first_rows(
                wanted.among(Listing.objects.of(store)), wanted, store=store, limit=1_000
            )
            assert listing in rows, wanted


def test_whatever_happens_in_a_shop_every_listing_is_found(sandbox, store, catalogue, read):
    choose = random.Random(11)
    acts = [catalogue.reprice, catalogue.edit, catalogue.renew, catalogue.delete, catalogue.modify]
    read()
    stretches.learn(store.pk)
    for turn in range(12):
        sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))
        ids = [listing.product_id for listing in Listing.objects.of(store).counted()]
        for product_id in choose.sample(ids, 2):
            choose.choice(acts)(product_id)
        catalogue.create(fields={"subject": f"Velvet throw no{turn}", "group_id": 900 + turn})

        read(full=turn % 4 == 3)

        assert_finds_everything(store)
        if turn % 3 != 2:  # the messages that say so may get lost
            stretches.learn(store.pk)
            assert_finds_everything(store)


def test_a_run_forgets_only_what_it_may_have_changed(store, catalogue, read, sandbox):
    read()
    stretches.learn(store.pk)
    before = known(store)
    sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))
    oldest = Listing.objects.of(store).earliest("product_id")
    catalogue.reprice(oldest.product_id)

    read()

    forgotten = before - known(store)
    assert len(before) == 4
    assert len(forgotten) == 1
    assert not ListingStretch.objects.filter(store=store, last_product_id__lt=oldest.pk).exists()


@pytest.mark.parametrize("act", ["expire", "delete"])
def test_a_listing_that_only_moved_is_found_as_before(store, catalogue, read, sandbox, act):
    read()
    stretches.learn(store.pk)
    before = known(store)
    sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))
    active = Listing.objects.of(store).filter(state="active")
    getattr(catalogue, act)(active.earliest("pk").product_id)

    assert read().published
    assert known(store) == before


def test_new_listings_at_the_end_leave_no_crumbs(store, catalogue, read, sandbox):
    """A stretch for each run would be as slow as none."""
    read()
    for _ in range(6):
        sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))
        catalogue.create()
        read()
        stretches.learn(store.pk)

    assert Listing.objects.of(store).count() == 18
    assert len(known(store)) == 6


def test_a_worker_learns_what_its_run_has_written(store, catalogue, sandbox, monkeypatch):
    monkeypatch.setattr("aliexpress.tasks.timezone.now", sandbox.clock.now)
    sent = []
    monkeypatch.setattr(
        "aliexpress.tasks.learn_stretches.apply_async", lambda **message: sent.append(message)
    )

    for _ in range(2):  # the second finds nothing changed
        carry_out(run_id=SyncRunFactory(store=store, requested_at=sandbox.clock.now()).pk)

    assert [message["kwargs"] for message in sent] == [{"store_id": store.pk}]


@pytest.mark.django_db(transaction=True)
def test_what_is_learnt_while_a_run_publishes_is_forgotten(store, monkeypatch):
    listing = ListingFactory(store=store)
    real, reading, published = stretches._stretch, threading.Event(), threading.Event()

    def slowly(*arguments):
        reading.set()
        published.wait(1.0)  # it is not, for it has to wait
        return real(*arguments)

    def publish():
        try:
            assert reading.wait(PATIENCE_SECONDS)
            with transaction.atomic():
                Listing.objects.filter(pk=listing.pk).update(subject="Velvet")
                stretches.forget_all(store)
            published.set()
        finally:
            connections.close_all()

    monkeypatch.setattr(stretches, "_stretch", slowly)
    publishing = threading.Thread(target=publish)
    publishing.start()
    stretches.learn(store.pk)
    publishing.join()

    velvet = Wanted(search="velvet")
    found = velvet.among(Listing.objects.of(store))
    assert first_rows(found, velvet, store=store, limit=5) == [listing]
