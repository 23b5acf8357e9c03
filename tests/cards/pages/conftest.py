"""An owner before the pages of a store: the board, the worked example, one with a source."""

import pytest

from aliexpress.source.item_row import ItemRow
from tests.bridge_stores import (
    counted,
    held_together,
)


@pytest.fixture
def board(owner, as_user):
    """Before a store that has not been read yet."""
    return as_user(owner)


@pytest.fixture
def person(snapshot, owner, as_user):
    return as_user(owner)


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
