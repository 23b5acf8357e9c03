"""The look at every reading: triggers are held against it, and alerts open, change and close.

It is outside every sync and reads what was published, so however long it takes delays nothing.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction

from aliexpress.models import Store
from cards.alerts.firing import Judgement, Verdict, judge
from cards.alerts.recipients import queue_deliveries
from cards.alerts.triggers import NONE, BadTrigger, Trigger, triggers_of
from cards.measures import MEASURES
from cards.models import Alert, AlertEvent, Card
from cards.readings.reader import readings, readings_given
from cards.readings.reading import Reading
from cards.readings.store_facts import gather

Kind = AlertEvent.Kind
Watched = dict[Card, list[Trigger]]  # every card with a trigger that can be read
NO_TRIGGER: Final = "The trigger was taken away or changed."
NO_CARD: Final = "Operations switched the card off: nobody looks at its trigger any more."
NO_STORE: Final = "Operations switched the store off: its listings are not read any more."


@dataclass(frozen=True, slots=True)
class Finding:
    """What one trigger of a card says of one store."""

    card: Card
    store: Store
    trigger: Trigger
    reading: Reading
    judgement: Judgement


def look(*, at: datetime) -> None:
    """Hold every trigger against every active store, and open, update or close its alert. Apart
    from what opens and closes it asks as many statements for a thousand stores as for one."""
    watched = _watched()
    open_alerts = {
        (alert.card_id, alert.store_id, alert.trigger): alert
        for alert in Alert.objects.open().select_related("card", "store")
    }
    for alert in open_alerts.values():
        if reason := _why_unwatched(alert, watched):
            _close(alert, reason, at=at)
    for found in _findings(watched, at=at):
        firing = open_alerts.get((found.card.pk, found.store.pk, found.trigger.text))
        judged = found.judgement
        if judged.verdict is Verdict.FIRES and firing is None:
            _open(found, at=at)
        elif judged.verdict is Verdict.FIRES and firing and firing.sentence != judged.sentence:
            _update(firing, found, at=at)
        elif judged.verdict is Verdict.RESTS and firing:
            _close(firing, judged.sentence, at=at, reading=found.reading)


def _watched() -> Watched:
    """A text that is no trigger was delivered, or written past the check: it stops no other."""
    watched = {}
    cards = Card.objects.filter(is_enabled=True, key__in=MEASURES).exclude(alert_trigger=NONE)
    for card in cards.in_order():
        with suppress(BadTrigger):
            watched[card] = triggers_of(card.alert_trigger)
    return watched


def _why_unwatched(alert: Alert, watched: Watched) -> str:
    """Why nobody looks at its trigger any more, in a sentence; "" while somebody does."""
    if not alert.store.is_active:
        return NO_STORE
    if not alert.card.is_enabled:
        return NO_CARD
    still = {trigger.text for trigger in watched.get(alert.card, [])}
    return "" if alert.trigger in still else NO_TRIGGER


def _findings(watched: Watched, *, at: datetime) -> Iterator[Finding]:
    """Of every active store by its name, every card in its order, and every trigger of it."""
    if not watched:
        return
    earlier = _earlier(watched, at=at)
    cards = list(watched)
    for known in gather(cards, Store.objects.active().order_by("name", "id"), at=at):
        store, _ = known
        for card, reading in zip(cards, readings(cards, known, at=at), strict=True):
            for trigger in watched[card]:
                before = earlier.get((trigger.window, store.pk, card.pk))
                yield Finding(card, store, trigger, reading, judge(trigger, reading, before=before))


def _earlier(watched: Watched, *, at: datetime) -> dict[tuple[timedelta | None, int, int], Reading]:
    """The readings given each window of a trigger ago, by the window, the store and the card."""
    found: dict[tuple[timedelta | None, int, int], Reading] = {}
    for window in {one.window for triggers in watched.values() for one in triggers if one.window}:
        then = at - window
        cards = [card for card in watched if window in {one.window for one in watched[card]}]
        for known in gather(cards, Store.objects.active(), at=then, by=then):
            given = readings_given(cards, known, as_of=then)
            for card, reading in zip(cards, given, strict=True):
                found[window, known[0].pk, card.pk] = reading
    return found


def _open(found: Finding, *, at: datetime) -> None:
    reading, sentence = found.reading, found.judgement.sentence
    # Suppressed: another worker opened it at the same moment.
    with suppress(IntegrityError), transaction.atomic():
        alert = Alert.objects.create(
            card=found.card,
            store=found.store,
            trigger=found.trigger.text,
            sentence=sentence,
            value=reading.value,
            snapshot_id=reading.snapshot,
            opened_at=at,
            updated_at=at,
        )
        _tell(alert, Kind.OPENED, sentence, at=at, reading=reading)


def _update(alert: Alert, found: Finding, *, at: datetime) -> None:
    """The same alert with another number: kept in its history, and told to nobody again."""
    reading, sentence = found.reading, found.judgement.sentence
    with transaction.atomic():
        changed = Alert.objects.filter(pk=alert.pk, closed_at=None, updated_at=alert.updated_at)
        if changed.update(
            sentence=sentence, value=reading.value, snapshot_id=reading.snapshot, updated_at=at
        ):
            _event(alert, Kind.UPDATED, sentence, at=at, reading=reading)


def _close(alert: Alert, sentence: str, *, at: datetime, reading: Reading | None = None) -> None:
    now: dict[str, Any] = {}
    if reading:
        now = {"value": reading.value, "snapshot_id": reading.snapshot}
    with transaction.atomic():
        closed = Alert.objects.filter(pk=alert.pk, closed_at=None)
        if closed.update(closed_at=at, updated_at=at, sentence=sentence, **now):
            _tell(alert, Kind.CLOSED, sentence, at=at, reading=reading)


def _tell(alert: Alert, kind: str, text: str, *, at: datetime, reading: Reading | None) -> None:
    """Keep the event, and queue it for everybody who is to know."""
    queue_deliveries(_event(alert, kind, text, at=at, reading=reading), at=at)


def _event(
    alert: Alert, kind: str, text: str, *, at: datetime, reading: Reading | None
) -> AlertEvent:
    return AlertEvent.objects.create(
        alert=alert,
        kind=kind,
        at=at,
        text=text,
        value=reading.value if reading else None,
        snapshot_id=reading.snapshot if reading else None,
    )
