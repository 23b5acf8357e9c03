"""The export: streamed, readable by spreadsheets, and never run by them."""

import csv
import io

from django.db import DatabaseError

from cards.pages.spreadsheet import csv_response
from tests.factories import ListingFactory
from tests.moments import NOON

ADDRESS = "/stores/harbour-home/listings.csv"


def rows(answer):
    text = b"".join(answer.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_it_holds_what_the_filter_finds(snapshot, owner, as_user):
    ListingFactory(store=snapshot.store, state="active")
    rejected = ListingFactory(store=snapshot.store, state="rejected", status="editingRequired")

    answer = as_user(owner).get(ADDRESS, {"state": "rejected"})

    assert [row["product_id"] for row in rows(answer)] == [str(rejected.product_id)]


def test_it_is_streamed_and_named_for_the_store(snapshot, owner, as_user):
    answer = as_user(owner).get(ADDRESS)

    assert answer.streaming
    assert 'attachment; filename="listings-harbour-home-' in answer["Content-Disposition"]


def test_its_name_says_what_it_is_narrowed_to_and_always_its_moment(snapshot, owner, as_user):
    query = {"state": "active", "search": "x" * 200, "as_of": "2026-03-14T12:30:00Z"}

    answer = as_user(owner).get(ADDRESS, query)

    name = answer["Content-Disposition"]
    assert 'filename="listings-harbour-home-active-xxx' in name
    assert name.endswith('x-2026-03-14T1230Z.csv"')
    assert len(name) < 200


def test_a_title_that_looks_like_a_formula_is_text(snapshot, owner, as_user):
    ListingFactory(store=snapshot.store, subject='=HYPERLINK("http://evil.example")')

    [row] = rows(as_user(owner).get(ADDRESS))

    assert row["subject"].startswith("'=")


def test_a_filter_that_cannot_be_is_one_sentence(snapshot, owner, as_user):
    answer = as_user(owner).get(ADDRESS, {"state": "sleeping"})

    assert answer.status_code == 400
    assert "sleeping" in answer.content.decode()


def test_a_product_id_survives_a_spreadsheet_in_a_column_of_its_own(snapshot, owner, as_user):
    """As a number of sixteen digits it would lose the last one."""
    listing = ListingFactory(store=snapshot.store)

    [row] = rows(as_user(owner).get(ADDRESS))

    assert row["id"] == f"'{listing.product_id}"
    assert row["product_id"] == str(listing.product_id)


def test_what_fails_fails_before_the_first_byte(snapshot, owner, as_user, monkeypatch):
    def fails(*arguments, **named):
        raise DatabaseError("gone")
        yield

    monkeypatch.setattr("cards.pages.listing_views.listing_rows", fails)
    client = as_user(owner)
    client.raise_request_exception = False

    answer = client.get(ADDRESS)

    assert (answer.status_code, answer.streaming) == (500, False)


def test_a_file_is_not_read_to_its_end_before_it_begins():
    read = []

    def lines():
        for number in range(5):
            read.append(number)
            yield [number]

    answer = csv_response([["number"]], lines(), name=["numbers"], at=NOON)

    assert read == [0]
    assert [row["number"] for row in rows(answer)] == ["0", "1", "2", "3", "4"]
