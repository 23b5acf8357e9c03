"""What the rules of Today look at: one store as its reader sees it now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, QuerySet

from aliexpress.lifecycle import State
from aliexpress.models import Listing, Store
from cards.board.numbers import StoreNumbers
from cards.board.reviews import Reviews, reviews_from
from cards.models import Alert, Card
from cards.readings.reading import Attempt, Reading

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
    rejected: Mapping[str, int] = field(default_factory=dict)  # by AliExpress's reason
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
    numbers: Sequence[StoreNumbers],
    *,
    at: datetime,
    is_for_operations: bool,
    rejected: Mapping[int, Mapping[str, int]] | None = None,
) -> list[StoreToday]:
    """With open alerts in one statement however many stores there are, and in another with
    rejected listings by reason, where `rejected` does not tell them by store."""
    rejected = _rejected_by_reason(numbers) if rejected is None else rejected
    alerts = _open_alerts(numbers)
    return [
        StoreToday(
            store=one.store,
            at=at,
            readings={reading.card: reading for reading in one.readings},
            reviews=_reviews(one.store),
            rejected=rejected.get(one.store.pk, {}),
            alerts=alerts.get(one.store.pk, ()),
            is_for_operations=is_for_operations,
        )
        for one in numbers
    ]


def _reviews(store: Any) -> Reviews | None:
    tally, snapshot = store.now.reviews, store.now.snapshot
    return reviews_from(tally, at=snapshot.confirmed_at) if tally and snapshot else None


def _rejected_by_reason(numbers: Sequence[StoreNumbers]) -> dict[int, dict[str, int]]:
    rejected = Listing.objects.counted().filter(
        store__in=[one.store.pk for one in numbers], state=State.REJECTED
    )
    counted = rejected.values_list("store_id", "audit_failure_reason").annotate(Count("pk"))
    found: dict[int, dict[str, int]] = {}
    for store_id, reason, count in counted.order_by():
        found.setdefault(store_id, {})[reason] = count
    return found


def alerting_stores(cards: Sequence[Card], stores: QuerySet[Store]) -> set[int]:
    """Those with the newest open alerts that nobody has acknowledged."""
    alerts = _unacknowledged({card.key for card in cards}, stores.order_by().values("pk"))
    return set(alerts.values_list("store_id", flat=True)[:MOST_ALERTS])


def _open_alerts(numbers: Sequence[StoreNumbers]) -> dict[int, list[OpenAlert]]:
    keys = {reading.card for one in numbers for reading in one.readings}
    alerts = _unacknowledged(keys, [one.store.pk for one in numbers])
    found: dict[int, list[OpenAlert]] = {}
    for alert in alerts.select_related("card")[:MOST_ALERTS]:
        found.setdefault(alert.store_id, []).append(OpenAlert(alert.card, alert.sentence))
    return found


def _unacknowledged(keys: Collection[str], stores: Any) -> QuerySet[Alert]:
    """Newest first."""
    open_ones = Alert.objects.open().filter(card__key__in=keys, acknowledged_at__isnull=True)
    return open_ones.filter(store__in=stores).order_by("-id")
