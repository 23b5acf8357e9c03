"""What the rules of Today look at: one store as its reader sees it now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Count

from aliexpress.lifecycle import State
from aliexpress.models import BridgeTally, Listing
from cards.board.reviews import Reviews, reviews_from
from cards.board.store_numbers import StoreNumbers
from cards.models import Alert, Card
from cards.readings.reading import Attempt, Reading

MOST_ALERTS: Final = 50


@dataclass(frozen=True, slots=True)
class OpenAlert:
    card: Card
    sentence: str
    trigger: str = ""


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
    bridge: BridgeTally | None = None  # its source held against its listings
    seen: Collection[str] = ()  # keys of cards the reader may see and that are not read here
    is_for_operations: bool = False  # the reader can connect a store
    is_alone: bool = False  # told on the store's own page, so that it need not be named

    def sees(self, card: str) -> bool:
        return card in self.readings or card in self.seen

    @property
    def name(self) -> str:
        """What sentences begin with."""
        return "The store" if self.is_alone else str(self.store.name)

    @property
    def of_it(self) -> str:
        """Whose something is, as sentences go on."""
        return "" if self.is_alone else f" of {self.store.name}"

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


@dataclass(frozen=True, slots=True)
class Beside:
    """What Today takes besides readings, by store."""

    rejected: Mapping[int, Mapping[str, int]]  # by AliExpress's reason
    alerts: Mapping[int, Sequence[OpenAlert]]


def stores_today(
    numbers: Sequence[StoreNumbers],
    *,
    at: datetime,
    is_for_operations: bool,
    is_alone: bool = False,
    beside: Beside | None = None,
    seen: Collection[str] = (),
) -> list[StoreToday]:
    """`seen`: cards the reader may see besides those of the numbers. Where it is not told what is
    beside, that takes two statements, however many stores."""
    beside = beside or beside_of(numbers)
    return [
        StoreToday(
            store=one.store,
            at=at,
            readings={reading.card: reading for reading in one.readings},
            reviews=_reviews(one.store),
            bridge=one.store.now.bridge,
            rejected=beside.rejected.get(one.store.pk, {}),
            alerts=beside.alerts.get(one.store.pk, ()),
            is_for_operations=is_for_operations,
            is_alone=is_alone,
            seen=seen,
        )
        for one in numbers
    ]


def beside_of(numbers: Sequence[StoreNumbers]) -> Beside:
    """Every group of rejected listings, and the newest open alerts."""
    stores = [one.store.pk for one in numbers]
    rejected = Listing.objects.counted().filter(store__in=stores, state=State.REJECTED)
    counted = rejected.values_list("store_id", "audit_failure_reason").annotate(Count("pk"))
    groups: dict[int, dict[str, int]] = {}
    for store_id, reason, count in counted.order_by():
        groups.setdefault(store_id, {})[reason] = count
    keys = {reading.card for one in numbers for reading in one.readings}
    return Beside(groups, open_alerts(keys, stores))


def _reviews(store: Any) -> Reviews | None:
    tally, snapshot = store.now.reviews, store.now.snapshot
    return reviews_from(tally, at=snapshot.confirmed_at) if tally and snapshot else None


def open_alerts(keys: Collection[str], stores: Any) -> dict[int, list[OpenAlert]]:
    """By store, the newest alerts of these cards that nobody has acknowledged. `stores`: keys, or
    a query of them."""
    alerts = Alert.objects.open().filter(
        store__in=stores, card__key__in=keys, acknowledged_at__isnull=True
    )
    found: dict[int, list[OpenAlert]] = {}
    for alert in alerts.select_related("card").order_by("-id")[:MOST_ALERTS]:
        found.setdefault(alert.store_id, []).append(
            OpenAlert(alert.card, alert.sentence, alert.trigger)
        )
    return found
