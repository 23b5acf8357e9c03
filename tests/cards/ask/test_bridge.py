"""What is asked of the source held against the listings: as many as the bridge's lists say."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from aliexpress.models import ListingSku
from aliexpress.source.item_row import ItemRow
from aliexpress.typed.bad_input import BadInput
from cards.ask.interpretation import understand
from cards.ask.queries.closed_query import ACTS, ON_THE_BRIDGE, Query
from cards.ask.queries.query_checks import check
from cards.ask.question import Question, answer_query
from cards.ask.vocabulary import shipped
from tests.bridge_stores import aliexpress_read_again, counted, held_together
from tests.cards.ask.world import answered, everybody, receipts, refused, texts
from tests.factories import SnapshotFactory, UserFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
AT = NOON + 9 * MINUTE


@pytest.fixture
def store(db):
    """4 items: 2 listed of which one is out of stock at the source, 2 missing; an orphan."""
    title = "Linen curtain, 140 by 250 cm"
    store = held_together(
        items=[
            ItemRow("1", "A", code="A-1", name=title, stock=0),
            ItemRow("2", "A", code="A-2", name=title, stock=5),
            ItemRow("3", "B", code="B-1", name=title),
            ItemRow("4", "C", code="C-1", name=title),
        ],
        listings=[["A-1", "A-2"], ["STRAY"]],
    )
    counted(store)
    ListingSku.objects.filter(code="A-2").update(stock=5)
    aliexpress_read_again(store, at=NOON + MINUTE)
    counted(store, at=NOON + 2 * MINUTE)
    return store


@pytest.mark.parametrize(
    ("question", "notation"),
    [
        ("what is missing at AliExpress?", "list(missing; at=now)"),
        ("How many items are not on AliExpress?", "value(missing; at=now)"),
        ("which listings are orphans", "list(orphans; at=now)"),
        ("how many listings are not in the source", "value(orphans; at=now)"),
        ("how many items drift from the source?", "value(drifting; at=now)"),
        ("how many items are out of stock at the source", "value(source_oos; at=now)"),
        ("show active listings out of stock on BigCommerce", "list(source_oos; at=now)"),
        ("how many items of the source are listed?", "coverage(source)"),
        ("how many orphans yesterday", "value(orphans; at=yesterday)"),
        ("how did the drift change this week", "change(drifting; over=this_week)"),
        ("what does missing at AliExpress mean", "define(missing)"),
    ],
)
def test_the_bridges_words_are_understood(question, notation):
    found = understand(question.lower(), shipped(), at=AT).understood

    assert found is not None
    assert found.notation.replace("list(", "value(") == notation.replace("list(", "value(")


@pytest.mark.parametrize(
    ("subject", "number", "words"),
    [
        ("missing", 2, "2 items missing at AliExpress"),
        ("orphans", 1, "1 listing the source does not have"),
        ("source_oos", 1, "1 item on offer that"),
        ("drifting", 1, "1 item drifting from the source"),
    ],
)
def test_a_number_of_the_bridge_has_a_list_as_long(store, as_user, subject, number, words):
    told = answered(store, AT, act="value", subject=subject)

    [said] = receipts({"sentences": told["sentences"], "table": []})
    assert (said["said"], words in texts(told)[0]) == (number, True)
    page = as_user(UserFactory(is_superuser=True)).get(said["listings"])
    assert page.status_code == 200
    if subject in {"missing"}:
        assert page.context["count"] == number
    elif subject != "orphans":
        assert page.context["page"].items == number


def test_how_much_of_the_source_is_listed_is_told_with_both_numbers(store):
    told = answered(store, AT, "how many items of the source are listed?")

    assert texts(told)[0].startswith("2 of 4 items of the source are listed on AliExpress")
    assert [one["said"] for one in told["table"]] == [2, 4]


def test_a_past_moment_gives_the_number_of_then(store):
    question = Question("", store, everybody(), AT)
    then = (NOON + MINUTE).strftime("%Y-%m-%dT%H:%M:%SZ")
    queries = [Query(act="value", subject="source_oos", at=at) for at in (then, "now")]

    told = [answer_query(question, one).as_json() for one in queries]

    assert [receipts(one)[0]["said"] for one in told] == [0, 1]


def test_conditions_on_what_is_missing_are_refused(store):
    told = refused(
        store,
        AT,
        act="value",
        subject="missing",
        filters=[{"name": "group", "sign": "=", "value": "7"}],
    )

    assert told["kind"] == "no_field"


def test_a_store_without_a_source_cannot_tell():
    told = refused(SnapshotFactory().store, AT, "what is missing at AliExpress?")

    assert "no source" in told["because"]


EXTRA = {"by": "group", "which": "max", "over": "7d"}
TAKES = {
    **dict.fromkeys(["break", "top"], ("by",)),
    **dict.fromkeys(["change", "trend", "mean", "moves", "why"], ("over",)),
    "peak": ("which", "over"),
}


def test_every_act_answers_or_says_why_not(store):
    question = Question("", store, everybody(), AT)
    told = {}
    for subject in ON_THE_BRIDGE:
        for act in ACTS:
            extra: Any = {name: EXTRA[name] for name in TAKES.get(act, ())}
            query = replace(Query(act, subject), **extra)
            try:
                check(query)
            except BadInput:
                continue
            told[query.notation] = answer_query(question, query).as_json()

    assert len(told) > 60
    broken_down = [one["status"] for name, one in told.items() if name[:3] in ("bre", "top")]
    assert set(broken_down) == {"cannot_tell"}
    assert {one["status"] for one in told.values()} == {"answered", "cannot_tell"}
    assert all(one["sentences"] or one["because"] for one in told.values())
