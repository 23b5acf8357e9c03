"""What was still being written at a moment was not said then, and is not said of it later."""

from datetime import timedelta

import pytest

from aliexpress.models import ListingSnapshot, Store, Transition
from aliexpress.sync.details import categories, read_details
from aliexpress.sync.publishing import publish, validity
from cards.history.card_values import values_at
from cards.history.history import history
from cards.models import Card
from cards.readings.reader import read as read_card
from tests.aliexpress.sync.conftest import pass_time

pytestmark = pytest.mark.django_db

OUT_OF_STOCK = "aex_oos_listings"


@pytest.fixture
def said(sandbox, store):
    """What readers are told of a card now; `again`: what they are told of a past moment."""

    def say(key, *, again=None):
        card = Card.objects.get(key=key)
        told = read_card(card, store, at=sandbox.clock.now(), as_of=again).as_json()
        return {name: value for name, value in told.items() if name != "last_attempt"}

    return say


@pytest.fixture
def slow(sandbox, monkeypatch, said):
    """Lets a function take its time, and notes what readers were told meanwhile."""

    def slow_down(module, name, *, key, seconds):
        real, told = getattr(module, name), []

        def slowly(*args, **kwargs):
            found = real(*args, **kwargs)
            pass_time(sandbox, seconds=seconds)
            told.append((sandbox.clock.now(), said(key)))
            pass_time(sandbox, seconds=1)
            return found

        monkeypatch.setattr(module, name, slowly)
        return told

    return slow_down


def assert_said_again(said, told) -> None:
    assert told
    assert [said(then["card"], again=at) for at, then in told] == [then for _, then in told]


def test_details_that_are_still_being_asked_for(sandbox, store, catalogue, read, slow, said):
    for product_id in catalogue.in_status("onSelling")[:3]:
        catalogue.sell_out(product_id)
    read()
    pass_time(sandbox, minutes=5)
    told = slow(categories, "keep", key=OUT_OF_STOCK, seconds=7)

    read_details(store, clock=sandbox.clock.now, patience=0)

    pass_time(sandbox, minutes=5)
    assert said(OUT_OF_STOCK)["value"] == 3
    assert_said_again(said, told)


def test_ends_of_validity_that_are_still_being_counted(sandbox, catalogue, read, slow, said):
    read()
    pass_time(sandbox, hours=23)
    [product_id, *_] = catalogue.in_status("onSelling")
    soon = int(sandbox.clock.now().timestamp()) + 3600
    catalogue.columns.offline_at[catalogue.columns.slot(product_id)] = soon
    catalogue.modify(product_id)
    key = "aex_listings_expiring_soon"
    told = slow(validity, "active_by_day", key=key, seconds=2)

    assert not read().published

    pass_time(sandbox, seconds=1)
    assert said(key)["value"] != told[0][1]["value"]
    assert_said_again(said, told)


def test_a_confirmation_that_is_not_through(sandbox, catalogue, read, slow, said):
    read()
    pass_time(sandbox, minutes=5)
    catalogue.reject(catalogue.in_status("auditing")[0])
    read()
    pass_time(sandbox, hours=23, minutes=59, seconds=55)
    read()
    pass_time(sandbox, seconds=6)
    key = "aex_rejected_listings_24h"
    told = slow(publish, "find_differences", key=key, seconds=3)

    assert not read().published

    pass_time(sandbox, minutes=5)
    assert (told[0][1]["value"], said(key)["value"]) == (1, 0)
    assert_said_again(said, told)


def test_what_is_fresh_by_another_interval_is_said_to_have_been_fresh(
    sandbox, store, catalogue, read, said
):
    read()
    Store.objects.filter(pk=store.pk).update(sync_interval=3600)
    pass_time(sandbox, minutes=5)
    read()
    pass_time(sandbox, minutes=40)
    told = [(sandbox.clock.now(), said("aex_total_listings"))]

    pass_time(sandbox, hours=5)

    assert told[0][1]["stale"] is False
    assert_said_again(said, told)


def test_a_history_of_the_past_is_the_one_told_then(sandbox, store, catalogue, read, said):
    for product_id in catalogue.in_status("onSelling")[:3]:
        catalogue.sell_out(product_id)
    read()
    read_details(store, clock=sandbox.clock.now, patience=0)
    pass_time(sandbox, minutes=5)
    read()
    then = sandbox.clock.now()
    card = Card.objects.get(key=OUT_OF_STOCK)

    def told_of_the_past():
        found = history(store, start=then - timedelta(hours=1), end=then)
        return [value.value for value in values_at(card, found.points, by=then)]

    assert told_of_the_past() == [3]
    pass_time(sandbox, minutes=5)
    catalogue.sell_out(catalogue.in_status("onSelling")[4])
    read()
    read_details(store, clock=sandbox.clock.now, patience=0)

    assert said(OUT_OF_STOCK)["value"] == 4
    assert told_of_the_past() == [3]


def test_a_clock_that_was_set_back_stops_nothing(sandbox, catalogue, read):
    read()
    pass_time(sandbox, minutes=5)
    read()
    [product_id, *_] = catalogue.in_status("auditing")
    catalogue.approve(product_id)
    before = ListingSnapshot.objects.get()
    pass_time(sandbox, seconds=-2)

    assert read().published

    after = ListingSnapshot.objects.get(previous=before)
    assert after.as_of >= before.confirmed_at
    assert after.published_at >= before.published_at
    move = Transition.objects.get()
    assert move.after_at <= move.by_at
