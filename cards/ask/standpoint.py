"""Who asks, of which store, as at which moment; and what was known then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from typing import Final

from aliexpress.models import ListingSnapshot, Store
from aliexpress.roles import Viewer
from cards.ask.queries.closed_query import Query
from cards.ask.times.instants import moment_of, window_of
from cards.catalogue.definitions import TOTAL
from cards.measures.bridge import DRIFT, MISSING, ORPHANS, OUT_OF_STOCK
from cards.models import Card
from cards.readings.reader import read
from cards.readings.reading import Reading

CARD_OF: Final = {
    "total": TOTAL,
    "active": "aex_active_listings",
    "rejected": "aex_rejected_listings",
    "oos": "aex_oos_listings",
    "expiring": "aex_listings_expiring_soon",
    "complete": "aex_complete_listings",
    "complete_active": "aex_complete_active_listings",
    "quality": "aex_listing_quality_score",
    "problems": "aex_listing_quality_score",
    "missing": MISSING,
    "orphans": ORPHANS,
    "drifting": DRIFT,
    "source_oos": OUT_OF_STOCK,
}
NO_MOMENT: Final = "There is no such time."
HIDDEN: Final = "There is no such number, or it is not yours to see."


class CannotTell(Exception):
    """Why there is no number, by kind, in one sentence, and what would be needed."""

    def __init__(self, kind: str, sentence: str, needed: str = "") -> None:
        super().__init__(sentence)
        self.kind = kind
        self.needed = needed


def card_of(subject: str) -> str:
    """The key of the card a subject is a number of: states without a card of their own are rows of
    Total Listings."""
    return CARD_OF.get(subject, TOTAL)


@dataclass(frozen=True)
class Standpoint:
    """Who asks, of which store, and when. `at`: the moment asked of; `now`: when it was asked."""

    user: Viewer
    store: Store
    at: datetime
    now: datetime
    zone: tzinfo = UTC

    @property
    def is_now(self) -> bool:
        return self.at >= self.now

    @cached_property
    def local(self) -> datetime:
        return self.at.astimezone(self.zone)

    @cached_property
    def snapshot(self) -> ListingSnapshot:
        """The one that stands at the moment. Raises CannotTell."""
        return self.snapshot_at("now")

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """Those the reader may see, by key."""
        return {card.key: card for card in Card.objects.visible_to(self.user)}

    @cached_property
    def total(self) -> Reading:
        """Total Listings at the moment, for how it stands."""
        return self.reading(TOTAL)

    def moment(self, notation: str) -> datetime:
        """Raises CannotTell for what is no moment, and for what lies ahead."""
        try:
            found = moment_of(notation, at=self.local).astimezone(self.zone)
        except (ValueError, OverflowError) as error:
            raise CannotTell("no_such_date", NO_MOMENT) from error
        if found > self.local:
            raise CannotTell("beyond_dates", "That moment has not come yet.", "Ask of the past.")
        return found

    def window(self, query: Query) -> tuple[datetime, datetime]:
        """Raises CannotTell for what is no window, and for one that has not begun."""
        if query.over == "?":
            raise CannotTell("not_understood", "Say of which time.", "Such as last week.")
        if query.start:
            start, end = self.moment(query.start), self.moment(query.end)
        else:
            try:
                start, end = window_of(query.over, at=self.local)
            except (ValueError, OverflowError) as error:
                raise CannotTell("no_such_date", NO_MOMENT) from error
        if start >= self.local:
            raise CannotTell("beyond_dates", "That time has not begun yet.", "Ask of the past.")
        if start >= end:
            raise CannotTell("no_such_date", "That time ends before it begins.")
        return start, end

    def snapshot_at(self, notation: str) -> ListingSnapshot:
        return self.snapshot_by(self.moment(notation))

    def snapshot_by(self, moment: datetime) -> ListingSnapshot:
        found = ListingSnapshot.objects.given_at(self.store, at=moment)
        if found is None:
            first = ListingSnapshot.objects.filter(store=self.store, published_at__lte=self.at)
            since = first.order_by("published_at", "id").first()
            if since is None:
                raise CannotTell(
                    "before_known",
                    f"There is no complete reading of {self.store.name} yet.",
                    "It comes with the first complete refresh.",
                )
            raise CannotTell(
                "before_known",
                f"Nothing is known of {self.store.name} before "
                f"{since.published_at.astimezone(self.zone):%-d %B %Y, %H:%M %Z}.",
                "Ask of a moment since then.",
            )
        return found

    def reading(self, key: str, moment: datetime | None = None) -> Reading:
        """As it was given at the moment; None: at that of the standpoint. Raises CannotTell where
        the card is hidden or nothing is known."""
        card = self.cards.get(key)
        if card is None:
            raise CannotTell("not_understood", HIDDEN)
        as_of = min(moment or self.at, self.at)
        return read(card, self.store, at=self.now, as_of=None if as_of >= self.now else as_of)

    @cached_property
    def is_newest_of_all(self) -> bool:
        """Whether nothing was published since the moment asked of."""
        newest = ListingSnapshot.objects.newest_of(self.store)
        return newest is not None and newest.pk == self.snapshot.pk
