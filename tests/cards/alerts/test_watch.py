"""An alert opens once, updates, closes, and nothing stale ever closes it."""

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from aliexpress.models import ListingSnapshot, Store
from cards.alerts.watch import look
from cards.models import Alert, AlertDelivery, Card, Webhook
from tests.factories import DetailTallyFactory, SnapshotFactory, StoreFactory, SyncRunFactory
from tests.moments import NOON

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
OOS = "aex_oos_listings"


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


def out_of_stock(snapshot, known, number, **fields):
    """A tally of stock, known of so many of the 4,820."""
    return DetailTallyFactory(
        snapshot=snapshot, stock_known_count=known, out_of_stock_count=number, **fields
    )


def test_a_number_known_in_part_never_closes_it(snapshot, trigger):
    trigger("above 90", card=OOS)
    out_of_stock(snapshot, 4820, 95)
    look(at=NOON)
    out_of_stock(snapshot, 3000, 40, published_at=NOON + MINUTE)

    look(at=NOON + MINUTE)

    assert Alert.objects.get().closed_at is None


def test_a_number_that_can_only_be_more_opens_it_and_says_at_least(snapshot, trigger):
    trigger("above 90", card=OOS)
    out_of_stock(snapshot, 3000, 95)

    look(at=NOON)

    assert Alert.objects.get().sentence == "It is at least 95, above 90."


def test_of_a_number_that_may_be_more_nobody_says_it_is_below(snapshot, trigger):
    trigger("below 100", card=OOS)
    out_of_stock(snapshot, 3000, 95)

    look(at=NOON)

    assert not Alert.objects.exists()


@pytest.mark.parametrize("text", ["above 80", "below 81"])
def test_a_mean_of_a_part_tells_nothing(snapshot, trigger, text):
    trigger(text, card="aex_listing_quality_score")
    DetailTallyFactory(snapshot=snapshot)

    look(at=NOON)

    assert not Alert.objects.exists()


@pytest.mark.parametrize(
    ("text", "then", "now", "opens"),
    [
        ("rises by 5 in 24h", (4820, 80), (3000, 95), True),  # it is more than 15 more
        ("rises by 5 in 24h", (3000, 80), (4820, 95), False),  # it may have been 95 already
        ("rises by 10% in 24h", (3000, 80), (4820, 95), False),
        ("falls by 5 in 24h", (4820, 95), (3000, 80), False),  # the rest is only not known yet
        ("falls by 5 in 24h", (3000, 95), (4820, 80), True),
    ],
)
def test_a_change_is_told_only_where_what_is_not_known_cannot_undo_it(
    snapshot, store, trigger, text, then, now, opens
):
    trigger(text, card=OOS)
    out_of_stock(snapshot, *then)
    ListingSnapshot.objects.update(confirmed_at=NOON)
    later = SnapshotFactory(store=store, as_of=NOON + DAY)
    out_of_stock(later, *now)

    look(at=NOON + DAY)

    assert Alert.objects.exists() == opens


def test_a_change_is_held_against_the_reading_of_then(snapshot, store, trigger):
    trigger("falls by 2% in 24h")
    ListingSnapshot.objects.update(confirmed_at=NOON + DAY)
    look(at=NOON + DAY)
    assert not Alert.objects.exists()
    SnapshotFactory(store=store, as_of=NOON + DAY + MINUTE, active_count=4200)

    look(at=NOON + DAY + MINUTE)

    assert Alert.objects.get().sentence == "It went from 4,820 to 4,710 in 24 hours."


def test_a_change_of_which_the_beginning_is_not_known_says_nothing(snapshot, trigger):
    trigger("falls by 1 in 24h or rises by 1 in 24h")

    look(at=NOON)

    assert not Alert.objects.exists()


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


def test_a_trigger_taken_away_closes_its_alerts_with_the_reason(snapshot, trigger):
    trigger("above 4,800")
    look(at=NOON)
    trigger("-")

    look(at=NOON + MINUTE)

    alert = Alert.objects.get()
    assert alert.closed_at
    assert alert.events.get(kind="closed").text == "The trigger was taken away or changed."


def test_a_store_switched_off_closes_its_alerts_with_the_reason(snapshot, store, trigger):
    trigger("above 4,800")
    look(at=NOON)
    Store.objects.filter(pk=store.pk).update(is_active=False)

    look(at=NOON + MINUTE)

    assert "switched the store off" in Alert.objects.get().events.get(kind="closed").text


def test_a_card_switched_off_closes_its_alerts_with_the_reason(snapshot, trigger):
    trigger("above 4,800")
    look(at=NOON)
    Card.objects.update(is_enabled=False)

    look(at=NOON + MINUTE)

    assert "switched the card off" in Alert.objects.get().events.get(kind="closed").text


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


def closing():
    return Alert.objects.get().events.get(kind="closed").text


@pytest.mark.parametrize(
    ("active", "says"),
    [
        (4000, "It is 4,510, back below 4,800."),
        (4290, "It is 4,800, no longer above 4,800."),
    ],
)
def test_a_number_back_in_bounds_is_told_as_what_it_is_now(snapshot, store, trigger, active, says):
    trigger("above 4,800")
    look(at=NOON)
    SnapshotFactory(store=store, as_of=NOON + MINUTE, active_count=active)

    look(at=NOON + 2 * MINUTE)

    assert closing() == says
    alert = Alert.objects.get()
    assert (alert.sentence, alert.value) == (says, active + 510)


def test_a_number_back_above_is_told_so(snapshot, store, trigger):
    trigger("below 5,000")
    look(at=NOON)
    SnapshotFactory(store=store, as_of=NOON + MINUTE, active_count=4500)

    look(at=NOON + 2 * MINUTE)

    assert closing() == "It is 5,010, back above 5,000."


def test_a_change_that_is_over_is_told_so(snapshot, store, trigger):
    trigger("falls by 2% in 24h")
    ListingSnapshot.objects.update(confirmed_at=NOON + DAY)
    SnapshotFactory(store=store, as_of=NOON + DAY + MINUTE, active_count=4200)
    look(at=NOON + DAY + MINUTE)
    SnapshotFactory(store=store, as_of=NOON + DAY + 2 * MINUTE, active_count=4300)

    look(at=NOON + DAY + 3 * MINUTE)

    assert closing() == (
        "It went from 4,820 to 4,810 in 24 hours: it no longer falls by more than 2 %."
    )


def test_a_reading_up_to_date_again_is_told_so(snapshot, store, trigger):
    trigger("stale")
    look(at=NOON + 60 * MINUTE)
    ListingSnapshot.objects.update(confirmed_at=NOON + 61 * MINUTE)

    look(at=NOON + 61 * MINUTE)

    assert closing() == "The reading is up to date again."


def test_a_first_complete_reading_is_told_so(store, trigger):
    trigger("missing")
    look(at=NOON)
    SnapshotFactory(store=store, as_of=NOON + MINUTE)

    look(at=NOON + MINUTE)

    assert closing() == "There is a complete reading now."


def test_a_stale_reading_that_is_gone_is_not_up_to_date(snapshot, trigger):
    trigger("stale")
    look(at=NOON + 60 * MINUTE)
    ListingSnapshot.objects.all().delete()

    look(at=NOON + 61 * MINUTE)

    assert Alert.objects.get().closed_at is None


def test_a_limit_is_told_as_it_was_written(store, trigger):
    trigger("below 89.95%", card="aex_active_share")
    SnapshotFactory(store=store, active_count=4500)

    look(at=NOON)

    assert Alert.objects.get().sentence == "It is 89.8 %, below 89.95 %."


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
