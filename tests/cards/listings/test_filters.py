"""Lists of now and of then, narrowed: one sentence for each mistake, and never a wrong length."""

from datetime import timedelta
from decimal import Decimal

import pytest

from aliexpress.typed.bad_input import BadInput
from cards.listings.filters import filters_from
from cards.listings.listing_set import find
from tests.cards.store_past import HOUR, lived
from tests.factories import ListingFactory
from tests.moments import NOON

FIRST = 1_005_000_000_000_000
ENDS = {"from": "2026-03-14T12:00:00Z", "to": "2026-03-14T14:00:00Z"}


def found(store, **values):
    page = find(store, filters_from(values), at=NOON + 3 * HOUR)
    return page.told(list(page.listings))


def numbers(rows):
    return [row.product_id - FIRST for row in rows]


@pytest.fixture
def past(store):
    return lived(
        store,
        [
            {1: "auditing", 2: "auditing", 3: "active"},
            {1: "rejected", 2: "auditing", 3: "active", 4: "auditing"},
            {1: "auditing", 2: "active", 4: "expired"},
        ],
    )


def test_a_list_of_the_past_is_as_long_as_the_number_given_then(store, past):
    assert numbers(found(store, state="auditing", as_of="2026-03-14T12:30:00Z")) == [1, 2]
    assert numbers(found(store, state="auditing", as_of="2026-03-14T13:30:00Z")) == [2, 4]
    assert numbers(found(store, state="auditing")) == [1]


def test_a_listing_of_the_past_is_shown_as_it_was(store, past):
    [first, *_] = found(store, as_of="2026-03-14T13:30:00Z")

    assert (first.state, first.status) == ("rejected", "editingRequired")


def test_one_that_is_gone_now_is_in_the_list_of_then(store, past):
    third = found(store, state="active", as_of="2026-03-14T12:00:00Z")

    assert numbers(third) == [3]
    assert third[0].gone_at is None


def test_a_reason_of_the_past_can_be_asked_for(store, past):
    assert numbers(found(store, offline_reason="expire_offline", as_of=ENDS["to"])) == [4]
    assert numbers(found(store, offline_reason="expire_offline", as_of=ENDS["from"])) == []


@pytest.mark.parametrize(
    ("movement", "who"),
    [
        ("auditing-active", [2]),
        ("nowhere-expired", [4]),
        ("active-nowhere", [3]),
        ("elsewhere-active", [2]),
        ("auditing-elsewhere", [2]),
        ("back", [1]),
    ],
)
def test_who_moved_between_two_readings(store, past, movement, who):
    assert numbers(found(store, moved=movement, **ENDS)) == who


def test_age_price_and_group_narrow_what_is_there_now(store):
    wanted = ListingFactory(
        store=store,
        group_id=7,
        min_price=Decimal(10),
        max_price=Decimal(12),
        state_since_at=NOON - timedelta(days=5),
    )
    ListingFactory(store=store, group_id=8, min_price=Decimal(1), max_price=Decimal(2))

    for narrowed in (
        {"min_days": "5"},
        {"group": "7"},
        {"min_price": "11.50"},
        {"min_price": "5", "max_price": "10"},
    ):
        assert [row.pk for row in found(store, **narrowed)] == [wanted.pk]


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"as_of": "yesterday"}, "as_of", "ISO 8601"),
        ({"as_of": "2026-03-14T11:00:00Z"}, "as_of", "No complete reading"),
        ({"moved": "auditing-active"}, "moved", "give from and to"),
        ({"moved": "auditing", **ENDS}, "moved", "where from and where to"),
        ({"moved": "nowhere-nowhere", **ENDS}, "moved", "where from and where to"),
        ({"moved": "auditing-moon", **ENDS}, "moved", "where from and where to"),
        ({"moved": "back", "from": ENDS["to"], "to": ENDS["from"]}, "from", "before to"),
        ({"moved": "back", "as_of": ENDS["to"], **ENDS}, "as_of", "leave as_of out"),
        ({"moved": "back", "state": "active", **ENDS}, "state", "by itself"),
        (
            {"moved": "auditing-active", "offline_reason": "x", **ENDS},
            "offline_reason",
            "by itself",
        ),
        ({"moved": "back", "min_days": "1", **ENDS}, "min_days", "of now only"),
        ({"moved": "back", "since_by": ENDS["to"], **ENDS}, "since_by", "of now only"),
        ({"min_days": "many"}, "min_days", "whole number"),
        ({"min_days": "3", "as_of": ENDS["to"]}, "min_days", "of now only"),
        ({"min_price": "cheap"}, "min_price", "a price such as"),
        ({"max_price": "NaN"}, "max_price", "a price such as"),
        ({"group": "-1"}, "group", "whole number"),
    ],
)
def test_a_filter_that_cannot_be_is_named_and_explained(store, past, values, field, words):
    with pytest.raises(BadInput, match=words) as refused:
        found(store, **values)

    assert refused.value.field == field
