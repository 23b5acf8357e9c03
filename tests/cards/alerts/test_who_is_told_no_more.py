"""Who may no longer see it, or was switched off since, is not told."""

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import Group
from django.core import mail

from aliexpress.models import Store
from cards.alerts.delivery import deliver
from cards.models import Card, Webhook
from tests.moments import NOON

MINUTE = timedelta(minutes=1)


def test_a_webhook_switched_off_or_turned_elsewhere_gets_nothing_more(opened, hook, httpserver):
    httpserver.expect_request("/alerts").respond_with_data("", status=503)
    delivery = opened()
    deliver(delivery.pk, at=NOON)
    Webhook.objects.update(is_active=False)

    deliver(delivery.pk, at=NOON + MINUTE)

    assert len(httpserver.log) == 1
    delivery.refresh_from_db()
    assert (delivery.delivered_at, delivery.next_attempt_at) == (None, None)
    assert "switched off" in delivery.error


def test_a_webhook_gets_nothing_more_of_a_card_taken_from_operations(opened, hook, httpserver):
    delivery = opened()
    Card.objects.get(key="aex_total_listings").roles.set(Group.objects.filter(name="owner"))

    deliver(delivery.pk, at=NOON)

    assert not httpserver.log
    delivery.refresh_from_db()
    assert delivery.next_attempt_at is None
    assert "operations" in delivery.error


def test_a_webhook_whose_secret_no_key_opens_is_given_up_with_the_reason(
    opened, hook, httpserver, settings
):
    delivery = opened()
    settings.CREDENTIAL_KEYS = [Fernet.generate_key().decode()]

    deliver(delivery.pk, at=NOON)

    assert not httpserver.log
    delivery.refresh_from_db()
    assert delivery.next_attempt_at is None
    assert "CREDENTIAL_KEYS" in delivery.error


@pytest.mark.parametrize("lost", ["the store", "the card", "the account"])
def test_who_may_no_longer_see_it_is_not_told(opened, member, lost):
    person = member("owner", email="ada@example.com")
    delivery = opened()
    if lost == "the store":
        person.memberships.all().delete()
    if lost == "the card":
        person.groups.clear()
    if lost == "the account":
        person.is_active = False
        person.save()

    deliver(delivery.pk, at=NOON)

    delivery.refresh_from_db()
    assert (mail.outbox, delivery.next_attempt_at) == ([], None)
    assert "may no longer see" in delivery.error


@pytest.mark.parametrize("off", ["the card", "the store"])
def test_what_was_switched_off_since_is_not_told(opened, hook, httpserver, member, off):
    delivery = opened()
    if off == "the card":
        Card.objects.update(is_enabled=False)
    else:
        Store.objects.update(is_active=False)

    deliver(delivery.pk, at=NOON)

    assert not httpserver.log
    delivery.refresh_from_db()
    assert (delivery.delivered_at, delivery.next_attempt_at) == (None, None)
    assert f"{off[4:]} was switched off" in delivery.error
