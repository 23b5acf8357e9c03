"""Who reads a store's details: one worker at a time, and never so many that syncs wait."""

import uuid
from datetime import datetime
from typing import Any

from aliexpress.models import DetailReading, Store

# Workers that may read details at once: reading thousands takes minutes, and the syncs of all
# other stores need workers too.
READERS_AT_ONCE = 3
STORES_A_TICK = 20


class HoldLost(Exception):
    """Another worker has taken the reading over."""


def make_due(store_id: int, *, at: datetime) -> None:
    """There may be something to ask for. What a failure put off stays put off."""
    reading, created = DetailReading.objects.get_or_create(
        store_id=store_id, defaults={"due_at": at}
    )
    if not created and not reading.failure_count:
        DetailReading.objects.filter(pk=reading.pk).update(due_at=at)


def due_stores(*, at: datetime) -> list[int]:
    """The ids of the stores a worker should be told of, the longest overdue first."""
    free = max(0, READERS_AT_ONCE - DetailReading.objects.held(at=at).count())
    due = DetailReading.objects.due(at=at).order_by("due_at", "id")
    return list(due.values_list("store_id", flat=True)[: min(free, STORES_A_TICK)])


def claim(store: Store, *, at: datetime) -> DetailReading | None:
    """None where another worker reads the store, or enough are reading."""
    DetailReading.objects.get_or_create(store=store, defaults={"due_at": at})
    others = DetailReading.objects.held(at=at).exclude(store=store)
    if others.count() >= READERS_AT_ONCE:
        return None
    taken = (
        DetailReading.objects.filter(store=store)
        .free(at=at)
        .update(lease=uuid.uuid4(), heartbeat_at=at)
    )
    return DetailReading.objects.get(store=store) if taken else None


def beat(reading: DetailReading, *, at: datetime) -> None:
    """Raises HoldLost."""
    if not _held(reading).update(heartbeat_at=at):
        raise HoldLost(f"The details of store {reading.store_id} were taken over.")


def let_go(reading: DetailReading, *, due_at: datetime | None, **outcome: Any) -> None:
    _held(reading).update(lease=None, due_at=due_at, **outcome)


def _held(reading: DetailReading) -> Any:
    return DetailReading.objects.filter(pk=reading.pk, lease=reading.lease)
