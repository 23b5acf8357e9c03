"""Lists narrowed by what listings are, and by what their review came to."""

import pytest

from aliexpress.lifecycle import MANAGED
from aliexpress.models import Shop
from aliexpress.typed.bad_input import BadInput
from cards.formats import moment_text
from cards.listings.filters import filters_from
from cards.listings.listing_set import find
from tests.cards.store_past import HOUR, lived
from tests.factories import ListingDetailFactory, ListingFactory, SnapshotFactory
from tests.moments import NOON

LATER = NOON + 9 * HOUR


def _found(store, **query):
    filters = filters_from(query)
    return [one.product_id for one in find(store, filters, at=LATER).listings]


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ({"owner": "cn1-assistant"}, {"owner_member_id": "cn1-assistant"}),
        ({"source": "-"}, {"source": ""}),
        ({"product_type": "POP"}, {"product_type": "POP"}),
        ({"freight": "-17"}, {"freight_template_id": -17}),
        ({"price": "USD 10..20"}, {"currency": "USD", "min_price": "10", "max_price": "40"}),
        ({"created": f"..{NOON.isoformat()}"}, {"created_at": NOON}),
    ],
)
def test_a_list_is_narrowed_by_what_a_listing_is(store, query, fields):
    SnapshotFactory(store=store)
    one = ListingFactory(store=store, **fields)
    ListingFactory(store=store, source="isv", currency="USD", min_price="20", max_price="20")

    assert _found(store, **query) == [one.product_id]


def test_pictures_count_only_while_the_product_was_not_modified(store):
    SnapshotFactory(store=store)
    read, stale = ListingFactory(store=store), ListingFactory(store=store)
    ListingDetailFactory(listing=read, image_count=2)
    ListingDetailFactory(listing=stale, image_count=2)
    stale.gmt_modified = "2026-03-14 05:00:00"
    stale.save()

    assert _found(store, images="1..3") == [read.product_id]
    assert _found(store, images="3..") == []


@pytest.mark.parametrize(
    "query",
    [
        {"price": "cheap"},
        {"price": "USD 1..x"},
        {"price": "USD nan..1"},
        {"images": "many"},
        {"images": ".."},
        {"category": "1.5"},
        {"category": "9" * 30},
        {"papers": "maybe"},
        {"created": "yesterday"},
        {"batch": "a..b"},
        {"reviewed": "rejected"},
        {"submitted": "twice"},
        {"reviewed": "expired", "from": "2026-03-01T00:00Z", "to": "2026-03-02T00:00Z"},
    ],
)
def test_what_means_nothing_is_refused_in_a_sentence(query):
    with pytest.raises(BadInput) as refused:
        filters_from(query)

    assert refused.value.field in query
    assert str(refused.value).endswith(".")


def test_reviews_are_listed_by_what_the_first_of_them_came_to(store):
    lived(
        store,
        [
            {1: "auditing", 2: "auditing", 3: "active", 4: "auditing"},
            {1: "rejected", 2: "active", 3: "auditing", 4: "rejected"},
            {1: "auditing", 2: "active", 3: "rejected", 4: "auditing"},
            {1: "active", 2: "active", 3: "rejected", 4: "auditing"},
        ],
    )
    window = {"from": moment_text(NOON), "to": moment_text(NOON + 3 * HOUR)}

    of = {outcome: _found(store, reviewed=outcome, **window) for outcome in ("rejected", "active")}

    assert {o: [one % 10 for one in ids] for o, ids in of.items()} == {
        "rejected": [1, 3, 4],
        "active": [2],
    }


def test_a_batch_is_what_was_handed_in_before_the_review_that_counts(store):
    lived(
        store,
        [
            {1: "active", 2: "active", 3: "active"},
            {1: "auditing", 2: "auditing", 3: "active"},
            {1: "rejected", 2: "auditing", 3: "auditing"},
            {1: "auditing", 2: "rejected", 3: "rejected"},
        ],
    )
    window = {"from": moment_text(NOON), "to": moment_text(NOON + 3 * HOUR), "reviewed": "rejected"}
    first = moment_text(NOON + HOUR)

    handed_in_first = _found(store, batch=f"{first}..{first}", **window)

    assert [one % 10 for one in handed_in_first] == [1, 2]
    assert [one % 10 for one in _found(store, submitted="edited", **window)] == [1, 2, 3]
    assert _found(store, submitted="new", **window) == []


def test_what_stayed_in_a_state_can_be_listed(store):
    lived(
        store, [{1: "active", 2: "active", 3: "auditing"}, {1: "active", 2: "expired", 3: "active"}]
    )

    found = _found(
        store, stayed="active", **{"from": moment_text(NOON), "to": moment_text(NOON + HOUR)}
    )

    assert [one % 10 for one in found] == [1]


@pytest.mark.parametrize("query", [{"brand": "-"}, {"source": "-"}])
def test_what_aliexpress_never_tells_of_a_family_is_not_taken_for_none(store, query):
    SnapshotFactory(store=store)
    told = ListingFactory(store=store, source="")
    for family in MANAGED:
        shop = Shop.objects.create(store=store, channel_seller_id=family, family=family)
        managed = ListingFactory(store=store, shop=shop, source="")
        ListingDetailFactory(listing=managed, brand="", facts_at=NOON)
    ListingDetailFactory(listing=told, brand="", facts_at=NOON)

    assert _found(store, **query) == [told.product_id]
