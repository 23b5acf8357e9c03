"""Holds every card's trigger against its readings; opens, updates and closes alerts.

Outside every sync: it reads what was published, and however long it takes delays nothing.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from aliexpress.models import Store
from cards.alerts.firing import Judgement, Verdict, judge
from cards.alerts.recipients import queue_deliveries
from cards.alerts.triggers import BadTrigger, Trigger, triggers_of
from cards.board.board import rows_of
from cards.measures import MEASURES
from cards.models import Alert, AlertEvent, Card
from cards.readings.reader import read
from cards.readings.reading import Reading

Kind = AlertEvent.Kind
_NO_TRIGGER = "The trigger was taken away or changed."
_NO_CARD = "Operations switched the card off: nobody looks at its trigger any more."
_NO_STORE = "Operations switched the store off: its listings are not read any more."


def look(*, at: datetime) -> None:
    """Once over every card with a trigger and every active store."""
    watched = [(card, triggers) for card in _cards() if (triggers := _triggers(card))]
    still = {(card.pk, trigger.text) for card, triggers in watched for trigger in triggers}
    for left in Alert.objects.open().select_related("card", "store"):
        if not left.store.is_active:
            _close(left, at=at, sentence=_NO_STORE)
        elif not left.card.is_enabled:
            _close(left, at=at, sentence=_NO_CARD)
        elif (left.card_id, left.trigger) not in still:
            _close(left, at=at, sentence=_NO_TRIGGER)
    if not watched:
        return
    open_alerts = {
        (alert.card_id, alert.store_id, alert.trigger): alert
        for alert in Alert.objects.open().select_related("card", "store")
    }
    by_key = dict(zip((card.key for card, _ in watched), watched, strict=True))
    cards = [card for card, _ in watched]
    for row in rows_of(cards, Store.objects.active(), at=at):
        for card, reading in row.cells:
            for trigger in by_key[card.key][1]:
                judged = judge(
                    trigger, reading, before=_before(card, row.store, trigger, reading, at=at)
                )
                alert = open_alerts.get((card.pk, row.store.pk, trigger.text))
                _act(alert, judged, card, row.store, trigger, reading, at=at)


def _cards() -> list[Card]:
    cards = Card.objects.filter(is_enabled=True, key__in=MEASURES).exclude(alert_trigger="-")
    return list(cards.in_order())


def _triggers(card: Card) -> list[Trigger]:
    """None where the text is no trigger: it was checked when it was written, and a text that
    was delivered or written past the check must not stop the others."""
    try:
        return triggers_of(card.alert_trigger)
    except BadTrigger:
        return []


def _before(
    card: Card, store: Store, trigger: Trigger, reading: Reading, *, at: datetime
) -> Reading | None:
    """The reading given a window before the moment this one was last known to be true."""
    if trigger.window is None or reading.confirmed_at is None or reading.stale:
        return None
    then = reading.confirmed_at - trigger.window
    before = read(card, store, at=at, as_of=then)
    return before if before.value is not None and not before.stale else None


def _act(
    alert: Alert | None,
    judged: Judgement,
    card: Card,
    store: Store,
    trigger: Trigger,
    reading: Reading,
    *,
    at: datetime,
) -> None:
    if judged.verdict is Verdict.UNKNOWN:
        return
    if judged.verdict is Verdict.RESTS:
        if alert is not None:
            _close(alert, at=at, sentence=judged.sentence or "It is over.", reading=reading)
    elif alert is None:
        _open(card, store, trigger, judged, reading, at=at)
    elif alert.sentence != judged.sentence:
        _update(alert, judged, reading, at=at)


def _open(
    card: Card, store: Store, trigger: Trigger, judged: Judgement, reading: Reading, *, at: datetime
) -> None:
    try:
        with transaction.atomic():
            alert = Alert.objects.create(
                card=card,
                store=store,
                trigger=trigger.text,
                sentence=judged.sentence,
                value=reading.value,
                snapshot_id=reading.snapshot,
                opened_at=at,
                updated_at=at,
            )
            event = _event(alert, Kind.OPENED, at=at, text=judged.sentence, reading=reading)
            queue_deliveries(event, at=at)
    except IntegrityError:
        return  # another worker opened it at the same moment


def _update(alert: Alert, judged: Judgement, reading: Reading, *, at: datetime) -> None:
    """The same alert with another number: kept in its history, and told to nobody again."""
    with transaction.atomic():
        changed = Alert.objects.filter(pk=alert.pk, closed_at=None, updated_at=alert.updated_at)
        if changed.update(
            sentence=judged.sentence,
            value=reading.value,
            snapshot_id=reading.snapshot,
            updated_at=at,
        ):
            _event(alert, Kind.UPDATED, at=at, text=judged.sentence, reading=reading)


def _close(alert: Alert, *, at: datetime, sentence: str, reading: Reading | None = None) -> None:
    with transaction.atomic():
        closed = Alert.objects.filter(pk=alert.pk, closed_at=None)
        if closed.update(closed_at=at, updated_at=at):
            event = _event(alert, Kind.CLOSED, at=at, text=sentence, reading=reading)
            queue_deliveries(event, at=at)


def _event(
    alert: Alert, kind: str, *, at: datetime, text: str, reading: Reading | None
) -> AlertEvent:
    told: dict[str, Any] = (
        {"value": reading.value, "snapshot_id": reading.snapshot} if reading else {}
    )
    return AlertEvent.objects.create(alert=alert, kind=kind, at=at, text=text, **told)
