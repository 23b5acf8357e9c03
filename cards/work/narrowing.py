"""Which part of a group is meant: by the facts of its listings, by their age, or what nobody has in
hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet

from aliexpress.models import Listing
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import whole_number
from aliexpress.typed.text import text_from
from cards.models import WorkListing

# What a group may be narrowed by, and the column that says it.
NARROWED_BY: Final = {
    "category": "detail__category_id",
    "group": "group_id",
    "owner": "owner_member_id",
}
NOT_IN_HAND: Final = "no"
LONGEST_AGE: Final = 36_500  # days
LONGEST_REASON: Final = 200


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which part of a group: empty is the whole of it."""

    category: int | None = None
    group: int | None = None
    owner: str = ""
    min_days: int | None = None
    in_hand: str = ""  # NOT_IN_HAND: what is in no open work item

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return (*NARROWED_BY, "min_days", "in_hand")

    @property
    def query(self) -> dict[str, str]:
        named = {name: getattr(self, name) for name in self.names()}
        return {name: str(value) for name, value in named.items() if value not in (None, "")}

    def narrow(self, listings: QuerySet[Listing], *, at: datetime) -> QuerySet[Listing]:
        for name, column in NARROWED_BY.items():
            if (value := getattr(self, name)) not in (None, ""):
                listings = listings.filter(**{column: value})
        if self.min_days is not None:
            listings = listings.filter(state_since_at__lte=at - timedelta(days=self.min_days))
        return listings.exclude(is_in_hand()) if self.in_hand else listings


def is_in_hand() -> Exists:
    """Whether a listing is in an open work item."""
    return Exists(WorkListing.objects.filter(listing=OuterRef("pk"), item__closed_at__isnull=True))


def reason_from(values: Mapping[str, Any]) -> str:
    """AliExpress's word, or the one for none; "": whatever it is. Raises BadInput."""
    return text_from("reason", values.get("reason"), longest=LONGEST_REASON)


def narrowing_from(values: Mapping[str, Any]) -> Narrowing:
    """From a query's values or a body's. Raises BadInput."""

    def text(name: str) -> str:
        value = values.get(name)
        value = str(value) if type(value) is int else value
        return text_from(name, value, longest=120)

    def number(name: str) -> int | None:
        return whole_number(name, text(name)) if text(name) else None

    if text("in_hand") not in ("", NOT_IN_HAND):
        raise BadInput("in_hand", f"in_hand must be {NOT_IN_HAND}, or left out.")
    return Narrowing(
        category=number("category"),
        group=number("group"),
        owner=text("owner"),
        min_days=min(number("min_days") or 0, LONGEST_AGE) or None,
        in_hand=text("in_hand"),
    )
