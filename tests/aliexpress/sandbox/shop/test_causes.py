"""Reviewers who turn some listings down more often, for somebody to find."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from aliexpress.sandbox import Life, Sandbox, SandboxClock
from aliexpress.sandbox.catalogue.verdicts import FACTS, Cause
from aliexpress.sandbox.shop.scenario import STRICT_WITH_LAMPS, thirty_days

NINE = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
LAMPS = {"group": 513}


def shop() -> Sandbox:
    sandbox = Sandbox(clock=SandboxClock(NINE))
    sandbox.fill(sandbox.seller, {"onSelling": 900, "auditing": 300})
    return sandbox


def outcomes(sandbox: Sandbox, cause: Cause, *, since: datetime) -> tuple[float, float]:
    """The shares of reviews that turned down what the cause names, and anything else."""
    counted = Counter[tuple[bool, str]]()
    for change in sandbox.catalogue().changes:
        if change.before and change.before[0] == "auditing" and change.moment >= since:
            counted[cause.holds(change.product_id), change.after[0]] += 1
    shares = []
    for is_it in (True, False):
        down, through = counted[is_it, "editingRequired"], counted[is_it, "onSelling"]
        shares.append(down / max(1, down + through))
    return shares[0], shares[1]


def test_a_life_turns_down_what_it_is_told_to() -> None:
    sandbox = shop()
    sandbox.catalogue().turn_down(LAMPS, 0.9, "fake_audit_fail")
    sandbox.catalogue().turn_down({"freight": 50_001_002, "images": 4}, 0.0)

    Life(sandbox, pace=20).advance(NINE + timedelta(days=2))

    lamps, others = outcomes(sandbox, Cause(LAMPS, 0.9), since=NINE)
    assert lamps > 0.75
    assert others < 0.3


def test_without_a_cause_reviews_are_a_coin_toss() -> None:
    sandbox = shop()
    sandbox.catalogue().turn_down(LAMPS, 0.9)
    sandbox.catalogue().treat_all_alike()

    Life(sandbox, pace=20).advance(NINE + timedelta(days=2))

    lamps, others = outcomes(sandbox, Cause(LAMPS, 0.9), since=NINE)
    assert abs(lamps - others) < 0.12


@pytest.mark.parametrize(
    ("where", "share", "reason"),
    [({}, 0.5, "nothing"), ({"colour": "red"}, 0.5, "colour"), ({"group": 513}, 1.5, "share")],
)
def test_a_cause_that_cannot_be_is_refused(where: dict[str, object], share: float, reason: str):
    with pytest.raises(ValueError, match=reason):
        shop().catalogue().turn_down(where, share)


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_divides_a_catalogue(name: str) -> None:
    ids = [*shop().catalogue().truth()]

    assert len({FACTS[name](product_id) for product_id in ids}) > 1


def test_a_month_with_a_cause_ends_at_the_worked_example_all_the_same() -> None:
    sandbox = Sandbox(clock=SandboxClock(NINE))
    for _ in thirty_days(sandbox, end=NINE, causes=[STRICT_WITH_LAMPS]):
        pass

    week = NINE - timedelta(days=7)
    lamps, others = outcomes(sandbox, STRICT_WITH_LAMPS, since=week)
    counts = sandbox.catalogue().counts()
    assert 0.6 < lamps < 0.8
    assert 0.1 < others < 0.25
    assert [counts[word] for word in ("onSelling", "auditing", "editingRequired", "offline")] == [
        4310,
        340,
        120,
        50,
    ]
