"""A month of the demo's shop, read by the real sync: nothing is named where reviews are a coin
toss, and what the reviewers were strict with where they were."""

from datetime import UTC, datetime, timedelta

import pytest

from aliexpress.sandbox.shop.scenario import STRICT_WITH_LAMPS
from cards.tracing.archive import asked_from, traced_at_once
from tests.cards.tracing.lived_month import lived_month

END = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]


def findings(store, kind, *, days):
    start = END - timedelta(days=days)
    asked = asked_from(
        {"subject": "rejected", "kind": kind, "from": start.isoformat(), "to": END.isoformat()},
        at=END,
    )
    answer = traced_at_once(store, asked, by=None, at=END).answer or {}
    return [one["where"] for one in answer["findings"]]


def test_of_reviews_that_toss_a_coin_nothing_is_named():
    with lived_month(end=END, seed=3, every=4) as store:
        found = [
            findings(store, kind, days=n) for kind, n in (("why", 8), ("why", 28), ("alike", 8))
        ]

    assert found == [[], [], []]


def test_what_reviewers_were_strict_with_is_named():
    with lived_month(end=END, seed=3, every=4, causes=[STRICT_WITH_LAMPS]) as store:
        found = findings(store, "alike", days=8)

    assert found == [{"group": "513"}]
