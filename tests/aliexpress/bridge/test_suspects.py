"""What looks out of stock at the source is asked for once more, on both sides, before it counts."""

from datetime import timedelta

import pytest

from aliexpress import bridge
from aliexpress.models import DetailReading, Finding, Listing, ListingDetail, ListingSku
from aliexpress.source.failures import SourceUnavailable
from aliexpress.source.item_row import ItemRow
from aliexpress.sync.details import doubted
from tests.bridge_stores import aliexpress_read_again, counted, held_together, source_read
from tests.moments import NOON

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NAME = "Linen curtain, 140 by 250 cm"
OUT = ItemRow("1", "A", code="A-1", name=NAME, stock=0)


@pytest.fixture
def store():
    """A shop's item, out of stock there and on offer at AliExpress, seen once so far."""
    store = held_together(items=[OUT], listings=[["A-1"]], kind="shop")
    assert counted(store).oos_count == 1
    return store


def read_again(store, *, at=NOON + MINUTE):
    source_read(store, [OUT], at=at)
    aliexpress_read_again(store, at=at)


def settled(store, look_up, *, at=NOON + 2 * MINUTE):
    return counted(store, at=at, look_up=look_up).oos_settled_count


class Source:
    """Answers with these rows, and remembers what it was asked."""

    def __init__(self, *rows, fails=False):
        self.rows, self.fails, self.asked = rows, fails, []

    def __call__(self, catalogue, *, product_ids):
        self.asked.append(list(product_ids))
        if self.fails:
            raise SourceUnavailable("The shop does not answer.")
        return [row for row in self.rows if row.product_external_id in product_ids]


def test_it_counts_once_the_source_says_so_again(store):
    read_again(store)
    source = Source(OUT)

    assert settled(store, source) == 1
    assert source.asked == [["A"]]


def test_the_source_is_not_asked_before_both_sides_were_read_nor_after_it_counts(store):
    source = Source(OUT)
    counted(store, at=NOON + MINUTE, look_up=source)
    assert source.asked == []

    read_again(store, at=NOON + 2 * MINUTE)
    settled(store, source, at=NOON + 3 * MINUTE)
    settled(store, source, at=NOON + 4 * MINUTE)

    assert source.asked == [["A"]]


@pytest.mark.parametrize(
    "source",
    [
        Source(OUT._replace(stock=3)),
        Source(OUT._replace(stock=None)),
        Source(OUT._replace(tracking="none")),
        Source(),  # it is gone there
        Source(fails=True),
    ],
)
def test_it_does_not_count_where_the_source_says_otherwise_or_nothing(store, source):
    read_again(store)

    assert settled(store, source) == 0
    assert Finding.objects.get(kind="oos", until_tally__isnull=True).settled_tally is None
    assert settled(store, Source(OUT), at=NOON + 3 * MINUTE) == 1


def test_a_source_that_cannot_be_asked_has_said_what_it_has_to_say(store):
    read_again(store)

    assert settled(store, lambda *a, **wanted: None) == 1


def test_more_than_are_asked_at_once_wait_for_the_next_time(store, monkeypatch):
    rows = [ItemRow(str(n), f"P{n}", code=f"C-{n}", name=NAME, stock=0) for n in range(5)]
    many = held_together(items=rows, listings=[[f"C-{n}"] for n in range(5)], kind="shop")
    monkeypatch.setattr("aliexpress.bridge.suspects.ASKED_AGAIN_AT_MOST", 2)
    counted(many)
    source_read(many, rows, at=NOON + MINUTE)
    aliexpress_read_again(many, at=NOON + MINUTE)
    source = Source(*rows)

    numbers = [settled(many, source, at=NOON + n * MINUTE) for n in (2, 3, 4)]

    assert numbers == [2, 4, 5]
    assert [len(asked) for asked in source.asked] == [2, 2, 1]


def test_it_does_not_count_before_aliexpress_told_its_stock_anew(store):
    source_read(store, [OUT], at=NOON + MINUTE)
    aliexpress_read_again(store, at=NOON + MINUTE)
    ListingDetail.objects.update(asked_at=NOON)

    assert settled(store, Source(OUT)) == 0
    assert list(doubted(store)) == list(Listing.objects.all())


def test_what_has_settled_or_is_not_in_doubt_is_not_asked_for_again(store):
    read_again(store)
    assert not doubted(store).exists()
    settled(store, Source(OUT))
    ListingDetail.objects.update(asked_at=NOON)

    assert not doubted(store).exists()


def test_the_reader_of_details_is_told_at_once(store):
    store.refresh_from_db()

    bridge.count_again(store, clock=lambda: NOON + MINUTE)

    assert DetailReading.objects.get(store=store).due_at == NOON + MINUTE


def test_an_answer_that_nothing_is_left_at_aliexpress_ends_it(store):
    ListingSku.objects.update(stock=0)
    read_again(store)

    assert settled(store, Source(OUT)) == 0
    assert not Finding.objects.filter(kind="oos", until_tally__isnull=True).exists()
