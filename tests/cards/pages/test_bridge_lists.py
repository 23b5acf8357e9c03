"""Each number of a bridge is as long as its list, in pages, on the page and over the API."""

import csv
import io
import re
from datetime import timedelta

import pytest

from aliexpress.models import Listing
from cards.listings.bridge_entries import LISTS
from tests.bridge_stores import (
    counted,
    held_together,
    snapshot_of,
    source_read,
)
from tests.cards.pages.bridge_of_five import API, PAGE
from tests.moments import NOON


def test_a_list_offers_what_the_source_calls_brands_and_categories(desk):
    text = desk.get("/stores/harbour-home/listings/filters/").content.decode()

    for words in ("Fjord", "Bowls"):
        assert f'<option value="{words}">{words}</option>' in text


@pytest.mark.parametrize("name", LISTS)
def test_each_list_is_as_long_as_its_number(desk, name, bridge):
    told = desk.get(API).json()
    numbers = {
        "items": told["items"]["total"],
        "skus": told["skus"]["total"],
        "listings": told["listings"]["total"],
        **{n: told["items"][n.replace("-", "_")] for n in ("listed", "left-out", "blank")},
        **{n: told["items"][n] for n in ("shared", "missing")},
        **{"first": told["skus"]["first"], "copies": told["skus"]["copy"]},
        **{"orphans": told["skus"]["orphan"], "unclear": told["skus"]["unclear"]},
        **{"no-code": told["skus"]["no_code"], "bundles": told["skus"]["bundle"]},
    }

    page = desk.get(f"{PAGE}{name}/")
    file = desk.get(f"{PAGE}{name}.csv").getvalue().decode("utf-8-sig")

    assert page.context["count"] == len(page.context["page"].rows) == numbers[name]
    assert len(list(csv.reader(io.StringIO(file)))) - 1 == numbers[name]


def test_the_api_lists_what_the_cells_of_the_matrix_count(desk):
    matrix = desk.get(API).json()["listings"]["by_state_and_class"]

    for state, cells in matrix.items():
        for kind, number in cells.items():
            answer = desk.get(f"{API}listings/?state={state}&class={kind}").json()
            assert (answer["count"], len(answer["results"])) == (number, number)


def test_a_missing_variant_names_the_listing_of_its_sibling(desk):
    [row] = desk.get(f"{API}items/?part=missing").json()["results"]

    assert (row["code"], row["listing"], row["reason"]) == ("A-2", None, "not_pushed")
    assert row["sibling"] is not None


def test_a_list_in_pages_goes_from_first_to_last(desk, monkeypatch):
    monkeypatch.setattr("cards.listings.bridge_entries.PAGE_SIZE", 2)
    codes, lengths, address = [], [], f"{API}items/"

    while address:
        answer = desk.get(address).json()
        codes += [row["code"] for row in answer["results"]]
        lengths.append(len(answer["results"]))
        address = answer["next"]

    assert lengths == [2, 2, 1]
    assert codes == ["A-1", "A-2", "B-1", "C-1", ""]


def test_what_was_matched_and_what_was_listed_say_until_when(store, member, as_user):
    held_together(store=store, items=["A-1", "B-1"], listings=[["A-1"], ["B-1"]])
    counted(store)
    source_read(store, ["A-1"], at=NOON + timedelta(minutes=5))
    Listing.objects.filter(skus__code="A-1").update(gone_at=NOON + timedelta(minutes=7))
    snapshot_of(store, at=NOON + timedelta(minutes=8))
    counted(store, at=NOON + timedelta(minutes=8))
    desk = as_user(member("owner"))

    told = [desk.get(f"{API}{what}").json()["results"][0] for what in ("skus/", "items/")]

    assert [(one["reason"], one["gone_at"]) for one in told] == [
        ("gone", "2026-03-14T12:05:00Z"), ("withdrawn", "2026-03-14T12:07:00Z"),
    ]  # fmt: skip
    for name, reason in (("orphans", "no longer in the source"), ("missing", "listing is gone")):
        text = " ".join(desk.get(f"{PAGE}{name}/").content.decode().split())
        assert re.search(rf"{reason}, <time", text), name


@pytest.mark.parametrize("name", ["missing", "drifting", "out-of-stock"])
def test_a_list_leaves_the_search_of_the_header_empty(desk, name):
    assert 'value="{' not in desk.get(f"{PAGE}{name}/?search=x").content.decode()
