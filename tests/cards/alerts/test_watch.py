"""An alert opens once, and closes on nothing but a reading that can be relied on."""

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from aliexpress.models import ListingSnapshot, Store
from cards.alerts.watch import look
from cards.models import Alert, AlertDelivery, Card, Webhook
from tests.factories import SnapshotFactory, StoreFactory, SyncRunFactory
from tests.moments import NOON

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def kinds(alert):
    return [event.kind for event in alert.events.order_by("id")]


def test_it_opens_once_however_often_somebody_looks(snapshot, trigger):
    trigger("above 4,800")

    look(at=NOON)
    look(at=NOON + MINUTE)

    alert = Alert.objects.get()
    assert (alert.sentence, alert.value) == ("It is 4,820, above 4,800.", 4820)
    assert (alert.snapshot, alert.opened_at) == (snapshot, NOON)
    assert kinds(alert) == ["opened"]


def test_without_a_trigger_nothing_opens(snapshot, trigger):
    trigger("-")

    look(at=NOON)

    assert not Alert.objects.exists()


def test_total_listings_ships_without_one(db):
    assert Card.objects.get(key="aex_total_listings").alert_trigger == "-"


def test_another_number_updates_the_same_alert(snapshot, store, trigger):
    trigger("above 4,800")
    look(at=NOON)
    SnapshotFactory(store=store, as_of=NOON + MINUTE, active_count=4400)

    look(at=NOON + 2 * MINUTE)

    alert = Alert.objects.get()
    assert (kinds(alert), alert.value) == (["opened", "updated"], 4910)


def test_it_closes_when_the_number_is_back(snapshot, store, trigger):
    trigger("above 4,800")
    look(at=NOON)
    SnapshotFactory(store=store, as_of=NOON + MINUTE, active_count=4000)

    look(at=NOON + 2 * MINUTE)

    alert = Alert.objects.get()
    assert alert.closed_at == NOON + 2 * MINUTE
    assert kinds(alert) == ["opened", "closed"]


def test_a_stale_reading_never_closes_it(snapshot, store, trigger):
    trigger("above 4,800")
    look(at=NOON)
    SnapshotFactory(store=store, as_of=NOON + MINUTE, active_count=4000)

    look(at=NOON + 5 * 60 * MINUTE)

    assert Alert.objects.get().closed_at is None


def test_a_reading_that_is_gone_never_closes_it(snapshot, store, trigger):
    trigger("above 4,800")
    look(at=NOON)
    ListingSnapshot.objects.all().delete()

    look(at=NOON + MINUTE)

    assert Alert.objects.get().closed_at is None


def test_a_disputed_reading_may_open_it_and_never_closes_it(store, trigger):
    trigger("above 4,800")
    SnapshotFactory(store=store, verdict="disputed")
    look(at=NOON)
    assert Alert.objects.get().closed_at is None
    SnapshotFactory(store=store, verdict="disputed", as_of=NOON + MINUTE, active_count=4000)

    look(at=NOON + 2 * MINUTE)

    assert Alert.objects.get().closed_at is None


def test_a_reading_that_goes_stale_opens_an_alert_with_why(snapshot, store, trigger):
    trigger("stale")
    SyncRunFactory(store=store, failed=True)

    look(at=NOON + 60 * MINUTE)

    alert = Alert.objects.get(trigger="stale")  # and by default one of failing
    assert "older than it should be" in alert.sentence
    assert "did not answer within 30 seconds" in alert.sentence
    ListingSnapshot.objects.update(confirmed_at=NOON + 61 * MINUTE)
    look(at=NOON + 61 * MINUTE)
    alert.refresh_from_db()
    assert alert.closed_at


def test_a_store_never_read_is_missing_and_not_stale(store, trigger):
    trigger("missing or stale")

    look(at=NOON)

    assert [alert.trigger for alert in Alert.objects.all()] == ["missing"]


def test_each_store_has_an_alert_of_its_own_and_one_switched_off_none(snapshot, trigger):
    trigger("above 4,800")
    SnapshotFactory(store=StoreFactory())
    SnapshotFactory(store=StoreFactory(is_active=False))

    look(at=NOON)

    assert Alert.objects.count() == 2


def test_it_is_told_when_it_opens_and_closes_and_not_in_between(snapshot, store, member, trigger):
    trigger("above 4,800")
    member("owner", email="ada@example.com")
    member("owner", email="bob@example.com", of_store=False)
    member("operations")  # without an address
    Webhook.objects.create(store=store, url="https://hooks.example.com/", secret="s")
    look(at=NOON)
    SnapshotFactory(store=store, as_of=NOON + MINUTE, active_count=4400)
    look(at=NOON + MINUTE)
    SnapshotFactory(store=store, as_of=NOON + 2 * MINUTE, active_count=4000)

    look(at=NOON + 2 * MINUTE)

    told = AlertDelivery.objects.order_by("id").values_list("event__kind", "email")
    assert list(told) == [
        ("opened", "ada@example.com"),
        ("opened", ""),
        ("closed", "ada@example.com"),
        ("closed", ""),
    ]


def test_who_may_not_see_the_card_is_not_told(snapshot, store, member, trigger):
    trigger("above 4,800")
    member("owner", email="ada@example.com")
    Card.objects.get(key="aex_total_listings").roles.clear()

    look(at=NOON)

    assert not AlertDelivery.objects.exists()


def test_a_webhook_is_told_of_no_card_kept_from_those_who_set_it_up(snapshot, store, trigger):
    trigger("above 4,800")
    Webhook.objects.create(store=store, url="https://hooks.example.com/", secret="s")
    Card.objects.get(key="aex_total_listings").roles.set(Group.objects.filter(name="owner"))

    look(at=NOON)

    assert Alert.objects.exists()
    assert not AlertDelivery.objects.exists()


def test_a_webhook_whose_secret_no_key_opens_stops_no_alert(
    snapshot, store, member, trigger, settings
):
    trigger("above 4,800")
    member("owner", email="ada@example.com")
    Webhook.objects.create(store=store, url="https://hooks.example.com/", secret="s")
    settings.CREDENTIAL_KEYS = [Fernet.generate_key().decode()]

    look(at=NOON)

    assert AlertDelivery.objects.count() == 2


def test_the_database_holds_one_open_alert_of_a_trigger(snapshot, store, trigger):
    trigger("above 4,800")
    look(at=NOON)
    twin = Alert.objects.get()
    twin.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.parametrize("stores", [1, 5])
def test_a_window_costs_as_many_statements_for_many_stores_as_for_one(
    snapshot, store, trigger, django_assert_num_queries, stores
):
    trigger("falls by 5% in 24h or rises by 5% in 24h or rises by 500 in 7d")
    for _ in range(stores - 1):
        SnapshotFactory(store=StoreFactory())
    ListingSnapshot.objects.update(confirmed_at=NOON + 8 * DAY)

    with django_assert_num_queries(8):
        look(at=NOON + 8 * DAY)


@pytest.mark.parametrize("off", ["the card", "the store"])
def test_what_is_switched_off_is_told_to_nobody(snapshot, store, member, trigger, off):
    trigger("above 4,800")
    member("owner", email="ada@example.com")
    Webhook.objects.create(store=store, url="https://hooks.example.com/", secret="s")
    look(at=NOON)
    if off == "the card":
        Card.objects.update(is_enabled=False)
    else:
        Store.objects.update(is_active=False)

    look(at=NOON + MINUTE)

    assert Alert.objects.get().closed_at
    assert not AlertDelivery.objects.filter(event__kind="closed").exists()


def test_an_alert_that_a_clock_ahead_opened_closes_and_does_not_stop_the_look(
    snapshot, store, trigger
):
    trigger("above 4,800")
    look(at=NOON + 10 * MINUTE)
    Card.objects.update(is_enabled=False)

    look(at=NOON + MINUTE)

    alert = Alert.objects.get()
    assert alert.closed_at == alert.opened_at
