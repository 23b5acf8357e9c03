"""What the rules of Today look at: one store as its reader sees it now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count

from aliexpress.lifecycle import State
from aliexpress.models import Listing
from cards.board.reviews import Reviews, reviews_from
from cards.models import Alert, Card
from cards.readings.reading import Attempt, Reading

# Rejected listings are told by reason for so many stores, those with the most of them.
LOOKED_INTO: Final = 20
MOST_ALERTS: Final = 50


@dataclass(frozen=True, slots=True)
class OpenAlert:
    card: Card
    sentence: str


@dataclass(frozen=True, slots=True)
class StoreToday:
    """`readings`: of the cards the reader may see, by key. `store` comes from
    `with_their_state`."""

    store: Any
    at: datetime
    readings: Mapping[str, Reading]
    reviews: Reviews | None = None
    rejected: Mapping[str, int] | None = None  # by AliExpress's reason; None: not looked into
    alerts: Sequence[OpenAlert] = ()  # nobody has acknowledged them
    is_for_operations: bool = False  # the reader can connect a store

    @property
    def counted(self) -> Mapping[str, int]:
        """Listings by state; empty while nothing complete is known."""
        found = (reading.breakdown for reading in self.readings.values() if reading.breakdown)
        return next(found, {})

    @property
    def total(self) -> int:
        return sum(self.counted.values())

    @property
    def attempt(self) -> Attempt | None:
        """The newest finished refresh."""
        return next((reading.last_attempt for reading in self.readings.values()), None)

    @property
    def authorised_until(self) -> datetime | None:
        ends_at = self.store.renewable_until if self.store.is_renewable else self.store.access_until
        found: datetime | None = ends_at
        return found


def stores_today(
    known: Sequence[tuple[Any, Sequence[Reading]]], *, at: datetime, is_for_operations: bool
) -> list[StoreToday]:
    """Each store, from `with_their_state` and with its pointers, and its readings; with its
    rejected listings by reason and its open alerts, which take a statement each, however many
    stores there are."""
    rejected = _rejected_by_reason(known)
    alerts = _open_alerts(known)
    return [
        StoreToday(
            store=store,
            at=at,
            readings={reading.card: reading for reading in readings},
            reviews=_reviews(store),
            rejected=rejected.get(store.pk),
            alerts=alerts.get(store.pk, ()),
            is_for_operations=is_for_operations,
        )
        for store, readings in known
    ]


def _reviews(store: Any) -> Reviews | None:
    tally, snapshot = store.now.reviews, store.now.snapshot
    return reviews_from(tally, at=snapshot.confirmed_at) if tally and snapshot else None


def _rejected_by_reason(
    known: Sequence[tuple[Any, Sequence[Reading]]],
) -> dict[int, dict[str, int]]:
    """Of the stores with the most rejected listings."""
    counts = {
        store.pk: max((one.breakdown.get(State.REJECTED.value, 0) for one in readings), default=0)
        for store, readings in known
    }
    most = sorted((pk for pk in counts if counts[pk]), key=lambda pk: -counts[pk])[:LOOKED_INTO]
    if not most:
        return {}
    found = Listing.objects.counted().filter(store__in=most, state=State.REJECTED)
    by_reason: dict[int, dict[str, int]] = {pk: {} for pk in most}
    counted = found.values_list("store_id", "audit_failure_reason").annotate(Count("pk"))
    for store_id, reason, number in counted.order_by():
        by_reason[store_id][reason] = number
    return by_reason


def _open_alerts(
    known: Sequence[tuple[Any, Sequence[Reading]]],
) -> dict[int, list[OpenAlert]]:
    keys = {reading.card for _, readings in known for reading in readings}
    alerts = (
        Alert.objects.open()
        .filter(
            store__in=[store.pk for store, _ in known],
            card__key__in=keys,
            acknowledged_at__isnull=True,
        )
        .select_related("card")
        .order_by("-id")[:MOST_ALERTS]
    )
    found: dict[int, list[OpenAlert]] = {}
    for alert in alerts:
        found.setdefault(alert.store_id, []).append(OpenAlert(alert.card, alert.sentence))
    return found
