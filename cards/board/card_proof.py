"""What one card's number stands on: the lists of the states it counts, or what was read beside."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aliexpress.lifecycle import POP, State
from cards.catalogue.definitions import definition
from cards.measures.bridge import DRIFT, OUT_OF_STOCK
from cards.measures.facts import BRIDGE, DETAILS, REJECTIONS, VALIDITY
from cards.measures.measured import Part
from cards.models import Card
from cards.readings.reading import Reading
from cards.readings.store_facts import StoreFacts
from cards.reconciliation.moment_facts import states_of


@dataclass(frozen=True, slots=True)
class CardProof:
    """`rows`: of the evidence, the statuses this card counts; all of them for a card that counts
    every state."""

    sentences: list[str]
    rows: list[dict[str, Any]]


def proof_of(card: Card, reading: Reading, facts: StoreFacts) -> CardProof:
    counted = _states(reading)
    families = {row["shop"]: row["family"] for row in facts.snapshot.shops}
    rows = [
        row
        for row in reading.evidence
        if "listed" in row
        and states_of(row["status"], family=families.get(row.get("shop"), POP)) & counted
    ]
    kind = definition(card.key).stands_on
    told = {
        VALIDITY: of_validity,
        DETAILS: of_details,
        REJECTIONS: of_rejections,
        BRIDGE: of_bridge,
    }.get(kind, of_lists)
    return CardProof(list(told(reading, facts, rows)), [] if kind == REJECTIONS else rows)


def _states(reading: Reading) -> set[State]:
    """Those of the card's own list, and of a share those of its numerator."""
    listings = reading.ratio.numerator.listings if reading.ratio else reading.listings
    found = (listings or {}).get("state")
    return {State(found)} if found else {*State}


def of_lists(reading: Reading, facts: StoreFacts, rows: list[dict[str, Any]]) -> Iterator[str]:
    rows = [row for row in rows if row.get("read") != "compared"]  # which list nothing themselves
    declared = sum(row["declared"] or 0 for row in rows)
    listed = sum(row["listed"] for row in rows)
    kept = "as many as it lists" if declared == listed else f"and it lists {listed:,}"
    statuses = ", ".join(sorted({row["status"] for row in rows}))
    yield f"AliExpress declares {declared:,} in its lists ({statuses}), {kept}."
    if reading.ratio is not None:
        yield divided_by(reading.ratio.denominator)


def of_validity(reading: Reading, facts: StoreFacts, rows: list[dict[str, Any]]) -> Iterator[str]:
    tally = facts.validity
    if tally is None:
        yield reading.note
        return
    yield (
        f"Counted from the end dates of the {tally.active_count:,} active listings, which come "
        f"with the lists. Without a date: {tally.undated_count:,}."
    )


def of_details(reading: Reading, facts: StoreFacts, rows: list[dict[str, Any]]) -> Iterator[str]:
    if reading.coverage is None:
        yield reading.note
        return
    yield (
        f"Read product by product: {reading.coverage.sentence}. What was read of a listing counts "
        "only while the listing has not been modified since."
    )
    if reading.ratio is not None:
        yield divided_by(reading.ratio.denominator)


def of_bridge(reading: Reading, facts: StoreFacts, rows: list[dict[str, Any]]) -> Iterator[str]:
    tally = facts.bridge
    if tally is None:
        yield reading.note
        return
    yield (
        f"Items the source lists: {tally.item_count:,} ({tally.source.get_verdict_display()}). "
        f"SKUs of the {tally.listing_count:,} listings: {tally.sku_count:,}. Items that are a "
        f"first copy among these: {tally.listed_count:,}."
    )
    rules = tally.settings
    if reading.card == DRIFT and rules:
        yield (
            f"A price may differ by {rules['price_tolerance']} %, and titles have "
            f"{rules['title_tolerance']} % of their words in common at least."
        )
    if reading.card == OUT_OF_STOCK and rules.get("stock_buffer"):
        yield f"Out of stock is an item of which the source has {rules['stock_buffer']:,} or fewer."
    yield from of_lists(reading, facts, rows)


def of_rejections(reading: Reading, facts: StoreFacts, rows: list[dict[str, Any]]) -> Iterator[str]:
    yield (
        "Counted from movements: each is a listing that one reading found elsewhere and the next "
        "one found rejected."
    )


def divided_by(whole: Part) -> str:
    return f"Divided by {whole.title}, {whole.value:,} in the same reading."
