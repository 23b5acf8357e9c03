"""The lists behind the numbers of answers: narrowed by what a question asks, and counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from aliexpress.models import ListingSnapshot
from aliexpress.typed.bad_input import BadInput
from cards.ask.answers.receipts import Number, receipt_of
from cards.ask.queries.closed_query import Filter
from cards.ask.standpoint import CannotTell, Standpoint
from cards.flow.movements import ANYWHERE
from cards.listings.filter_checks import NOWHERE
from cards.listings.filters import OR, OTHER, filters_from
from cards.listings.listing_set import Found, find


@dataclass(frozen=True)
class NarrowedLists(Standpoint):
    """The lists of a store as at a moment. Each raises CannotTell where there is no such list."""

    def listed(
        self, values: Mapping[str, str], filters: tuple[Filter, ...], snapshot: ListingSnapshot
    ) -> Number:
        """As many as the list of these values has, narrowed by the filters."""
        values = self.narrowed(dict(values), filters)
        count = self.found(values).listings.count()
        return Number(count, receipt_of(self.store, snapshot, values))

    def found(self, values: Mapping[str, str]) -> Found:
        try:
            return find(self.store, filters_from(values), at=self.at)
        except BadInput as error:
            raise CannotTell("unknown_value", str(error)) from error

    def narrowed(self, values: dict[str, str], filters: tuple[Filter, ...]) -> dict[str, str]:
        """The list's own filters, and those asked for."""
        if any(one.name == "days" for one in filters):
            values.pop("as_of", None)
        others = []
        for one in filters:
            if "moved" in values and one.name == "offline_reason":  # where they arrived
                values["moved_reason"] = f"{OTHER if one.sign == '!=' else ''}{one.value}"
            elif one.sign == "!=":
                others.append(urlencode(self._listing_values(one)))
            else:
                values.update(self._listing_values(one))
        return values | ({"other_than": OR.join(others)} if others else {})

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

    def moved_values(self, move: str, start: datetime, end: datetime) -> dict[str, str]:
        """The query of the list of those that moved so. Raises CannotTell."""
        opening = self.snapshot_by(start)
        return {
            "moved": moved_value(move),
            "from": max(start, opening.published_at).astimezone(UTC).isoformat(),
            "to": min(end, self.at).astimezone(UTC).isoformat(),
        }


def moved_value(move: str) -> str:
    """The word of a list's filter for a>b."""
    source, _, target = move.partition(">")
    ends = [{"*": ANYWHERE, "none": NOWHERE}.get(end, end) for end in (source, target)]
    return "-".join(ends)


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
