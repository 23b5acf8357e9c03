"""Listings row by row, for a file: however many there are."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from aliexpress.batches import in_batches
from aliexpress.models import Listing, ListingSku, ListingSnapshot, Store
from cards.formats import moment_text
from cards.listings.as_of import states_at
from cards.listings.filters import Filters
from cards.listings.listing_set import Found, find
from cards.listings.seller_facts import FACTS, Names, names_of

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
    *(
        column
        for fact in FACTS
        for column in ([f"{fact.name}_id"] if fact.names else []) + [fact.name]
    ),
    "attributes",
    "facts_as_of",
    "sku_codes",
    "price_kind",
)
ROWS_AT_ONCE = 1000


def listing_rows(store: Store, filters: Filters, *, at: datetime) -> Iterator[list[object]]:
    """Values in the order of CSV_COLUMNS, read a thousand at a time. Raises BadInput, at once
    and not with the first row."""
    found = find(store, filters, at=at)
    return _rows(found.pinned(store, filters, at=at), names=names_of(store.pk))


def _rows(found: Found, *, names: Names) -> Iterator[list[object]]:
    stands_on, opening = _end(found.snapshot), _end(found.opening)
    rows = found.listings.select_related("detail", "shop").iterator(chunk_size=ROWS_AT_ONCE)
    for some in in_batches(rows, ROWS_AT_ONCE):
        codes = codes_of(some)
        set_out = states_at(some, found.opening) if found.opening else {}
        for listing in found.told(some):
            yield [
                *stands_on,
                *opening,
                set_out.get(listing.pk, ""),
                *_values(listing),
                *_facts(listing, names=names),
                codes.get(listing.pk, ""),
                listing.price_kind,
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


def _facts(listing: Listing, *, names: Names) -> list[object]:
    """As AliExpress last told them, and when; "" where it did not."""
    found: list[object] = []
    for fact in FACTS:
        value = fact.value(listing)
        found.append(_cell(value))
        if fact.names:
            found.append(names.get((fact.names, str(value)), ""))
    detail = getattr(listing, "detail", None)
    told = [_cell(detail.attributes), moment_text(detail.facts_at)] if detail else ["", ""]
    return [*found, *told]


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):  # attributes
        return "; ".join(f"{key[1:]}: {chosen[1]}" for key, chosen in value.items())
    return value


def codes_of(listings: Iterable[Listing]) -> dict[int, str]:
    """The SKU codes of each as written, by primary key, with semicolons in between."""
    codes: dict[int, list[str]] = {}
    skus = ListingSku.objects.filter(listing__in=[one.pk for one in listings])
    for listing_id, code in skus.order_by("listing", "position").values_list("listing", "code"):
        codes.setdefault(listing_id, []).append(code)
    return {
        listing_id: text_safe("; ".join(filter(None, found))) for listing_id, found in codes.items()
    }


def text_safe(text: str) -> str:
    """Digits alone are a number to a spreadsheet, which drops its zeros or writes it as 1.2E+11."""
    is_a_number = text[:1] in "0123456789" and not any(c in text for c in "; ")
    return f"'{text}" if text and is_a_number else text


def text_safe_id(product_id: int | str) -> str:
    """The id as text: a spreadsheet that opens a file takes its digits for a number, of which it
    keeps fifteen."""
    return f"'{product_id}"
