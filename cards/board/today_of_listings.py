"""The rules of Today about listings, and about items of the source: a link to the list each."""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil
from typing import Final

from aliexpress.lifecycle import State
from aliexpress.rejection_reasons import rejection_words
from cards.board.reviews import A_DAY
from cards.board.store_today import StoreToday
from cards.board.today_sentence import (
    Sentence,
    are,
    have,
    of_bridge,
    of_listings,
)
from cards.catalogue.definitions import TOTAL
from cards.formats import many
from cards.measures.bridge import MISSING as SOURCE_MISSING
from cards.measures.bridge import OUT_OF_STOCK as SOURCE_OUT_OF_STOCK
from cards.measures.products import LACKING, OUT_OF_STOCK
from cards.measures.rejections import NO_REASON
from cards.measures.validity import KEY as EXPIRING
from cards.models import GroupKind

COMPLETENESS: Final = ("aex_attribute_completeness", "aex_complete_listings")
REJECTED: Final = ("aex_rejected_listings", "aex_rejection_rate", "aex_rejected_listings_24h")
WHOLE: Final = (TOTAL, "aex_active_listings", "aex_active_share")


def rejected(now: StoreToday) -> Iterator[Sentence]:
    """Listings AliExpress turned down, by its reason."""
    if not any(key in now.readings for key in (*REJECTED, *WHOLE)):
        return
    for reason, count in now.rejected.items():
        why = rejection_words(reason)
        group = of_listings(
            now,
            "rejected",
            f"{many(count, 'listing')}{now.of_it} {are(count)} rejected: {why}.",
            count,
            query={"reason": reason or NO_REASON},
            cards=(*REJECTED, *WHOLE),
        )
        where = (now.store.slug, GroupKind.REJECTED.value)
        yield replace(group, page="work_group", arguments=where)


def expiring(now: StoreToday) -> Iterator[Sentence]:
    """Active listings whose validity ends within the days the card is set to."""
    reading = now.readings.get(EXPIRING)
    if reading is None or not reading.value or reading.window is None or not reading.listings:
        return
    count, window = int(reading.value), reading.window
    days = ceil((window.end - window.start) / A_DAY)
    words = f"{many(count, 'listing')}{now.of_it} expire{'s' if count == 1 else ''} within"
    yield of_listings(
        now,
        "expiring",
        f"{words} {many(days, 'day')}.",
        count,
        query=reading.listings,
        cards=(EXPIRING, *WHOLE),
    )


def out_of_stock(now: StoreToday) -> Iterator[Sentence]:
    """Active listings without stock in any SKU."""
    reading = now.readings.get(OUT_OF_STOCK)
    if reading is None or not reading.value or not reading.listings:
        return
    count = int(reading.value)
    words = f"{many(count, 'active listing')}{now.of_it} {have(count)} no stock."
    if reading.is_partial:
        words = f"At least {words}"
    yield of_listings(
        now, "out_of_stock", words, count, query=reading.listings, cards=(OUT_OF_STOCK,)
    )


def stuck(now: StoreToday) -> Iterator[Sentence]:
    """Listings in auditing for longer than nine in ten reviews of the store take."""
    reviews = now.reviews
    if reviews is None or not reviews.stuck:
        return
    yield of_listings(
        now,
        "stuck",
        f"{many(reviews.stuck, 'listing')}{now.of_it} {have(reviews.stuck)} been in auditing "
        "longer than nine in ten reviews take.",
        reviews.stuck,
        query=reviews.stuck_listings,
        cards=WHOLE,
    )


def unmapped(now: StoreToday) -> Iterator[Sentence]:
    """Listings in a state whose words we have never seen."""
    count = now.counted.get(State.UNMAPPED.value, 0)
    if count:
        words = f"{many(count, 'listing')}{now.of_it} {are(count)} in a state we do not know."
        query = {"state": State.UNMAPPED.value}
        yield of_listings(now, "unmapped", words, count, query=query, cards=WHOLE)


def lacking(now: StoreToday) -> Iterator[Sentence]:
    """Listings without a required attribute."""
    reading = next((now.readings[key] for key in COMPLETENESS if key in now.readings), None)
    row = next((row for row in (reading.rows if reading else ()) if row.name == LACKING), None)
    if row is None or not row.value or not row.listings:
        return
    count = int(row.value)
    words = (
        f"{many(count, 'listing')}{now.of_it} lack{'s' if count == 1 else ''} a required attribute."
    )
    yield of_listings(
        now,
        "lacking",
        f"At least {words}" if reading is not None and reading.is_partial else words,
        count,
        query=row.listings,
        cards=(*COMPLETENESS, "aex_complete_active_listings", "aex_listing_quality_score"),
    )


def out_of_stock_at_the_source(now: StoreToday) -> Iterator[Sentence]:
    """Items the source has none of that can still be bought."""
    if not now.sees(SOURCE_OUT_OF_STOCK):
        return
    if now.bridge is not None and (count := now.bridge.oos_settled_count):
        words = f"{many(count, 'item')}{now.of_it} {are(count)} out of stock at the source"
        yield of_bridge(
            now,
            "source_out_of_stock",
            f"{words} and still on offer.",
            count,
            name="out-of-stock",
            cards=(SOURCE_OUT_OF_STOCK, OUT_OF_STOCK, *WHOLE),
        )


def missing_from_aliexpress(now: StoreToday) -> Iterator[Sentence]:
    """Items meant for AliExpress that no listing has; while codes of listings are still being read
    that is not known."""
    bridge = now.bridge if now.sees(SOURCE_MISSING) else None
    if bridge is not None and bridge.is_whole and (count := bridge.missing_count):
        words = f"{many(count, 'item')} of the source{now.of_it} {are(count)} missing"
        yield of_bridge(
            now,
            "source_missing",
            f"{words} on AliExpress.",
            count,
            name="missing",
            cards=(SOURCE_MISSING, *WHOLE),
        )
