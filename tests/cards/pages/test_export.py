"""The export: streamed, readable by spreadsheets, and never run by them."""

import csv
import io

from tests.factories import ListingFactory

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
