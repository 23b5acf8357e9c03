"""What is out of stock at the source: one list on the page, in the API, in work and today."""

import csv
import io
from datetime import timedelta

import pytest

from aliexpress.models import SourceCatalogue
from aliexpress.source.item_row import ItemRow
from tests.bridge_stores import (
    aliexpress_read_again,
    counted,
    held_together,
    listed,
    snapshot_of,
    source_read,
)
from tests.moments import NOON

OOS, DRIFT = "aex_xc_listed_but_oos_on_bc", "aex_xc_catalogue_drift_vs_bc"
PAGE = "/stores/harbour-home/bridge/"
API = "/api/v1/stores/harbour-home/bridge/"
TITLE = "Linen curtain, 140 by 250 cm"


@pytest.fixture
def out_of_stock(store):
    """An item the source has none of in two listings, settled by the second read."""
    items = [ItemRow("1", "A", code="A-1", name=TITLE, stock=0), ItemRow("2", "A", code="A-2")]
    held_together(store=store, items=items, listings=[["A-1"], ["a-1"]])
    counted(store)
    later = NOON + timedelta(minutes=1)
    aliexpress_read_again(store, at=later)
    return counted(store, at=later + timedelta(minutes=1))


def test_the_items_out_of_stock_at_the_source_are_listed(out_of_stock, member, as_user):
    desk = as_user(member("finance"))

    page = desk.get(f"{PAGE}out-of-stock/?settled=yes")
    file = desk.get(f"{PAGE}out-of-stock.csv?settled=yes").getvalue().decode("utf-8-sig")
    card = desk.get("/stores/harbour-home/cards/aex_xc_listed_but_oos_on_bc/")

    assert page.context["page"].items == card.context["page"].reading.value == 1
    assert len(page.context["page"].rows) == len(file.splitlines()) - 1 == 2
    assert "See the items one by one" in card.content.decode()
    assert desk.get(f"{PAGE}drifting/").status_code == 404


def test_the_api_lists_what_the_cards_count(out_of_stock, member, as_user):
    finance, owner = as_user(member("finance")), as_user(member("owner"))

    told = owner.get(f"{API}findings/?settled=yes").json()
    own = finance.get(f"{API}findings/").json()

    assert (told["count"], told["items"], told["next"]) == (3, 1, None)
    assert told["results"][0] | {"listing": 0, "sku_id": ""} == {
        **{"kind": "oos", "item": {"id": "1", "code": "A-1", "name": TITLE}, "settled": True},
        **{"listing": 0, "sku_id": "", "at_the_source": "0", "on_aliexpress": "5"},
        "since": "2026-03-14T12:00:00Z",
    }
    assert {one["kind"] for one in told["results"]} == {"oos", "stock"}
    assert [one["kind"] for one in own["results"]] == ["oos", "oos"]
    assert finance.get(f"{API}findings/?list=drifting").status_code == 404
    assert owner.get(f"{API}findings/?kind=colour").status_code == 400


def test_a_card_is_proven_by_both_sides_and_says_its_tolerances(
    out_of_stock, store, member, as_user
):
    SourceCatalogue.objects.update(stock_buffer=2, price_tolerance=7)
    counted(store, at=NOON + timedelta(minutes=3))
    desk = as_user(member("owner"))

    out, drift = (
        desk.get(f"/stores/harbour-home/cards/{key}/").context["page"].proof.sentences
        for key in (OOS, DRIFT)
    )

    assert out[0] == drift[0] == (
        "Items the source lists: 2 (Complete). SKUs of the 2 listings: 2. Items that are a first "
        "copy among these: 1."
    )  # fmt: skip
    assert "Out of stock is an item of which the source has 2 or fewer." in out
    assert (
        "A price may differ by 7 %, and titles have 70 % of their words in common at least."
        in drift
    )


def test_a_page_of_the_bridge_shows_a_role_what_its_cards_count(out_of_stock, member, as_user):
    finance, owner = as_user(member("finance")).get(PAGE), as_user(member("owner")).get(PAGE)

    assert ("drifting" in owner.content.decode(), "drifting" in finance.content.decode()) == (
        True,
        False,
    )


def test_findings_of_a_past_bridge_are_as_they_were(out_of_stock, member, as_user):
    then = (NOON + timedelta(seconds=30)).isoformat().replace("+00:00", "Z")
    desk = as_user(member("owner"))

    now = desk.get(f"{API}findings/?list=out-of-stock").json()["results"]
    before = desk.get(f"{API}findings/?list=out-of-stock&as_of={then}").json()["results"]

    assert [one["settled"] for one in (*now, *before)] == [True, True, False, False]


def test_a_role_sees_the_cards_that_are_its_own(out_of_stock, member, as_user):
    oos, drift = (
        f"/stores/harbour-home/cards/{key}/"
        for key in ("aex_xc_listed_but_oos_on_bc", "aex_xc_catalogue_drift_vs_bc")
    )

    seen = {
        role: [as_user(member(role)).get(page).status_code for page in (oos, drift)]
        for role in ("owner", "operations", "finance", "marketing")
    }

    assert seen == {
        "owner": [200, 200],
        "operations": [200, 200],
        "finance": [200, 404],
        "marketing": [404, 200],
    }


def test_today_says_what_to_do_about_the_source(out_of_stock, member, as_user):
    desk = as_user(member("owner"))

    told = desk.get("/api/v1/stores/harbour-home/today/").json()

    sentences = {one["rule"]: one for one in told["sentences"]}
    assert "1 item of Harbour Home is out of stock" in sentences["source_out_of_stock"]["sentence"]
    assert desk.get(sentences["source_out_of_stock"]["link"]).status_code == 200
    assert desk.get(sentences["source_missing"]["link"]).context["count"] == 1


def test_what_the_source_says_becomes_work(out_of_stock, member, as_user):
    desk = as_user(member("owner"))

    groups = desk.get("/api/v1/stores/harbour-home/work/groups/").json()

    counts = {group["kind"]: group["count"] for group in groups}
    assert (counts["source_out"], counts["source_lacks"]) == (2, 1)
    assert desk.get("/stores/harbour-home/work/groups/source_out/").status_code == 200


def test_every_card_of_it_is_its_list_its_file_and_its_api_to_the_unit(
    out_of_stock, member, as_user
):
    """In a store that has one of each: out of stock, drifting, missing, duplicate, orphan."""
    store, desk = out_of_stock.store, as_user(member("owner"))
    source_read(store, [
        ItemRow("1", "A", code="A-1", name=TITLE, stock=0), ItemRow("2", "A", code="A-2"),
        ItemRow("3", "B", code="B-1"),
    ])  # fmt: skip
    listed(store, ["STRAY"])
    snapshot_of(store, at=NOON + timedelta(minutes=3))
    counted(store, at=NOON + timedelta(minutes=3))
    items = {OOS: "out-of-stock", DRIFT: "drifting", "aex_xc_missing_on_aliexpress": "missing"}
    classes = {"aex_xc_duplicate_listings": "duplicate", "aex_xc_orphan_listings": "orphan"}

    def value(key):
        told = desk.get(f"/api/v1/stores/harbour-home/cards/{key}/").json()["value"]
        page = desk.get(f"/stores/harbour-home/cards/{key}/").context["page"]
        assert told == page.reading.value
        return told

    def lines(address):
        text = desk.get(address).getvalue().decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    for key, name in items.items():
        settled = "" if name == "missing" else "?settled=yes"
        page = desk.get(f"{PAGE}{name}/{settled}").context
        count = page["count"] if name == "missing" else page["page"].items
        file = {line["item_id"] for line in lines(f"{PAGE}{name}.csv{settled}")}
        assert value(key) == count == len(file) > 0
    for key, kind in classes.items():
        query = f"?class={kind}"
        api = desk.get(f"{API}listings/{query}").json()["count"]
        page = desk.get(f"{PAGE}listings/{query}").context["count"]
        file = lines(f"{PAGE}listings.csv{query}")
        found = lines(f"/stores/harbour-home/listings.csv?card={key}")
        assert value(key) == api == page == len(file) == len(found) > 0
    assert (
        value("aex_xc_missing_on_aliexpress")
        == desk.get(f"{API}items/?part=missing").json()["count"]
    )
