"""What a card says of the reader's stores today, as it is kept and as a form would have it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from aliexpress.models import Store
from cards.measures import MEASURES
from cards.models import Card
from cards.readings.reader import readings
from cards.readings.reading import Reading
from cards.readings.store_facts import gather

MOST_STORES: Final = 10


@dataclass(frozen=True, slots=True)
class Said:
    """Of one store. `after` is None where nothing was tried."""

    store: Store
    now: Reading
    after: Reading | None

    @property
    def is_changed(self) -> bool:
        return self.after is not None and (
            (self.after.value, self.after.sentiment) != (self.now.value, self.now.sentiment)
        )


def said_today(user: Any, kept: Card, *, tried: Card | None, at: datetime) -> list[Said]:
    """By the name of the store, at most MOST_STORES; nothing of a card without a measure."""
    if kept.key not in MEASURES:
        return []
    stores = Store.objects.visible_to(user).active().order_by("name", "id")[:MOST_STORES]
    shown = Store.objects.filter(pk__in=[store.pk for store in stores]).order_by("name", "id")
    now = read(kept, shown, at=at)
    after: dict[int, Reading] = {}
    if tried is not None:
        after = {store.pk: reading for store, reading in read(tried, shown, at=at)}
    return [Said(store, reading, after.get(store.pk)) for store, reading in now]


def read(card: Card, stores: Any, *, at: datetime) -> list[tuple[Store, Reading]]:
    return [
        (known[0], readings([card], known, at=at)[0]) for known in gather([card], stores, at=at)
    ]
