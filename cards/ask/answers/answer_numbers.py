"""The numbers of answers: each read from what exists, with its snapshot and its list.

Nothing is counted here but the rows of the list a number stands beside.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store, ValidityTally
from aliexpress.models.tally import DAYS_AHEAD
from cards.access import NO_STORE
from cards.ask.answers.bridge_numbers import number_on_the_bridge
from cards.ask.answers.narrowed_lists import NarrowedLists
from cards.ask.answers.receipts import Number, receipt_of
from cards.ask.queries.closed_query import ON_THE_BRIDGE, Filter, Query
from cards.ask.standpoint import CARD_OF, CannotTell, card_of
from cards.ask.times.instants import days_ahead
from cards.formats import rounded
from cards.measures.validity import KEY as EXPIRING
from cards.measures.validity import NOT_COUNTED

RATES: Final = {
    "rejected/total": "aex_rejection_rate",
    "active/total": "aex_active_share",
    "complete/total": "aex_attribute_completeness",
}
COUNTED: Final = frozenset({"total", "gap", *State.values})
SUBJECT_OF: Final = {key: subject for subject, key in CARD_OF.items()}
# Facts of a listing that are kept with every snapshot; all others are known of now only.
KEPT: Final = frozenset({"offline_reason"})
ALL_STORES: Final = "all"
NO_CONDITIONS: Final = "What the source is held against is told without conditions."
NOT_OF_ONE: Final = "The two are not known of one reading, so neither is a share of the other."


@dataclass(frozen=True)
class World(NarrowedLists):
    """The numbers of a store as at a moment."""

    def of_stores(self, stores: str) -> "list[World]":
        """Of each store a query names, as it was named; of this one where it names none. Raises
        CannotTell where one is absent, or not the reader's."""
        if not stores:
            return [self]
        visible = Store.objects.visible_to(self.user).order_by("name", "id")
        named = None if stores == ALL_STORES else set(stores.split(","))
        found = [one for one in visible if named is None or one.slug in named]
        if not found or (named and len(found) < len(named)):
            raise CannotTell("unknown_value", NO_STORE)
        return [replace(self, store=one) for one in found]

    def number(self, subject: str, filters: tuple[Filter, ...] = (), at: str = "now") -> Number:
        """How many there are of a subject at one moment; of a share, percent. Raises CannotTell."""
        if "/" in subject:
            return percent_of(*self.both(subject, filters, at))
        snapshot = self.snapshot_at(at)
        is_newest = snapshot.pk == self.snapshot.pk
        self._check_kept(filters, is_newest=is_newest)
        if subject in ON_THE_BRIDGE:
            if filters:
                raise CannotTell("no_field", NO_CONDITIONS, "Ask without conditions.")
            return number_on_the_bridge(self, subject, self.moment(at))
        if subject in COUNTED or "+" in subject:
            return self._of_states(subject, filters, snapshot)
        return self._of_card(subject, filters, snapshot, self.moment(at))

    def both(
        self, share: str, filters: tuple[Filter, ...] = (), at: str = "now"
    ) -> tuple[Number, Number]:
        """Part and whole of a share, of one snapshot. Raises CannotTell."""
        names = share.split("/")
        found = [self.number(name, filters, at) for name in names]
        # What is read product by product may be of an older snapshot than the states are.
        older = min(one.receipt.snapshot for one in found)
        top, bottom = (
            one if one.receipt.snapshot == older else self._of_older(name, older)
            for name, one in zip(names, found, strict=True)
        )
        if filters or "complete" not in names[0]:
            return top, bottom
        return top, self._divided_by(share, bottom, self.moment(at))

    def _of_older(self, subject: str, snapshot_id: int) -> Number:
        if subject not in COUNTED and "+" not in subject:
            raise CannotTell("not_kept", NOT_OF_ONE, "Ask for each of them.")
        return self._of_states(subject, (), ListingSnapshot.objects.get(pk=snapshot_id))

    def _divided_by(self, share: str, bottom: Number, moment: datetime) -> Number:
        """What the card of completeness divides by: listings of shops that tell no attributes are
        left out, and then there is no list."""
        if (key := RATES["complete/total"]) not in self.cards:
            return bottom
        reading = self.reading(key, moment)
        for ratio in filter(None, (reading.ratio, *reading.beside)):
            named = "/".join(SUBJECT_OF[part.card] for part in (ratio.numerator, ratio.denominator))
            if named == share and ratio.denominator.value != bottom.value:
                receipt = replace(bottom.receipt, listings="")
                return replace(bottom, value=ratio.denominator.value, receipt=receipt)
        return bottom

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
        moment: datetime,
    ) -> Number:
        newest = moment >= self.at and self.is_newest_of_all
        reading = self.reading(card_of(subject), moment)
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
        short = reading.coverage if reading.coverage and reading.coverage.is_short else None
        unit = "" if reading.unit == "count" else " of 100"
        if reading.snapshot and reading.snapshot != snapshot.pk:
            snapshot = ListingSnapshot.objects.get(pk=reading.snapshot)
        receipt = receipt_of(self.store, snapshot, values)
        return Number(
            found,
            receipt,
            is_least=bool(short and short.is_least),
            decimals=1 if unit else 0,
            unit=unit,
        )

    def lapsing(self, ahead: str, filters: tuple[Filter, ...] = ()) -> Number:
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
        if filters:
            self._check_kept(filters, is_newest=True)
            return self.listed(values, filters, self.snapshot)
        receipt = receipt_of(self.store, self.snapshot, values if self.is_newest_of_all else None)
        return Number(tally.ending_within(days), receipt, is_least=tally.undated_count > 0)

    def moved(self, query: Query, move: str) -> Number:
        """How many listings moved so between the two moments of a query. Raises CannotTell."""
        start, end = self.window(query)
        closing = self.snapshot_by(end)
        self._check_kept(query.filters, is_newest=closing.pk == self.snapshot.pk)
        values = self.moved_values(move, start, end)
        if query.filters:
            return self.listed(values, query.filters, closing)
        return Number(self.found(values).listings.count(), receipt_of(self.store, closing, values))


def percent_of(top: Number, bottom: Number) -> Number:
    """Worked out from the two, of one snapshot; it has no list of its own. Raises CannotTell."""
    if not bottom.value:
        raise CannotTell("not_kept", "There are none of the whole, so there is no share of them.")
    return Number(
        rounded(100 * top.value / bottom.value),
        replace(top.receipt, listings=""),
        is_least=top.is_least,
        decimals=1,
        unit=" %",
        also=(top, bottom),
    )


def states_of(subject: str, snapshot: ListingSnapshot) -> list[str]:
    if subject == "total":
        return [*State.values]
    if subject == "gap":
        return [state for state in State.values if state != State.ACTIVE]
    return subject.split("+")
