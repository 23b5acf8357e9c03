"""The look at every reading: triggers are held against it, and alerts open, change and close.

It is outside every sync and reads what was published, so however long it takes delays nothing.
"""

import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Greatest

from aliexpress.models import Store
from cards.alerts.firing import Judgement, Verdict, judge
from cards.alerts.recipients import queue_deliveries
from cards.alerts.triggers import Trigger
from cards.alerts.watched_triggers import Watched, is_watched, watched
from cards.models import Alert, AlertEvent, Card
from cards.readings.reader import readings
from cards.readings.reading import Reading
from cards.readings.store_facts import gather

logger = logging.getLogger(__name__)

Kind = AlertEvent.Kind
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
    conditions = watched()
    open_alerts = {
        (alert.card_id, alert.store_id, alert.trigger): alert
        for alert in Alert.objects.open().select_related("card", "store")
    }
    for alert in open_alerts.values():
        if reason := why_unwatched(alert, conditions):
            _close(alert, reason, at=at)
    for found in findings(conditions, at=at):
        firing = open_alerts.get((found.card.pk, found.store.pk, found.trigger.text))
        change = change_of(found.judgement, firing.sentence if firing else None)
        if change is Kind.OPENED:
            _open(found, at=at)
        elif change is Kind.UPDATED and firing:
            _update(firing, found, at=at)
        elif change is Kind.CLOSED and firing:
            _close(firing, found.judgement.sentence, at=at, reading=found.reading)


def change_of(judged: Judgement, open_sentence: str | None) -> AlertEvent.Kind | None:
    """What a judgement makes of an alert. `open_sentence`: of the open one, None: there is none."""
    if judged.verdict is Verdict.FIRES and open_sentence is None:
        return Kind.OPENED
    if judged.verdict is Verdict.FIRES and open_sentence != judged.sentence:
        return Kind.UPDATED
    return Kind.CLOSED if judged.verdict is Verdict.RESTS and open_sentence is not None else None


def why_unwatched(alert: Alert, conditions: Watched) -> str:
    """Why nobody looks at its trigger any more, in a sentence; "" while somebody does."""
    if not alert.store.is_active:
        return NO_STORE
    if not alert.card.is_enabled:
        return NO_CARD
    still = is_watched(conditions.get(alert.card, []), alert.trigger, store=alert.store)
    return "" if still else NO_TRIGGER


def findings(conditions: Watched, *, at: datetime) -> Iterator[Finding]:
    """Of every active store by its name, every card in its order, and every trigger of it."""
    if not conditions:
        return
    earlier = _earlier(conditions, at=at)
    cards = list(conditions)
    for known in gather(cards, Store.objects.active().order_by("name", "id"), at=at):
        store, _ = known
        for card, reading in zip(cards, readings(cards, known, at=at), strict=True):
            for trigger in (one.trigger for one in conditions[card] if one.is_of(store.pk)):
                before = earlier.get((trigger.window, store.pk, card.pk))
                yield Finding(card, store, trigger, reading, judge(trigger, reading, before=before))


def _earlier(
    conditions: Watched, *, at: datetime
) -> dict[tuple[timedelta | None, int, int], Reading]:
    """The readings given each window of a trigger ago, by the window, the store and the card."""
    found: dict[tuple[timedelta | None, int, int], Reading] = {}
    windows = {card: {one.trigger.window for one in some} for card, some in conditions.items()}
    for window in {one for some in windows.values() for one in some if one}:
        then = at - window
        cards = [card for card, some in windows.items() if window in some]
        for known in gather(cards, Store.objects.active(), at=then, by=then):
            given = readings(cards, known, at=then, is_past=True)
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
        # Not before it was opened, by a clock that was ahead.
        ended = Greatest("opened_at", Value(at))
        if closed.update(closed_at=ended, updated_at=at, sentence=sentence, **now):
            _tell(alert, Kind.CLOSED, sentence, at=at, reading=reading)


def _tell(alert: Alert, kind: str, text: str, *, at: datetime, reading: Reading | None) -> None:
    """Keep the event, and queue it for everybody who is to know."""
    queue_deliveries(_event(alert, kind, text, at=at, reading=reading), at=at)


def _event(
    alert: Alert, kind: str, text: str, *, at: datetime, reading: Reading | None
) -> AlertEvent:
    told = {"alert": alert.pk, "card": alert.card.key, "store": alert.store.slug}
    snapshot = reading.snapshot if reading else None
    logger.info("alert %s", kind, extra=told | {"snapshot": snapshot})
    return AlertEvent.objects.create(
        alert=alert,
        kind=kind,
        at=at,
        text=text,
        value=reading.value if reading else None,
        snapshot_id=snapshot,
    )
