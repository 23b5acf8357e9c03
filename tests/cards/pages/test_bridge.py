"""The bridge as pages, files, the API and the command: the same numbers, and lists as long."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from aliexpress.source.item_row import ItemRow
from tests.bridge_stores import (
    counted,
    held_together,
    listed,
    snapshot_of,
    source_read,
)
from tests.cards.pages.bridge_of_five import API, LATER, PAGE, SOURCE


def test_the_page_joins_the_two_counts(desk):
    answer = desk.get(PAGE)

    text = " ".join(answer.content.decode().split())
    assert "of 5 items listed" in text
    assert "0 whole products, 1 single variant" in text
    assert "The two counts meet here" in text
    assert len(answer.content) < 150_000


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


@pytest.mark.parametrize("rule", ["\x00", "x" * 1_000])
def test_proposals_of_a_rule_that_is_no_text_are_refused_in_a_sentence(
    member, as_user, bridge, rule
):
    answer = as_user(member("owner")).post(f"{PAGE}accept/", {"rule": rule, "why": "so"})

    assert answer.status_code == 400
    assert answer.content.decode().startswith("rule must be text of at most")


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
