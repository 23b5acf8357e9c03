"""A follow-up edits the query before; one with nothing before it is no question."""

import pytest

from cards.ask.follow_ups import edited, leans
from cards.ask.interpretation import understand
from cards.ask.pieces.pieces import pieces_of
from cards.ask.queries.closed_query import Query
from tests.cards.ask.notation import notation_of, same
from tests.cards.ask.test_open_questions import AT, words

DIALOGUES = [
    [
        ("how many active listings are there", "value(active; at=now)"),
        ("and yesterday?", "value(active; at=yesterday)"),
        ("by group", "break(active; by=group; at=yesterday)"),
    ],
    [
        ("how many rejections last week", "moves(*>rejected; over=last_week)"),
        ("which ones", "list(*>rejected; over=last_week)"),
        ("by reason", "break(*>rejected; by=audit_reason; over=last_week)"),
        ("what do they have in common", "alike(*>rejected; over=last_week)"),
    ],
    [
        ("why did active fall this week", "why(active; over=this_week; claim=down)"),
        ("and last month?", "why(active; over=last_month; claim=down)"),
        ("show them", "list(active>*; over=last_month)"),
    ],
    [
        ("show rejected listings", "list(rejected; at=now)"),
        ("in group 512", "list(rejected; group=512; at=now)"),
        ("cheaper than 10 dollars", "list(rejected; group=512; price<10; at=now)"),
        ("not group 512", "list(rejected; group!=512; price<10; at=now)"),
    ],
    [
        ("how many are in auditing", "value(auditing; at=now)"),
        ("for more than a week", "value(auditing; days>7; at=now)"),
        ("and in north-quay", "value(auditing; days>7; at=now; stores=north-quay)"),
        ("no, rejected", "value(rejected; days>7; at=now; stores=north-quay)"),
    ],
    [
        ("how many rejected listings did we have on 1 March", "value(rejected; at=2026-03-01)"),
        ("and now?", "value(rejected; at=now)"),
    ],
    [
        ("why did active fall this week", "why(active; over=this_week; claim=down)"),
        ("which ones left", "list(active>*; over=this_week)"),
    ],
    [
        ("why did rejected rise last week", "why(rejected; over=last_week; claim=up)"),
        ("which listings", "list(*>rejected; over=last_week)"),
    ],
    [
        ("how many listings expire in 7 days", "value(expiring; ahead=7d)"),
        ("and in 14 days", "value(expiring; ahead=14d)"),
        ("show them", "list(expiring; ahead=14d)"),
    ],
    [
        ("how did rejected change this week", "change(rejected; over=this_week)"),
        ("which ones left?", "list(rejected>*; over=this_week)"),
        ("and which came in", "list(*>rejected; over=this_week)"),
    ],
]


@pytest.mark.parametrize("turns", DIALOGUES, ids=lambda turns: turns[0][0])
def test_each_turn_edits_the_one_before(turns):
    before = None
    for question, expected in turns:
        pieces = pieces_of(question, words(), at=AT)
        found = edited(before, pieces) if before is not None and leans(pieces) else None
        found = found or understand(question, words(), at=AT).understood
        if found is None and before is not None:
            found = edited(before, pieces)
        assert same(notation_of(found)) == same(expected), notation_of(found)
        assert isinstance(found, Query)
        before = found


@pytest.mark.parametrize(
    "question",
    ["and last week?", "by group", "show them", "no, active", "and in north-quay", "which ones"],
)
def test_a_follow_up_with_nothing_before_it_is_not_understood(question):
    assert understand(question, words(), at=AT).understood is None
