"""Today: what to do, as at most five sentences with a link each, most at stake first.

A rule is a function of one store as its reader sees it, and tells what it finds there.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from math import ceil
from typing import Final

from aliexpress.lifecycle import State
from aliexpress.models.warnings import LATE_AFTER, WARN_BEFORE
from aliexpress.words import said_to
from cards.alerts.triggers import FRESHNESS
from cards.board.reviews import A_DAY
from cards.board.store_today import StoreToday
from cards.board.today_sentence import (
    URGENCY,
    Sentence,
    are,
    have,
    items,
    listings,
    of_bridge,
    of_listings,
    of_store,
)
from cards.measures.bridge import MISSING as SOURCE_MISSING
from cards.measures.bridge import OUT_OF_STOCK as SOURCE_OUT_OF_STOCK
from cards.measures.products import LACKING
from cards.measures.rejections import NO_REASON, REASONS
from cards.models import GroupKind

MOST_SENTENCES: Final = 5
NOTHING: Final = "Nothing to do today."

EXPIRING: Final = "aex_listings_expiring_soon"
OUT_OF_STOCK: Final = "aex_oos_listings"
COMPLETENESS: Final = ("aex_attribute_completeness", "aex_complete_listings")
REJECTED: Final = ("aex_rejected_listings", "aex_rejection_rate", "aex_rejected_listings_24h")
WHOLE: Final = ("aex_total_listings", "aex_active_listings", "aex_active_share")


def today(stores: Iterable[StoreToday], *, card: str = "") -> list[Sentence]:
    """At most five sentences over the stores, ranked by listings at stake and urgency, and none of
    a store that is switched off; `card`: only those that concern this card."""
    active = [store for store in stores if store.store.is_active]
    told = [sentence for store in active for rule in RULES for sentence in rule(store)]
    if card:
        told = [one for one in told if not one.cards or card in one.cards]
    told = late_together(told)
    return sorted(told, key=lambda one: (-one.weight, one.store, one.text))[:MOST_SENTENCES]


def late_together(told: list[Sentence]) -> list[Sentence]:
    """Where no worker comes, every store waits: that is one thing to do."""
    waiting = [one for one in told if one.rule == "late"]
    if len(waiting) < 2:
        return told
    first = max(waiting, key=lambda one: one.weight)
    words = first.text.rpartition(": ")[2]
    several = replace(
        first,
        text=f"Several stores wait for a refresh that is late: {words}",
        stake=sum(one.stake for one in waiting),
    )
    return [*(one for one in told if one.rule != "late"), several]


def authorisation(now: StoreToday) -> Iterator[Sentence]:
    """The right to read the store has ended, or ends within two weeks."""
    ends_at = now.authorised_until
    if ends_at is None or ends_at - now.at > WARN_BEFORE:
        return
    left = ends_at - now.at
    if left.total_seconds() <= 0:
        text = f"The authorisation{now.of_it} has ended"
    else:
        days = left // A_DAY
        when = "in less than a day" if not days else f"in {days} day{'' if days == 1 else 's'}"
        text = f"The authorisation{now.of_it} ends {when}"
    cure = "connect it again" if now.is_for_operations else "ask operations to connect it again"
    urgency = urgency_of_end(ends_at, at=now.at)
    yield of_store(now, "authorisation", f"{text}: {cure}.", urgency=urgency)


def urgency_of_end(ends_at: datetime | None, *, at: datetime) -> float:
    """Of an authorisation that ends then: the more the nearer that is; 0 where it is far off."""
    if ends_at is None or ends_at - at > WARN_BEFORE:
        return 0
    left = ends_at - at
    if left.total_seconds() <= 0:
        return URGENCY["authorisation_ended"]
    return 1 - left / (WARN_BEFORE + A_DAY)


def failing(now: StoreToday) -> Iterator[Sentence]:
    """The last refresh failed. Where the authorisation ended, or a fall is not believed, that says
    it; on the store's own page its standing says it, and here is what to do alone."""
    has_ended = now.authorised_until is not None and now.authorised_until <= now.at
    if has_ended or now.attempt is None or not now.attempt.error:
        return
    if now.attempt.error == now.store.unbelieved_fall:
        return
    reason, _, cure = now.attempt.error.partition(". ")
    words = [] if now.is_alone else [f"{now.name} could not be read: {reason.rstrip('.')}."]
    if now.attempt.needs_somebody and cure:
        words.append(said_to(cure, is_operations=now.is_for_operations))
    if words:
        yield of_store(now, "failing", " ".join(words))


def unread(now: StoreToday) -> Iterator[Sentence]:
    """Nothing has been read of the store, and nothing was tried or is under way."""
    if not now.counted and now.attempt is None and now.store.now.open_run_id is None:
        yield of_store(now, "unread", f"{now.name} has not been read yet.")


def late(now: StoreToday) -> Iterator[Sentence]:
    """No worker has come to a refresh."""
    moments = (now.store.waiting_since, now.store.next_due_at)
    due = [moment for moment in moments if moment is not None]
    if due and now.at - min(due) > LATE_AFTER:
        who = "no worker came" if now.is_for_operations else "tell operations"
        yield of_store(now, "late", f"{now.name} waits for a refresh that is late: {who}.")


def warned(now: StoreToday) -> Iterator[Sentence]:
    """A fall is not believed yet, or the account is a doubtful one."""
    for warning in (now.store.unbelieved_fall, now.store.account_warning):
        if warning:
            reason = warning.partition(". ")[0].rstrip(".")
            text = reason if now.is_alone else f"{now.store.name}: {reason}"
            yield of_store(now, "warned", f"{text}.")


def rejected(now: StoreToday) -> Iterator[Sentence]:
    """Listings AliExpress turned down, by its reason."""
    if not any(key in now.readings for key in (*REJECTED, *WHOLE)):
        return
    for reason, count in now.rejected.items():
        why = REASONS.get(reason, reason) or "AliExpress gave no reason"
        group = of_listings(
            now,
            "rejected",
            f"{listings(count)}{now.of_it} {are(count)} rejected: {why}.",
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
    words = f"{listings(count)}{now.of_it} expire{'s' if count == 1 else ''} within"
    yield of_listings(
        now,
        "expiring",
        f"{words} {days} day{'' if days == 1 else 's'}.",
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
    words = f"{listings(count, 'active listing')}{now.of_it} {have(count)} no stock."
    if reading.is_partial:
        words = f"At least {words}"
    yield of_listings(
        now, "out_of_stock", words, count, query=reading.listings, cards=(OUT_OF_STOCK,)
    )


def lacking(now: StoreToday) -> Iterator[Sentence]:
    """Listings without a required attribute."""
    reading = next((now.readings[key] for key in COMPLETENESS if key in now.readings), None)
    row = next((row for row in (reading.rows if reading else ()) if row.name == LACKING), None)
    if row is None or not row.value or not row.listings:
        return
    count = int(row.value)
    words = f"{listings(count)}{now.of_it} lack{'s' if count == 1 else ''} a required attribute."
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
        words = f"{items(count)}{now.of_it} {are(count)} out of stock at the source"
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
        words = f"{items(count)} of the source{now.of_it} {are(count)} missing"
        yield of_bridge(
            now,
            "source_missing",
            f"{words} on AliExpress.",
            count,
            name="missing",
            cards=(SOURCE_MISSING, *WHOLE),
        )


def stuck(now: StoreToday) -> Iterator[Sentence]:
    """Listings in auditing for longer than nine in ten reviews of the store take."""
    reviews = now.reviews
    if reviews is None or not reviews.stuck:
        return
    yield of_listings(
        now,
        "stuck",
        f"{listings(reviews.stuck)}{now.of_it} {have(reviews.stuck)} been in auditing "
        "longer than nine in ten reviews take.",
        reviews.stuck,
        query=reviews.stuck_listings,
        cards=WHOLE,
    )


def unmapped(now: StoreToday) -> Iterator[Sentence]:
    """Listings in a state whose words we have never seen."""
    count = now.counted.get(State.UNMAPPED.value, 0)
    if count:
        words = f"{listings(count)}{now.of_it} {are(count)} in a state we do not know."
        query = {"state": State.UNMAPPED.value}
        yield of_listings(now, "unmapped", words, count, query=query, cards=WHOLE)


def alerting(now: StoreToday) -> Iterator[Sentence]:
    """An alert is open that nobody has acknowledged. One of a store that cannot be read says what
    another rule says of it, or the standing on the store's own page."""
    is_said = any(True for rule in (authorisation, failing, unread) for _ in rule(now))
    for alert in now.alerts:
        if (is_said or now.is_alone) and alert.trigger in FRESHNESS:
            continue
        reading = now.readings[alert.card.key]
        is_count = reading.unit == "count" and isinstance(reading.value, int)
        gap = now.total - now.counted.get(State.ACTIVE.value, 0)
        yield Sentence(
            rule="alert",
            text=f"Alert open, {alert.card.title}{now.of_it}: {alert.sentence}",
            store=now.store.slug,
            stake=min(int(reading.value or 0), gap or 1) if is_count else gap or 1,
            urgency=URGENCY["alert"],
            page="alerts",
            cards=(alert.card.key,),
        )


RULES: Final[tuple[Callable[[StoreToday], Iterator[Sentence]], ...]] = (
    authorisation,
    failing,
    unread,
    late,
    warned,
    alerting,
    rejected,
    expiring,
    out_of_stock,
    stuck,
    unmapped,
    lacking,
    out_of_stock_at_the_source,
    missing_from_aliexpress,
)
