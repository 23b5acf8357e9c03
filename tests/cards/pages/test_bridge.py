"""The bridge as pages, files, the API and the command: the same numbers, and lists as long."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from aliexpress.models import Listing, SourceUpload
from aliexpress.source.item_row import ItemRow
from cards.listings.bridge_entries import LISTS
from tests.bridged import (
    counted,
    held_together,
    listed,
    snapshot_of,
    source_read,
)
from tests.factories import UserFactory
from tests.moments import NOON

PAGE = "/stores/harbour-home/bridge/"
API = "/api/v1/stores/harbour-home/bridge/"
SOURCE = "/api/v1/stores/harbour-home/source/"
TITLE = "Linen curtain, 140 by 250 cm"
LATER = NOON + timedelta(days=2)


@pytest.fixture
def bridge(store):
    """2 of 5 items listed, 1 left out, 1 missing beside its sibling, 1 without a code; an orphan
    and a further copy."""
    held_together(
        store=store,
        items=[
            ItemRow("1", "A", code="A-1", name="Bowl", brand="Fjord", category="Bowls"),
            ItemRow("2", "A", code="A-2", name="Bowl", brand="Fjord", category="Bowls"),
            ItemRow("3", "B", code="B-1", name="=cup"),
            ItemRow("4", "C", code="C-1", is_meant=False),
            ItemRow("5", "D", code=""),
        ],
        listings=[["A-1"], ["a-1", "STRAY"], ["B-1"]],
    )
    return counted(store)


@pytest.fixture
def desk(bridge, member, as_user):
    return as_user(member("owner"))


def test_the_page_joins_the_two_counts(desk):
    answer = desk.get(PAGE)

    text = " ".join(answer.content.decode().split())
    assert "of 5 items listed" in text
    assert "0 whole products, 1 single variant" in text
    assert "The two counts meet here" in text
    assert len(answer.content) < 150_000


def test_a_list_offers_what_the_source_calls_brands_and_categories(desk):
    text = desk.get("/stores/harbour-home/listings/").content.decode()

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


def test_a_past_bridge_gives_the_answer_it_gave_then(desk, store, bridge):
    moment = timezone.now().isoformat().replace("+00:00", "Z")
    before = desk.get(f"{API}?as_of={moment}").json()
    listed(store, ["A-2"])
    snapshot_of(store, at=LATER)
    counted(store, at=timezone.now() + timedelta(seconds=1))

    after = desk.get(f"{API}?as_of={moment}").json()
    then = desk.get(f"{PAGE}missing/?as_of={moment}")

    assert after == before
    assert then.context["count"] == 1
    assert desk.get(f"{PAGE}missing/").context["count"] == 0


def test_the_movements_of_a_day_add_up(desk, store, bridge):
    source_read(store, [ItemRow("1", "A", code="A-1"), ItemRow("9", "X", code="X-1")], at=LATER)
    counted(store, at=LATER)

    moved = {(m["side"], m["part"]): m for m in desk.get(API).json()["since_yesterday"]}

    assert moved["item", "listed"] | {"side": "", "part": ""} == {
        **{"side": "", "part": "", "opening": 2, "came": 0, "went": 1, "closing": 1}
    }
    assert moved["item", "missing"]["came"] == 1


def test_the_command_prints_what_the_api_answers(desk, bridge, capsys):
    call_command("bridge", "harbour-home", "--json")

    assert json.loads(capsys.readouterr().out) == desk.get(API).json()


@pytest.mark.parametrize(
    "address", [API, f"{API}items/", f"{API}skus/", f"{API}listings/", f"{API}findings/", SOURCE]
)
def test_what_is_unchanged_is_answered_with_304(desk, address):
    etag = desk.get(address)["ETag"]

    assert desk.get(address, headers={"if-none-match": etag}).status_code == 304


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


@pytest.mark.parametrize("address", [PAGE, API, f"{API}items/", f"{PAGE}missing.csv"])
def test_a_bridge_of_another_store_is_absent(bridge, member, as_user, address):
    stranger = as_user(member("owner", of_store=False))

    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}?as_of=2026-03-14T12:00:00Z").status_code == 404


@pytest.mark.parametrize(
    "query", ["?part=none", "?state=on", "?cursor=x", "?meant=maybe", "?as_of=tomorrow"]
)
def test_bad_questions_get_a_sentence(desk, query):
    answer = desk.get(f"{API}items/{query}")

    assert answer.status_code == 400
    assert desk.get(f"{PAGE}items/{query.replace('cursor', 'after')}").status_code in (400, 200)


def test_the_pages_cost_few_statements(desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        desk.get(PAGE)
    with django_assert_max_num_queries(12):
        desk.get(f"{PAGE}missing/")


def test_a_file_is_uploaded_looked_at_and_published(store, member, as_user):
    listed(store, ["A-1"])
    snapshot_of(store)
    desk = as_user(member("operations"))
    file = SimpleUploadedFile("goods.csv", b"sku,stock\nA-1,5\n1.2E+11,6\nB-1,none\n")

    looked = desk.post(f"{PAGE}source/", {"file": file}, follow=True)
    text = looked.content.decode()
    assert "written as a power of ten" in text
    assert "no whole number" in text
    upload = SourceUpload.objects.get()
    refused = desk.post(f"{PAGE}source/{upload.pk}/publish/")
    assert refused.status_code == 400
    done = desk.post(f"{PAGE}source/{upload.pk}/publish/", {"without_refused": "yes"})

    assert done.status_code == 302
    assert desk.get(API).json()["items"]["listed"] == 1


def test_only_owners_and_operations_say_what_the_source_is(store, member, as_user):
    for user in (member(None), member("finance"), UserFactory()):
        file = SimpleUploadedFile("goods.csv", b"sku\nA-1\n")
        assert as_user(user).post(f"{PAGE}source/", {"file": file}).status_code == 404


def test_the_source_as_a_file_is_the_same_source_again(store, desk, bridge):
    file = SimpleUploadedFile(
        "goods.csv",
        b'sku,name,price,stock,product,meant\n=A-1,"=bowl",12.5,3,70,no\n007,Cup,,,,\n',
    )
    desk.post(f"{PAGE}source/", {"file": file})
    desk.post(f"{PAGE}source/{SourceUpload.objects.latest('pk').pk}/publish/")
    first = desk.get(API).json()["source"]["digest"]

    ours = desk.get(f"{PAGE}source.csv").getvalue()
    desk.post(f"{PAGE}source/", {"file": SimpleUploadedFile("ours.csv", ours)})
    upload = SourceUpload.objects.latest("pk")
    desk.post(f"{PAGE}source/{upload.pk}/publish/")

    assert upload.file_name == "ours.csv"
    assert upload.reads.get().published is False
    assert desk.get(API).json()["source"]["digest"] == first


def test_a_store_without_a_source_says_so(store, member, as_user):
    desk = as_user(member("owner"))

    assert "no source catalogue" in desk.get(PAGE).content.decode()
    assert desk.get(API).status_code == 404


def test_a_decision_is_made_told_and_undone(desk, member, as_user, bridge):
    aliases = "/api/v1/stores/harbour-home/aliases/"
    decision = {"kind": "same", "code": "STRAY", "item": "2", "why": "renamed"}

    made = desk.post(aliases, decision, content_type="application/json")
    page = desk.get(PAGE)
    told = as_user(member("finance")).post(aliases, decision, content_type="application/json")
    undone = desk.patch(
        f"{aliases}{made.json()['id']}/", {"why": "no"}, content_type="application/json"
    )

    assert (made.status_code, told.status_code) == (201, 404)
    assert "renamed" in page.content.decode()
    assert undone.json()["ended_why"] == "no"
    assert desk.get(aliases).json() == []


@pytest.mark.parametrize("name", ["missing", "drifting", "out-of-stock"])
def test_a_list_leaves_the_search_of_the_header_empty(desk, name):
    assert 'value="{' not in desk.get(f"{PAGE}{name}/?search=x").content.decode()


def test_what_is_accepted_all_at_once_is_told_by_its_number_though_not_all_is_shown(
    store, member, as_user, monkeypatch
):
    monkeypatch.setattr("cards.board.bridge_decisions.MOST_SHOWN", 2)
    codes = [f"00{number}" for number in range(101, 104)]
    held_together(store=store, items=codes, listings=[[code.lstrip("0")] for code in codes])
    counted(store)

    page = " ".join(as_user(member("owner")).get(PAGE).content.decode().split())

    assert "3 waiting, the first 2 shown" in page
    assert "Accept those ticked, or all 3<" in page
