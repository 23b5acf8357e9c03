"""The look at every reading: triggers are held against it, and alerts open, change and close.

It is outside every sync and reads what was published, so however long it takes delays nothing.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from aliexpress.models import Store
from cards.alerts.firing import Judgement, Verdict, judge
from cards.alerts.recipients import queue_deliveries
from cards.alerts.triggers import BadTrigger, Trigger, triggers_of
from cards.measures import MEASURES
from cards.models import Alert, AlertEvent, Card
from cards.readings.reader import readings, readings_given
from cards.readings.reading import Reading
from cards.readings.store_facts import gather

Kind = AlertEvent.Kind
Watched = dict[Card, list[Trigger]]
_NO_TRIGGER = "The trigger was taken away or changed."
_NO_CARD = "Operations switched the card off: nobody looks at its trigger any more."
_NO_STORE = "Operations switched the store off: its listings are not read any more."


def look(*, at: datetime) -> None:
    """Once over every card with a trigger and every active store. Apart from what opens and
    closes it asks a fixed number of statements: however many stores there are."""
    watched = {card: triggers for card in _cards() if (triggers := _triggers(card))}
    still = {(card.pk, trigger.text) for card in watched for trigger in watched[card]}
    open_alerts = {
        (alert.card_id, alert.store_id, alert.trigger): alert
        for alert in Alert.objects.open().select_related("card", "store")
    }
    for alert in open_alerts.values():
        if reason := _why_unwatched(alert, still):
            _close(alert, at=at, sentence=reason)
    if not watched:
        return
    earlier = _earlier(watched, at=at)
    cards = list(watched)
    for known in gather(cards, _stores(), at=at):
        store, _ = known
        for card, reading in zip(cards, readings(cards, known, at=at), strict=True):
            for trigger in watched[card]:
                before = earlier.get((trigger.window, store.pk, card.pk))
                judged = judge(trigger, reading, before=before)
                firing = open_alerts.get((card.pk, store.pk, trigger.text))
                _act(firing, judged, card, store, trigger, reading, at=at)


def _why_unwatched(alert: Alert, still: set[tuple[int, str]]) -> str:
    """Why nobody looks at its trigger any more, in a sentence; "" while somebody does."""
    if not alert.store.is_active:
        return _NO_STORE
    if not alert.card.is_enabled:
        return _NO_CARD
    return "" if (alert.card_id, alert.trigger) in still else _NO_TRIGGER


def _earlier(watched: Watched, *, at: datetime) -> dict[tuple[timedelta | None, int, int], Reading]:
    """The readings given each window of a trigger ago, by the window, the store and the card."""
    found: dict[tuple[timedelta | None, int, int], Reading] = {}
    for window in {one.window for triggers in watched.values() for one in triggers if one.window}:
        then = at - window
        cards = [card for card in watched if window in {one.window for one in watched[card]}]
        for known in gather(cards, _stores(), at=then, by=then):
            given = readings_given(cards, known, as_of=then)
            for card, reading in zip(cards, given, strict=True):
                found[window, known[0].pk, card.pk] = reading
    return found


def _stores() -> QuerySet[Store]:
    return Store.objects.active().order_by("name", "id")


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
            _close(alert, at=at, sentence=judged.sentence, reading=reading)
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
        told: dict[str, Any] = (
            {"value": reading.value, "snapshot_id": reading.snapshot} if reading else {}
        )
        if closed.update(closed_at=at, updated_at=at, sentence=sentence, **told):
            event = _event(alert, Kind.CLOSED, at=at, text=sentence, reading=reading)
            queue_deliveries(event, at=at)


def _event(
    alert: Alert, kind: str, *, at: datetime, text: str, reading: Reading | None
) -> AlertEvent:
    return AlertEvent.objects.create(
        alert=alert,
        kind=kind,
        at=at,
        text=text,
        value=reading.value if reading else None,
        snapshot_id=reading.snapshot if reading else None,
    )
