"""The rules of Today about a store itself: its authorisation, its refreshes, its alerts."""

from collections.abc import Iterator
from datetime import datetime

from aliexpress.lifecycle import State
from aliexpress.models.warnings import LATE_AFTER, WARN_BEFORE
from aliexpress.words import said_to
from cards.alerts.triggers import FRESHNESS
from cards.board.reviews import A_DAY
from cards.board.store_today import StoreToday
from cards.board.today_sentence import URGENCY, Sentence, of_store
from cards.formats import many


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
        when = "in less than a day" if not days else f"in {many(days, 'day')}"
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
