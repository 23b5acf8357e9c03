"""Records of the desk: kept as entered, and counted again until no reading can bear on them."""

import pytest
from django.db import IntegrityError, transaction

from aliexpress.lifecycle import State
from aliexpress.typed.bad_input import BadInput
from cards.models import Card, Reconciliation
from cards.reconciliation import entry_from, reconcile
from tests.cards.reconciliation.conftest import entry
from tests.cards.store_past import HOUR, lived
from tests.moments import NOON


def test_who_when_what_and_why_are_kept(snapshot, store, owner):
    record = reconcile(store, entry(4310, note="Monday call"), by=owner, at=NOON + HOUR)

    record.refresh_from_db()
    assert (record.by, record.created_at, record.note) == (owner, NOON + HOUR, "Monday call")
    assert (record.computed, record.difference, record.status) == (4820, -510, "explained")
    assert record.explanations[0]["kind"] == "state_filter"


def test_what_to_do_is_what_the_card_says(snapshot, store, owner):
    card = Card.objects.get(key="aex_total_listings")
    card.reconciling["notes"][0]["what_to_do"] = "Ring the warehouse."
    del card.reconciling["notes"][2]
    card.save()

    filtered = reconcile(store, entry(4310), by=owner, at=NOON + HOUR)
    drafts = reconcile(store, entry(4900), by=owner, at=NOON + HOUR)

    assert filtered.explanations[0]["what_to_do"] == "Ring the warehouse."
    assert drafts.explanations[-2]["what_to_do"].startswith("Settle whether drafts belong")


def test_the_reading_of_the_observed_moment_is_compared(store, owner):
    lived(store, [{1: "active"}, {1: "active", 2: "active"}])

    earlier = reconcile(store, entry(1, minutes=0), by=owner, at=NOON + 2 * HOUR)
    later = reconcile(store, entry(2, minutes=60), by=owner, at=NOON + 2 * HOUR)

    assert (earlier.status, later.status) == ("agreed", "agreed")


def test_listings_that_changed_between_two_readings_are_recognised(store, owner):
    lived(store, [dict.fromkeys(range(10), "active"), dict.fromkeys(range(13), "active")])

    record = reconcile(store, entry(12, minutes=30), by=owner, at=NOON + 2 * HOUR)

    assert (record.status, record.explanations[0]["kind"]) == ("explained", "movement")
    assert record.is_settled


def test_before_our_first_reading_there_is_nothing_to_compare_with(snapshot, store, owner):
    with pytest.raises(BadInput, match="no complete reading by that moment"):
        reconcile(store, entry(4820, minutes=-5), by=owner, at=NOON)


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({}, "entered", "whole number"),
        ({"entered": "many"}, "entered", "whole number"),
        ({"entered": -1}, "entered", "whole number"),
        ({"entered": True}, "entered", "whole number"),
        ({"entered": 10**12}, "entered", "at most"),
        ({"entered": 1}, "observed_at", "ISO 8601"),
        ({"entered": 1, "observed_at": "2126-01-01T00:00"}, "observed_at", "in the future"),
        ({"entered": 1, "observed_at": NOON.isoformat(), "states": ["moon"]}, "states", "list of"),
        ({"entered": 1, "observed_at": NOON.isoformat(), "states": "active"}, "states", "list of"),
        (
            {"entered": 1, "observed_at": NOON.isoformat(), "includes_drafts": "no"},
            "includes_drafts",
            "true or false",
        ),
        ({"entered": 1, "observed_at": NOON.isoformat(), "note": 7}, "note", "text of at most"),
    ],
)
def test_an_entry_that_cannot_be_is_named(values, field, words):
    with pytest.raises(BadInput, match=words) as refused:
        entry_from(values, at=NOON + HOUR)

    assert refused.value.field == field


def test_an_entry_is_read_as_people_type_it():
    read = entry_from(
        {"entered": " 4,820 ", "observed_at": "2026-03-14T12:00", "states": ["active"]},
        at=NOON + HOUR,
    )

    assert (read.entered, read.observed_at, read.states) == (4820, NOON, frozenset({State.ACTIVE}))


def test_the_database_refuses_an_agreed_record_with_a_difference(snapshot, store, owner):
    record = reconcile(store, entry(4310), by=owner, at=NOON)

    with pytest.raises(IntegrityError), transaction.atomic():
        Reconciliation.objects.filter(pk=record.pk).update(status="agreed")
