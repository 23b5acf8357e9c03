"""The listings behind a number: filtered, in a stable order, page by page without counting."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from aliexpress.lifecycle import State
from aliexpress.models import Listing, Store

PAGE_SIZE = 50
LONGEST_SEARCH = 200
LARGEST_ID = 2**63 - 1
LONGEST_ID = len(str(LARGEST_ID))


class BadFilter(Exception):
    """A filter that cannot be understood: `field` is wrong, the sentence says why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader narrowed the list to; "" is not narrowed."""

    state: str = ""
    status: str = ""
    offline_reason: str = ""
    search: str = ""

    def narrowed(self) -> dict[str, str]:
        """Only those set, for links and file names."""
        values = {
            "state": self.state,
            "status": self.status,
            "offline_reason": self.offline_reason,
            "search": self.search,
        }
        return {name: value for name, value in values.items() if value}


def filters_from(values: Any) -> Filters:
    """From a query's values. Raises BadFilter."""
    given = {name: str(values.get(name, "")).strip() for name in Filters.__slots__}
    for name, text in given.items():
        if "\x00" in text or len(text) > LONGEST_SEARCH:
            raise BadFilter(
                name, f"{name} must be text of at most {LONGEST_SEARCH} ordinary characters."
            )
    if given["state"] and given["state"] not in State.values:
        raise BadFilter(
            "state", f"state must be one of {', '.join(State.values)}; it is {given['state']!r}."
        )
    return Filters(**given)


def listings(store: Store, filters: Filters) -> QuerySet[Listing]:
    """The store's counted listings under these filters, by product id."""
    found: QuerySet[Listing] = Listing.objects.of(store).counted()
    for name in ("state", "status", "offline_reason"):
        if value := getattr(filters, name):
            found = found.filter(**{name: value})
    if filters.search:
        found = _searched(found, filters.search)
    return found.order_by("product_id")


def _searched(found: QuerySet[Listing], text: str) -> QuerySet[Listing]:
    """A whole product id, or words of the subject."""
    if text.isascii() and text.isdecimal() and 10 <= len(text) <= LONGEST_ID:
        return found.filter(product_id=bounded(text))
    return found.filter(subject__icontains=text)


def bounded(digits: str) -> int:
    """An id from its digits, never more than the column can hold."""
    return min(int(digits), LARGEST_ID)


@dataclass(frozen=True, slots=True)
class ListingPage:
    """One page; `next_after` and `previous_before` are product ids to go on from, None at the
    ends."""

    rows: list[Listing]
    next_after: int | None
    previous_before: int | None


def page_of(
    found: QuerySet[Listing],
    *,
    after: int | None = None,
    before: int | None = None,
    size: int = PAGE_SIZE,
) -> ListingPage:
    """The page after, or before, a product id: as quick at the end as at the beginning."""
    if before is not None:
        rows = list(found.filter(product_id__lt=before).order_by("-product_id")[: size + 1])
        more = len(rows) > size
        rows = rows[:size][::-1]
        return ListingPage(
            rows,
            next_after=rows[-1].product_id if rows else None,
            previous_before=rows[0].product_id if rows and more else None,
        )
    rows = list((found.filter(product_id__gt=after) if after is not None else found)[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return ListingPage(
        rows,
        next_after=rows[-1].product_id if rows and more else None,
        previous_before=rows[0].product_id if rows and after is not None else None,
    )


CSV_COLUMNS = (
    "product_id",
    "state",
    "status",
    "offline_reason",
    "audit_failure_reason",
    "subject",
    "min_price",
    "max_price",
    "currency",
    "gmt_create",
    "gmt_modified",
    "ws_offline_date",
    "in_state_since",
    "url",
)


def csv_rows(found: QuerySet[Listing]) -> Iterator[list[object]]:
    """Values in the order of CSV_COLUMNS, read a thousand at a time."""
    for listing in found.iterator(chunk_size=1000):
        yield [
            listing.product_id,
            listing.state,
            listing.status,
            listing.offline_reason,
            listing.audit_failure_reason,
            listing.subject,
            listing.min_price,
            listing.max_price,
            listing.currency,
            listing.gmt_create,
            listing.gmt_modified,
            listing.ws_offline_date,
            listing.state_since_at.isoformat(),
            listing.aliexpress_url,
        ]
