"""Rows of a file: what each stands on, and what it carries."""

from datetime import timedelta

from cards.listings.export import CSV_COLUMNS, listing_rows
from cards.listings.filters import filters_from
from tests.cards.store_past import lived
from tests.factories import ListingFactory
from tests.moments import NOON


def exported(store, **values):
    rows = listing_rows(store, filters_from(values), at=NOON + timedelta(days=1))
    return [dict(zip(CSV_COLUMNS, row, strict=True)) for row in rows]


def test_an_exported_row_names_the_snapshot_and_verdict_it_stands_on(store, snapshot):
    ListingFactory(store=store)

    [row] = exported(store)

    assert row["snapshot"] == snapshot.pk
    assert (row["verdict"], row["as_of"]) == ("complete", "2026-03-14T12:00:00Z")


def test_an_exported_row_carries_the_words_and_the_address(store):
    listing = ListingFactory(store=store, subject="Linen curtain")

    [row] = exported(store)

    assert (row["product_id"], row["subject"]) == (listing.product_id, "Linen curtain")
    assert row["in_state_since"] == "2026-03-14T12:00:00Z"
    assert row["url"] == f"https://www.aliexpress.com/item/{listing.product_id}.html"


def test_since_when_a_listing_was_there_is_not_told_once_it_has_moved_on(store):
    lived(store, [{1: "active", 2: "active"}, {1: "active", 2: "rejected"}])

    stayed, moved = exported(store, as_of="2026-03-14T12:30:00Z")

    assert stayed["in_state_since"] == "2026-03-14T12:00:00Z"
    assert (moved["state"], moved["in_state_since"]) == ("active", None)


def test_the_file_of_a_flow_s_cell_names_both_ends_and_where_each_set_out(store):
    first, _, last = lived(
        store,
        [
            {1: "auditing", 2: "rejected", 3: "active"},
            {1: "rejected", 2: "auditing", 3: "active"},
            {1: "active", 2: "active", 3: "active", 4: "active"},
        ],
    )
    moments = {"from": "2026-03-14T12:00:00Z", "to": "2026-03-14T14:00:00Z"}

    rows = exported(store, moved="elsewhere-active", **moments)
    [came] = exported(store, moved="nowhere-active", **moments)

    assert [(row["from_state"], row["state"]) for row in rows] == [
        ("auditing", "active"),
        ("rejected", "active"),
    ]
    assert {(row["from_snapshot"], row["from_verdict"]) for row in rows} == {(first.pk, "complete")}
    assert {row["snapshot"] for row in rows} == {last.pk}
    assert came["from_state"] == ""
