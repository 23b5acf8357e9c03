"""What an address may ask of the lists of cards, alerts and keys: what they offer alone."""

import pytest
from django.urls import reverse

from cards.models import Alert
from tests.factories import StoreFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def asked(client, model: str, lookup: str, value: object) -> int:
    address = reverse(f"admin:cards_{model}_changelist")
    status: int = client.get(address, {lookup: value}).status_code
    return status


def test_an_alert_of_a_hidden_store_does_not_name_its_card(ops, card):
    hidden = StoreFactory()
    alert = Alert.objects.create(card=card, store=hidden, opened_at=NOON, updated_at=NOON)

    assert asked(ops, "card", "alerts", alert.pk) == 400


@pytest.mark.parametrize(
    ("model", "lookup", "value"),
    [
        ("card", "settings__contains", "x"),
        ("card", "name__in", "x"),
        ("alert", "snapshot__isnull", "0"),
        ("alertdelivery", "retry_at", "9999-12-31T23:59:59-23:59"),
        ("annotation", "by", "1"),
        ("apikey", "digest__startswith", "0"),
        ("apikey", "revoked_at__year", "9" * 20),
        ("reconciliation", "store__name__startswith", "Q"),
        ("webhook", "secret__startswith", "g"),
    ],
)
def test_what_a_list_does_not_offer_cannot_be_asked(ops, model, lookup, value):
    assert asked(ops, model, lookup, value) == 400


@pytest.mark.parametrize(
    ("model", "lookup", "value"),
    [
        ("card", "is_enabled__exact", "1"),
        ("reconciliation", "store__id__exact", "1"),
        ("reconciliation", "status__exact", "open"),
    ],
)
def test_what_a_list_offers_can_be_asked(ops, model, lookup, value):
    assert asked(ops, model, lookup, value) == 200
