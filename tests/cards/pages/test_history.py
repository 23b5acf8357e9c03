"""How a card ran: every period, and each state."""

from datetime import timedelta

import pytest
import time_machine

from tests.cards.store_past import HOUR, lived
from tests.factories import SnapshotFactory
from tests.moments import NOON
from tests.page_text import text_of

CARD = "/stores/harbour-home/cards/aex_active_listings/"
DAY = timedelta(days=1)
LATER = NOON + 5 * HOUR


@pytest.fixture
def reader(owner, as_user):
    with time_machine.travel(LATER, tick=False):
        yield as_user(owner)


@pytest.fixture
def past(store):
    return lived(
        store,
        [{1: "active", 2: "active"}, {1: "active", 2: "rejected"}, {1: "expired", 2: "rejected"}],
    )


@pytest.mark.parametrize(
    ("period", "first"), [("24h", 5), ("7d", 4), ("30d", 3), ("90d", 2), ("all", 1)]
)
def test_a_period_begins_with_the_reading_that_stood_then(store, reader, period, first):
    for number, days in enumerate([300, 200, 60, 20, 5, 0], start=1):
        SnapshotFactory(store=store, as_of=LATER - days * DAY, active_count=number)

    page = reader.get(CARD, {"period": period}).context["page"]

    assert [point.active for point in page.history.history.points] == [*range(first, 7)]


def test_a_period_nobody_offers_is_the_usual_one(past, reader):
    assert reader.get(CARD, {"period": "eternity"}).context["page"].range.period == "30d"


def test_the_states_outside_active_have_a_line_and_a_column_each(past, reader):
    text = text_of(reader.get(CARD))

    assert 'class="line-rejected"' in text
    assert 'class="line-expired"' in text
    assert 'class="line-draft"' not in text
    assert '<th scope="col" class="n">Rejected</th><th scope="col" class="n">Expired</th>' in text


def test_where_every_listing_is_active_there_are_no_other_lines(store, reader):
    lived(store, [{1: "active"}])

    assert "The states outside Active" not in text_of(reader.get(CARD))
