"""Listings row by row, for a file: however many there are."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from aliexpress.models import Listing, ListingSnapshot, Store
from cards.formats import moment_text
from cards.listings.as_of import states_at
from cards.listings.filters import Filters
from cards.listings.page import Found, find

# The first seven say what a row stands on; those with from_ only where it tells of a movement.
CSV_COLUMNS = (
    "snapshot",
    "verdict",
    "as_of",
    "from_snapshot",
    "from_verdict",
    "from_as_of",
    "from_state",
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
    "id",
)
ROWS_AT_ONCE = 1000


def listing_rows(store: Store, filters: Filters, *, at: datetime) -> Iterator[list[object]]:
    """Values in the order of CSV_COLUMNS, read a thousand at a time. Raises BadInput, at once
    and not with the first row."""
    found = find(store, filters, at=at)
    return _rows(found.pinned(store, filters, at=at))


def _rows(found: Found) -> Iterator[list[object]]:
    stands_on, opening = _end(found.snapshot), _end(found.opening)
    rows = found.listings.iterator(chunk_size=ROWS_AT_ONCE)
    for some in _batched(rows):
        set_out = states_at(some, found.opening) if found.opening else {}
        for listing in found.told(some):
            yield [
                *stands_on,
                *opening,
                set_out.get(listing.pk, ""),
                *_values(listing),
            ]


def _end(snapshot: ListingSnapshot | None) -> list[object]:
    if snapshot is None:
        return ["", "", ""]
    return [snapshot.pk, snapshot.verdict, moment_text(snapshot.as_of)]


def _values(listing: Listing) -> list[object]:
    return [
        listing.product_id,
        "" if listing.gone_at else listing.state,
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
        moment_text(listing.state_since_at),
        listing.aliexpress_url,
        text_safe_id(listing.product_id),
    ]


def text_safe_id(product_id: int) -> str:
    """The id as text: a spreadsheet that opens a file takes its digits for a number, of which it
    keeps fifteen."""
    return f"'{product_id}"


def _batched(rows: Iterator[Listing]) -> Iterator[list[Listing]]:
    while some := list(islice(rows, ROWS_AT_ONCE)):
        yield some
