"""Two stores beside each other."""

import pytest

from tests.factories import (
    MembershipFactory,
    SnapshotFactory,
    StoreFactory,
)


def test_two_stores_are_held_beside_each_other(store, snapshot, owner, board):
    other = MembershipFactory(user=owner, store=StoreFactory(name="Lakeside", slug="lake")).store
    SnapshotFactory(store=other, active_count=4300)

    answer = board.get("/compare/?store=harbour-home&store=lake")

    text = " ".join(answer.content.decode().split())
    assert (
        'data-label="Lakeside"> <a href="/stores/lake/cards/aex_total_listings/">4,810</a>' in text
    )
    assert 'data-label="Difference">\u221210</td>' in text
    assert 'href="/stores/harbour-home/cards/aex_total_listings/?with=lake#trend"' in text
    assert "4,300 of 4,810" in text
    assert "Drifting from the Source" not in text  # neither has a source


@pytest.mark.parametrize(
    "query",
    [
        *("", "store=harbour-home", "store=harbour-home&store=hidden", "store=a&store=b"),
        "store=harbour-home&store=%00",  # which PostgreSQL takes for no text
    ],
)
def test_what_cannot_be_compared_is_one_sentence(store, snapshot, board, query):
    StoreFactory(slug="hidden", name="Not theirs")

    answer = board.get(f"/compare/?{query}")

    assert answer.status_code == 400
    assert "Not theirs" not in answer.content.decode()
    assert "Back to the board" in answer.content.decode()
