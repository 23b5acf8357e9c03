"""A list cut into pages: numbered, in the order of any column; or, without counting, each after the
listing the last one ended with."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import NullIf

from aliexpress.models import AT_SUPPLY_PRICES, Listing
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import id_of, is_id
from cards.listings.listing_set import Found

PAGE_SIZE: Final = 50
# By the name in an address, the column that says it.
SORTED_BY: Final = {
    "id": "product_id",
    "title": "subject",
    "state": "state",
    "price": "min_price",
    "since": "state_since_at",
    "end": "offline_at",
    "reason": "audit_failure_reason",
}
# Of the past these are not kept.
OF_NOW: Final = ("state", "since", "end", "reason")
# A text that may be empty: of a listing nobody turned down.
MAY_BE_EMPTY: Final = {"reason"}
NEWEST_FIRST: Final = "-"
NO_PAGE: Final = "after must come from the link of a page."
# Selling prices, then supply prices, then what has none.
PRICE_KIND: Final = Case(
    When(min_price__isnull=True, then=Value(2)),
    When(AT_SUPPLY_PRICES, then=Value(1)),
    default=Value(0),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class NumberedPage:
    """Rows of page `number` of `pages`, of `total` in all."""

    rows: list[Any]
    number: int
    pages: int
    total: int
    size: int = PAGE_SIZE

    @property
    def place(self) -> str:
        return f"Page {self.number:,} of {self.pages:,}"

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def sort_from(text: str, *, is_past: bool = False) -> str:
    """A column of SORTED_BY, with a minus in front to turn it round. Raises BadInput."""
    if is_past and text.removeprefix(NEWEST_FIRST) in OF_NOW:
        raise BadInput("sort", f"sort by {text.removeprefix(NEWEST_FIRST)} is for lists of now.")
    if text and text.removeprefix(NEWEST_FIRST) not in SORTED_BY:
        raise BadInput("sort", f"sort must be one of {', '.join(SORTED_BY)}, or one with a minus.")
    return text


def number_from(text: str) -> int:
    """Raises BadInput."""
    if text and (not is_id(text) or int(text) == 0):
        raise BadInput("page", "page must be a whole number from 1 on.")
    return int(text) if text else 1


def in_order(rows: QuerySet[Any], sort: str) -> QuerySet[Any]:
    """What has no value stands last, whichever way round; the same rows in the same order. Prices
    of one kind and currency stand together: others do not compare."""
    name = sort.removeprefix(NEWEST_FIRST) or "id"
    if name == "id":
        return rows.order_by("-product_id" if sort.startswith(NEWEST_FIRST) else "product_id")
    column: F | NullIf = F(SORTED_BY[name])
    if name in MAY_BE_EMPTY:
        column = NullIf(column, Value(""))
    backwards = sort.startswith(NEWEST_FIRST)
    first = column.desc(nulls_last=True) if backwards else column.asc(nulls_last=True)
    apart: list[str | Combinable] = [PRICE_KIND, "currency"] if name == "price" else []
    # Which in a list of one store is an order already, and the index has it.
    return rows.order_by(*apart, first, "product_id")


def numbered_page(
    rows: QuerySet[Any], number: int, *, size: int = PAGE_SIZE, total: int | None = None
) -> NumberedPage:
    """One statement, and one more where `total` was not counted yet. Of a number past the end, the
    last page. What is nearer to the end is looked for from there: a database walks over what it
    skips."""
    if total is None:
        total = rows.order_by().count()
    pages = max(1, -(-total // size))
    number = min(number, pages)
    start = (number - 1) * size
    stop = min(start + size, total)
    if start > total - stop:
        found = list(rows.reverse()[total - stop : total - start])[::-1]
    else:
        found = list(rows[start:stop])
    return NumberedPage(found, number, pages, total, size)


@dataclass(frozen=True, slots=True)
class ListingPage:
    """One page; `next_after` and `previous_before` are product ids to go on from, None at the
    ends."""

    rows: list[Listing]
    next_after: int | None
    previous_before: int | None


def page_of(
    found: Found,
    *,
    after: int | None = None,
    before: int | None = None,
    size: int = PAGE_SIZE,
) -> ListingPage:
    """The page after, or before, a product id: as quick at the end as at the beginning."""
    # Fetched for the rows of the page alone, as on pages with a number.
    listings = found.listings.prefetch_related("shop")
    listings = listings.order_by("product_id" if before is None else "-product_id")
    if before is not None:
        listings = listings.filter(product_id__lt=before)
    elif after is not None:
        listings = listings.filter(product_id__gt=after)
    rows = list(listings[: size + 1])
    more = len(rows) > size
    if before is not None:
        rows = _whole(rows, size)[::-1]
        return ListingPage(
            rows,
            next_after=rows[-1].product_id if rows else None,
            previous_before=rows[0].product_id if rows and more else None,
        )
    rows = _whole(rows, size)
    return ListingPage(
        rows,
        next_after=rows[-1].product_id if rows and more else None,
        previous_before=rows[0].product_id if rows and after is not None else None,
    )


def _whole(rows: list[Listing], size: int) -> list[Listing]:
    """A page's rows of one more than fit: a listing that is in the list more than once is not
    cut in two, because the next page begins after it."""
    if len(rows) <= size:
        return rows
    cut = rows[size].product_id
    kept = [row for row in rows[:size] if row.product_id != cut]
    return kept or rows[:size]


def rows_after(found: QuerySet[Any], after: str, *, size: int) -> tuple[list[Any], str]:
    """The rows, in the order of their keys, after the one of that key, and what to go on from: ""
    at the end. Raises BadInput."""
    if after:
        if not is_id(after):
            raise BadInput("after", NO_PAGE)
        found = found.filter(pk__gt=id_of(after))
    rows = list(found[: size + 1])
    shown = rows[:size]
    return shown, str(shown[-1].pk) if len(rows) > size else ""
