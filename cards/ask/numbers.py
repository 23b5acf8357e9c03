"""The numbers of answers: each read from what exists, with its snapshot and its list.

Nothing is counted here but the rows of the list a number stands beside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from typing import Final

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store, ValidityTally
from aliexpress.models.tally import DAYS_AHEAD
from aliexpress.roles import Viewer
from aliexpress.typed.bad_input import BadInput
from cards.ask.closed_query import Filter, Query
from cards.ask.receipts import Number, receipt_of
from cards.ask.times import days_ahead, moment_of, window_of
from cards.flow.movements import ANYWHERE
from cards.listings.filters import NOWHERE, filters_from
from cards.listings.page import Found, find
from cards.measures.validity import KEY as EXPIRING
from cards.measures.validity import NOT_COUNTED
from cards.models import Card
from cards.readings.reader import read
from cards.readings.reading import Reading

CARD_OF: Final = {
    "total": "aex_total_listings",
    "active": "aex_active_listings",
    "rejected": "aex_rejected_listings",
    "oos": "aex_oos_listings",
    "expiring": "aex_listings_expiring_soon",
    "complete": "aex_complete_listings",
    "complete_active": "aex_complete_active_listings",
    "quality": "aex_listing_quality_score",
    "problems": "aex_listing_quality_score",
}
TOTAL_CARD: Final = "aex_total_listings"
RATES: Final = {
    "rejected/total": "aex_rejection_rate",
    "active/total": "aex_active_share",
    "complete/total": "aex_attribute_completeness",
}
COUNTED: Final = frozenset({"total", "gap", *State.values})
# Facts of a listing that are kept with every snapshot; all others are known of now only.
KEPT: Final = frozenset({"offline_reason"})
_CENT: Final = "0.0001"


class CannotTell(Exception):
    """Why there is no number, by kind, in one sentence, and what would be needed."""

    def __init__(self, kind: str, sentence: str, needed: str = "") -> None:
        super().__init__(sentence)
        self.kind = kind
        self.needed = needed


def card_of(subject: str) -> str:
    """The key of the card a subject is a number of: states without a card of their own are rows of
    Total Listings."""
    return CARD_OF.get(subject, TOTAL_CARD)


@dataclass(frozen=True)
class World:
    """Who asks, of which store, and when. `at`: the moment asked of; `is_now`: it is this one."""

    user: Viewer
    store: Store
    at: datetime
    is_now: bool = True
    zone: tzinfo = UTC

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
        return self.reading(TOTAL_CARD)

    def moment(self, notation: str) -> datetime:
        """Raises CannotTell for what lies ahead."""
        found = moment_of(notation, at=self.local)
        if found > self.local:
            raise CannotTell("beyond_dates", "That moment has not come yet.", "Ask of the past.")
        return found

    def window(self, query: Query) -> tuple[datetime, datetime]:
        if query.start:
            return self.moment(query.start), self.moment(query.end)
        start, end = window_of(query.over, at=self.local)
        if start >= end:
            raise CannotTell("beyond_dates", "That time has not begun yet.", "Ask of the past.")
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

    def reading(self, key: str, snapshot: ListingSnapshot | None = None) -> Reading:
        """Raises CannotTell where the card is hidden or nothing is known."""
        card = self.cards.get(key)
        if card is None:
            raise CannotTell(
                "not_understood", "There is no such number, or it is not yours to see."
            )
        if snapshot is not None:
            return read(card, self.store, at=self.at, as_of=snapshot.published_at)
        return read(card, self.store, at=self.at, as_of=None if self.is_now else self.at)

    def number(self, subject: str, filters: tuple[Filter, ...] = (), at: str = "now") -> Number:
        """How many there are of a subject at one moment. Raises CannotTell."""
        snapshot = self.snapshot_at(at)
        is_newest = snapshot.pk == self.snapshot.pk
        self._check_kept(filters, is_newest=is_newest)
        if subject in COUNTED or "+" in subject:
            return self._of_states(subject, filters, snapshot)
        return self._of_card(subject, filters, snapshot, is_newest=is_newest)

    def _check_kept(self, filters: tuple[Filter, ...], *, is_newest: bool) -> None:
        lost = [one.name for one in filters if one.name not in KEPT]
        if lost and not (is_newest and self.is_newest_of_all):
            word = lost[0].replace("_", " ")
            raise CannotTell(
                "not_kept",
                f"By {word}, listings are known as they are now: what a listing's {word} was "
                "once is not kept.",
                "Ask of now.",
            )

    @cached_property
    def is_newest_of_all(self) -> bool:
        """Whether nothing was published since the moment asked of."""
        newest = ListingSnapshot.objects.newest_of(self.store)
        return newest is not None and newest.pk == self.snapshot.pk

    def _of_states(
        self, subject: str, filters: tuple[Filter, ...], snapshot: ListingSnapshot
    ) -> Number:
        states = states_of(subject, snapshot)
        values = {"state": ",".join(states) if subject != "total" else ""}
        values["as_of"] = snapshot.published_at.isoformat()
        if filters:
            return self.listed(values, filters, snapshot)
        value = sum(snapshot.count_of(State(state)) for state in states)
        return Number(value, receipt_of(self.store, snapshot, values))

    def _of_card(
        self,
        subject: str,
        filters: tuple[Filter, ...],
        snapshot: ListingSnapshot,
        *,
        is_newest: bool,
    ) -> Number:
        newest = is_newest and self.is_newest_of_all
        reading = self.reading(card_of(subject), None if is_newest else snapshot)
        if reading.value is None:
            raise CannotTell("not_kept", reading.note or "That is not known yet.")
        values = dict(reading.listings) if reading.listings is not None and newest else None
        if subject == "problems":
            rows = [row for row in reading.rows if row.name == "problem"]
            if not rows:
                raise CannotTell("not_kept", "AliExpress's diagnosis has not been read yet.")
            values = dict(rows[0].listings or {}) if newest else None
            found = rows[0].value
        else:
            found = reading.value
        if filters:
            return self.listed(values or {}, filters, snapshot)
        least = reading.coverage is not None and reading.coverage.is_short
        unit = "" if reading.unit == "count" else " of 100"
        receipt = receipt_of(self.store, snapshot, values)
        return Number(found, receipt, is_least=least and reading.coverage.is_least  # type: ignore[union-attr]
                      , decimals=1 if unit else 0, unit=unit)  # fmt: skip

    def lapsing(self, ahead: str) -> Number:
        """How many active listings' validity ends within so many days. Raises CannotTell."""
        days = days_ahead(ahead) or 0
        if not 0 < days <= DAYS_AHEAD:
            raise CannotTell(
                "beyond_dates", f"Ends of validity are counted for {DAYS_AHEAD} days ahead."
            )
        self.reading(card_of("expiring"))
        tally = ValidityTally.objects.newest_for([self.snapshot.pk], by=self.at).first()
        if tally is None:
            raise CannotTell("not_kept", NOT_COUNTED)
        values = {"card": EXPIRING, "until": tally.end_of(days).isoformat()}
        receipt = receipt_of(self.store, self.snapshot, values if self.is_newest_of_all else None)
        return Number(tally.ending_within(days), receipt, is_least=tally.undated_count > 0)

    def listed(
        self, values: Mapping[str, str], filters: tuple[Filter, ...], snapshot: ListingSnapshot
    ) -> Number:
        """As many as the list of these values has, narrowed by the filters."""
        values, apart = self.narrowed(dict(values), filters)
        count = self.found(values).listings.count()
        if apart:  # all but these: the list of all, less the list of these
            without = dict(values) | apart
            held = self.found(without).listings.count()
            number = Number(count - held, receipt_of(self.store, snapshot, None))
            whole = Number(count, receipt_of(self.store, snapshot, values))
            part = Number(held, receipt_of(self.store, snapshot, without))
            return Number(count - held, number.receipt, also=(whole, part))
        return Number(count, receipt_of(self.store, snapshot, values))

    def found(self, values: Mapping[str, str]) -> Found:
        try:
            return find(self.store, filters_from(values), at=self.at)
        except BadInput as error:
            raise CannotTell("unknown_value", str(error)) from error

    def narrowed(
        self, values: dict[str, str], filters: tuple[Filter, ...]
    ) -> tuple[dict[str, str], dict[str, str]]:
        """The list's own filters, and those that are to be left out of it."""
        apart: dict[str, str] = {}
        if any(one.name in {"days"} for one in filters):
            values.pop("as_of", None)
        for one in filters:
            added = self._listing_values(one)
            (apart if one.sign == "!=" else values).update(added)
        return values, apart

    def _listing_values(self, one: Filter) -> dict[str, str]:
        if one.name == "price":
            return _price(one)
        if one.name == "title":
            return {"search": one.value}
        if one.name == "days":
            return {"min_days": one.value}
        if one.name == "created":
            moment = self.moment(one.value).astimezone(UTC).isoformat()
            return {"created": f"..{moment}" if one.sign == "<" else f"{moment}.."}
        return {one.name: one.value}

    def moved(self, query: Query, move: str) -> Number:
        """How many listings moved so between the two moments of a query. Raises CannotTell."""
        start, end = self.window(query)
        closing = self.snapshot_by(end)
        self._check_kept(query.filters, is_newest=closing.pk == self.snapshot.pk)
        values = self.moved_values(move, start, end)
        if query.filters:
            return self.listed(values, query.filters, closing)
        return Number(self.found(values).listings.count(), receipt_of(self.store, closing, values))

    def moved_values(self, move: str, start: datetime, end: datetime) -> dict[str, str]:
        """The query of the list of those that moved so. Raises CannotTell."""
        opening = self.snapshot_by(start)
        return {
            "moved": moved_value(move),
            "from": max(start, opening.published_at).astimezone(UTC).isoformat(),
            "to": min(end, self.at).astimezone(UTC).isoformat(),
        }


def moved_value(move: str) -> str:
    """The word of a list's filter for a>b. Raises CannotTell for what has none."""
    source, _, target = move.partition(">")
    ends = [{"*": ANYWHERE, "none": NOWHERE}.get(end, end) for end in (source, target)]
    return "-".join(ends)


def states_of(subject: str, snapshot: ListingSnapshot) -> list[str]:
    if subject == "total":
        return [*State.values]
    if subject == "gap":
        return [state for state in State.values if state != State.ACTIVE]
    return subject.split("+")


def _price(one: Filter) -> dict[str, str]:
    """A listing is in the band where any of its prices is."""
    if one.sign == "=":
        low, _, high = one.value.partition("..")
        return {"min_price": low, "max_price": high}
    whole, _, part = one.value.partition(".")
    amount = int(whole + part.ljust(4, "0"))
    amount += -1 if one.sign == "<" else 1
    text = f"{max(amount, 0):05}"
    return {"max_price" if one.sign == "<" else "min_price": f"{text[:-4]}.{text[-4:]}"}
