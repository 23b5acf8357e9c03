"""What an address may ask of the lists of facts: what they offer, never what they do not show."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def asked(client, model: str, lookup: str, value: object) -> int:
    address = reverse(f"admin:aliexpress_{model}_changelist")
    status: int = client.get(address, {lookup: value}).status_code
    return status


@pytest.mark.parametrize(
    ("model", "lookup", "value"),
    [
        ("store", "connection__isnull", "0"),
        ("store", "members", "1"),
        ("store", "watermark__startswith", "2026"),
        ("listing", "transitions", "1"),
        ("listing", "store__id__exact", "1"),
        ("listingsnapshot", "verdict__range", "x"),
        ("syncrun", "requested_by", "1"),
        ("syncrun", "status__regex", "^c"),
        ("syncrun", "store__name__startswith", "Q"),
    ],
)
def test_what_a_list_does_not_offer_cannot_be_asked(ops, model, lookup, value):
    assert asked(ops, model, lookup, value) == 400


@pytest.mark.parametrize(
    ("model", "lookup", "value"),
    [
        ("store", "is_active__exact", "1"),
        ("listing", "store", "harbour-home"),
        ("listing", "state", "active"),
        ("listingsnapshot", "verdict__exact", "proven"),
        ("syncrun", "kind__exact", "full"),
        ("syncrun", "older_than", "5"),
    ],
)
def test_what_a_list_offers_can_be_asked(ops, model, lookup, value):
    assert asked(ops, model, lookup, value) == 200
