"""What is offered keeps to the question: its subject, its time, its numbers and its negation."""

import pytest

from cards.ask.offers import offers_for
from cards.ask.pieces.pieces import pieces_of
from cards.ask.queries.closed_query import Query
from tests.cards.ask.notation import same
from tests.cards.ask.test_open_questions import AT, words
from tests.cards.ask.world import refused
from tests.factories import StoreFactory


class EveryCard:
    def __contains__(self, key: object) -> bool:
        return True

    def __iter__(self):
        return iter(())

    def __len__(self) -> int:
        return 99


def offered(question: str) -> list[str]:
    pieces = pieces_of(question, words(), at=AT)
    found = offers_for(question, pieces, words(), at=AT, cards=EveryCard())
    return [one.query.notation for one in found]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("glorp the 510 listings that aren't live split up",
         "break(gap; by=state; said=510; at=now)"),
        ("why glorp were there more rejections last week",
         "why(rejected; over=last_week; claim=up)"),
        ("how many listings are neither live nor in auditing",
         "value(rejected+expired+taken_down+unmapped; at=now)"),
        ("how many listings are not rejected",
         "value(active+auditing+expired+taken_down+unmapped; at=now)"),
        ("who has the most rejected listings glorp", "top(rejected; by=owner; n=1; at=now)"),
        ("are all listings active", "share(active/total; at=now)"),
        ("glorp active last Friday", "value(active; at=last_friday)"),
    ],
)  # fmt: skip
def test_the_query_of_all_known_words_is_offered(question, expected):
    assert same(expected) in [same(one) for one in offered(question)]


@pytest.mark.parametrize(
    "question", ["not rejected", "how many listings are not expired glorp", "no active ones glorp"]
)
def test_the_opposite_of_what_was_asked_is_never_offered(question):
    for one in offered(question):
        assert "!=" in one or "gap" in one or one.count("+") > 1, one


@pytest.mark.parametrize(
    "question",
    [
        "how many rejected glorp",
        "what about glorp in the gap",
        "how many were rejected in 2017",
        "rejected listings for a bad translation",
    ],
)
def test_no_condition_and_no_time_is_offered_that_nobody_said(question):
    for one in offered(question):
        assert "group" not in one.partition("(")[2].replace("by=group", "")
        assert "2017" not in one
        assert "harbour" not in one


def test_a_number_of_something_unknown_is_no_stated_count():
    assert all("said" not in one for one in offered("at most 7 glorps in auditing"))


def test_a_list_and_its_number_are_offered_once():
    found = offered("how many rejected glorp")

    assert len({same(one) for one in found}) == len(found)


@pytest.mark.django_db
@pytest.mark.parametrize("question", ["and this week?", "by category", "glorp the flurb"])
def test_three_are_offered_even_where_hardly_a_word_is_known(question):
    told = refused(StoreFactory(slug="harbour-home"), AT, question)

    assert len(told["offers"]) == 3


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        ("and glorp?", "list(rejected; at=2026-03-01)"),
        ("and glorp yesterday", "value(rejected; at=yesterday)"),
        ("and the active glorp", None),  # of another subject than before
    ],
)
def test_a_follow_up_nobody_understands_is_offered_its_thread(turn, expected):
    before = Query(act="value", subject="rejected", at="2026-03-01")
    pieces = pieces_of(turn, words(), at=AT)
    found = offers_for(turn, pieces, words(), at=AT, cards=EveryCard(), before=before)

    first = found[0].query
    assert first.notation == expected if expected else first.subject == "active"
