"""Every fault at every phase of a read: nothing partial is published, the last number stands, and
a sentence says why."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aliexpress.models import SourceItem, SourceRead, SourceSnapshot
from aliexpress.sandbox.bigcommerce.shop import channel, location
from aliexpress.sandbox.faults.script import Fault
from aliexpress.source.reading import by_number, closing, walk
from tests.moments import NOON
from tests.source_shops import catalogue_of, items_of, market_with_shop, quick_quota, read_through
from tests.thorough import examples, matrix

pytestmark = pytest.mark.django_db
PAGE = 5  # products, so that a small shop has many pages
LATER = NOON + timedelta(minutes=5)
FAULTS = {
    **{kind: {} for kind in ("reset", "truncated_json", "html", "token_refused", "too_many")},
    **{kind: {} for kind in ("row_twice", "rows_out_of_order", "foreign_variant", "no_variants")},
    **{kind: {} for kind in ("null_text", "missing_items", "filters_ignored", "filters_empty")},
    **{f"http_{status}": {} for status in (429, 500, 502, 503, 504, 507, 509)},
    "throttled": {"seconds": 0.001},
    "total_off": {"delta": 1},
    "page_size_cut": {"count": 2},
    "empty_answer": {},
    "error_response": {"code": 422, "message": "limit"},
    "bad_shape": {"shape": {"data": [None], "meta": {"pagination": {"total": 1}}}},
}
CALLS = range(1, 24)
FOR_EVER = {"once": 1, "for ever": None}


@pytest.fixture
def small_pages(monkeypatch):
    for module in (walk, closing, by_number):
        monkeypatch.setattr(module, "LARGEST_PAGE", PAGE)
    monkeypatch.setattr("aliexpress.source.gateway.calls.LONGEST_PAUSE", 0.0)
    monkeypatch.setattr("aliexpress.source.gateway.pace.MARGIN_SECONDS", 0.0)


def shop_of_many_pages():
    market, shop = market_with_shop(quota=quick_quota(window_seconds=0.001))
    for number in range(23):
        shop.add(f"Lamp {number}", *[f"L-{number}-{place}" for place in range(1 + number % 3)])
    shop.locations = [location(1), location(2)]
    shop.channels.append(channel(7, "AliExpress"))
    return market, shop


@pytest.mark.parametrize(("kind", "call", "lasts"), matrix(FAULTS, CALLS, FOR_EVER))
def test_no_fault_at_any_call_publishes_anything_wrong(monkeypatch, small_pages, kind, call, lasts):
    market, shop = shop_of_many_pages()
    catalogue = catalogue_of(shop)
    first = read_through(monkeypatch, market, shop, catalogue=catalogue)
    before = items_of(catalogue)
    shop.delete(shop.ids[3])
    shop.add("New", "N-1")
    fault = Fault(kind, times=FOR_EVER[lasts], **FAULTS[kind])  # type: ignore[arg-type]
    seen = iter(range(1, 10_000))

    def from_that_call_on(_):
        if next(seen) == call:
            market.faults.add(fault)

    market.on_request = from_that_call_on

    read = read_through(monkeypatch, market, shop, catalogue=catalogue, clock=lambda: LATER)

    if read.status == "complete":
        assert items_of(catalogue) == shop.truth()
    else:
        assert read.error.endswith(".")
        assert read.error_kind in ("unavailable", "refused", "unproven")
        assert items_of(catalogue) == before
        assert SourceSnapshot.objects.get() == first.snapshot
    assert (shop.writes, shop.ignored) == ([], [])


LIFE = st.sampled_from(
    ["", "", "", "delete", "delete last", "add", "edit", "options", "rename", "sell"]
)
RANDOM_FAULTS = st.one_of(
    st.none(),
    st.sampled_from([kind for kind in FAULTS if kind not in ("total_off", "http_429", "http_509")]),
)


def live(shop, act, number):
    if act == "add":
        shop.add(f"New {number}", f"N-{number}")
    elif not shop.ids:
        return
    key = shop.ids[number * 7919 % len(shop.ids)] if shop.ids else 0
    if act == "delete":
        shop.delete(key)
    elif act == "delete last":
        shop.delete(shop.ids[-1])
    elif act == "edit":
        shop.edit(key, name=f"Edited {number}")
    elif act == "options":
        shop.gain_options(key, f"G-{number}-1", f"G-{number}-2")
    elif act == "rename":
        shop.change_variant(key, sku=f"R-{number}")
    elif act == "sell":
        shop.change_variant(key, stock=-number)


@settings(
    max_examples=examples(10_000, otherwise=50),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    size=st.integers(0, 30),
    lives=st.lists(LIFE, max_size=60),
    fault=RANDOM_FAULTS,
    call=st.integers(1, 40),
    times=st.sampled_from([1, 2, 5, None]),
)
@example(size=14, lives=[""] * 6 + ["add", "options"], fault="filters_empty", call=13, times=2)
@example(size=0, lives=["", "", "add", "", "", "delete"], fault="filters_empty", call=1, times=5)
@example(
    size=1,
    lives=[*[""] * 6, "edit", "", "add", "", "", "", "edit", "add", "delete"],
    fault=None, call=1, times=1,
)  # fmt: skip
@example(
    size=4,
    lives=[
        *["", "", "", "", "", "edit", "", "", "add", "", "", "", "edit", "", "add", "", "", ""],
        *["edit", "", "delete", "sell", "", "edit", "delete last", "rename", "options", "options"],
        *["delete last", "delete last", "", "sell", "", "", "delete", "delete", "edit", ""],
        *["options", "", "sell", "", "add", "sell", "sell", "", "", "options", "options"],
        *["delete last", "", "add"],
    ],
    fault=None, call=28, times=2,
)  # fmt: skip
def test_what_is_published_is_what_the_shop_had_at_that_moment(
    monkeypatch, small_pages, size, lives, fault, call, times
):
    SourceRead.objects.all().delete()
    SourceItem.objects.all().delete()
    market, shop = market_with_shop(quota=quick_quota(window_seconds=0.001))
    for number in range(size):
        shop.add(f"Lamp {number}", *[f"L-{number}-{place}" for place in range(1 + number % 3)])
    moments: dict[object, dict[int, tuple[int, ...]]] = {}
    calls = iter(range(1, 100_000))

    def between_calls(_):
        number = next(calls)
        if number <= len(lives):
            market.clock.set(NOON + timedelta(seconds=number))
            live(shop, lives[number - 1], number)
        if number == call and fault:
            market.faults.add(Fault(fault, times=times, **FAULTS[fault]))  # type: ignore[arg-type]
        moments[market.clock.now()] = shop.truth()

    market.on_request = between_calls

    read = read_through(monkeypatch, market, shop)

    if read.status == "complete":
        snapshot = read.snapshot
        bound = snapshot.evidence["bound"]
        then = {key: value for key, value in moments[snapshot.as_of].items() if key <= bound}
        assert items_of(read.catalogue).keys() == then.keys()
        if snapshot.verdict == "complete" and not snapshot.evidence.get("changing"):
            assert items_of(read.catalogue) == then
    else:
        assert not SourceItem.objects.exists()
        assert read.error.endswith(".")
