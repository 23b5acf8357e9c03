"""The catalogue's own life."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from aliexpress.sandbox import Life, Sandbox, SandboxClock
from aliexpress.sandbox.aliexpress_words import AUDIT_REASONS, OFFLINE_REASONS
from tests.thorough import examples

NINE = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
COUNTS = {"onSelling": 430, "auditing": 34, "editingRequired": 12, "offline": 5}


def shop(**counts: int) -> Sandbox:
    sandbox = Sandbox(clock=SandboxClock(NINE))
    sandbox.fill(sandbox.seller, counts or COUNTS)
    return sandbox


def test_the_same_seed_lives_the_same_life() -> None:
    first, second = shop(), shop()

    Life(first, pace=20, seed=5).advance(NINE + timedelta(days=1))
    Life(second, pace=20, seed=5).advance(NINE + timedelta(days=1))

    assert first.catalogue().changes
    assert list(first.catalogue().changes) == list(second.catalogue().changes)


def test_another_seed_lives_another_life() -> None:
    first, second = shop(), shop()

    Life(first, pace=20, seed=5).advance(NINE + timedelta(days=1))
    Life(second, pace=20, seed=6).advance(NINE + timedelta(days=1))

    assert list(first.catalogue().changes) != list(second.catalogue().changes)


@given(cuts=st.lists(st.integers(1, 86_399), unique=True, max_size=6).map(sorted))
@settings(max_examples=examples(15), deadline=None)
def test_a_life_is_the_same_in_one_go_or_in_pieces(cuts: list[int]) -> None:
    whole, pieces = shop(), shop()
    in_pieces = Life(pieces, pace=10)

    Life(whole, pace=10).advance(NINE + timedelta(days=1))
    for second in [*cuts, 86_400]:
        in_pieces.advance(NINE + timedelta(seconds=second))

    assert pieces.catalogue().truth(removed=True) == whole.catalogue().truth(removed=True)


@given(seed=st.integers(0, 1000), pace=st.sampled_from([1.0, 30.0]))
@settings(max_examples=examples(10), deadline=None)
def test_every_move_is_one_a_listing_can_make(seed: int, pace: float) -> None:
    sandbox = shop()
    truth = sandbox.catalogue().truth()

    Life(sandbox, pace=pace, seed=seed).advance(NINE + timedelta(days=2))

    allowed = {
        None: {"auditing"},
        "auditing": {"onSelling", "editingRequired"},
        "editingRequired": {"auditing", "deleted"},
        "onSelling": {"auditing", "offline", "deleted"},
        "offline": {"onSelling", "deleted"},
    }
    for change in sandbox.catalogue().changes:
        before = change.before[0] if change.before else None
        assert truth.get(change.product_id) == change.before
        assert change.after[0] in allowed[before]
        assert change.after[1] in ({*OFFLINE_REASONS} if change.after[0] == "offline" else {""})
        truth[change.product_id] = change.after
    assert {k: v for k, v in truth.items() if v[0] != "deleted"} == sandbox.catalogue().truth()


def test_whatever_is_rejected_has_a_reason() -> None:
    sandbox = shop()
    Life(sandbox, pace=30).advance(NINE + timedelta(days=1))

    columns = sandbox.catalogue().columns
    reasons = {
        columns.words[columns.audit_reason[columns.slot(product_id)]]
        for product_id in sandbox.catalogue().in_status("editingRequired")
    }

    assert len(reasons) > 2
    assert reasons <= {*AUDIT_REASONS}


def test_nothing_stays_on_sale_beyond_its_date() -> None:
    sandbox = shop()
    Life(sandbox).advance(NINE + timedelta(days=12))

    columns = sandbox.catalogue().columns
    latest = (NINE + timedelta(days=12)).timestamp() - 600
    dates = [columns.offline_at[slot] for slot in columns.order("onSelling").newest_first()]

    assert min(dates) > latest


def test_a_faster_life_has_more_in_it() -> None:
    slow, fast = shop(), shop()

    Life(slow, pace=1).advance(NINE + timedelta(hours=12))
    Life(fast, pace=40).advance(NINE + timedelta(hours=12))

    assert len(fast.catalogue().changes) > 10 * len(slow.catalogue().changes)


def test_the_clock_that_stands_is_moved_along() -> None:
    sandbox = shop()

    Life(sandbox).advance(NINE + timedelta(hours=1))

    assert sandbox.clock.now() == NINE + timedelta(hours=1)


def test_an_empty_shop_stays_empty() -> None:
    sandbox = Sandbox(clock=SandboxClock(NINE))

    Life(sandbox, pace=100).advance(NINE + timedelta(days=3))

    assert len(sandbox.catalogue()) == 0
