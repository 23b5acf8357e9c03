"""Keeps the SKUs of listings, and finds the listings by their codes. The one writer of SKUs."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db import connection, transaction

from aliexpress.gateway.answers import ListedSku
from aliexpress.models import Listing, ListingSku
from aliexpress.search import search_text
from aliexpress.typed.sku_key import sku_key

FIELDS = ["code", "key", "price", "currency", "stock", "barcode", "position"]
LONGEST_KEY = 255
ROWS_A_STATEMENT = 2_000
TEXTS_A_STATEMENT = 400  # of two values each: SQLite takes a thousand for sure
LISTINGS = Listing._meta.db_table


def write_skus(skus: Mapping[int, Sequence[ListedSku]], *, store_id: int) -> set[int]:
    """In place of those the listings had, by the listing's primary key; rows that did not change
    are not written. Inside a transaction, at most five statements for up to 2,000 SKUs.

    Returns the listings a sync is just writing, whose titles must not be touched meanwhile: they
    are not found by their codes yet, and are to be read again.
    """
    had = {(row.listing_id, row.sku_id): row for row in ListingSku.objects.filter(listing__in=skus)}
    now = {
        (listing_id, sku.sku_id): _row(listing_id, sku, place, store_id=store_id)
        for listing_id, found in skus.items()
        for place, sku in enumerate(found, start=1)
    }
    changed = [row for ends, row in now.items() if ends not in had or _differ(had[ends], row)]
    gone = [row.pk for ends, row in had.items() if ends not in now]
    with transaction.atomic():
        if gone:
            ListingSku.objects.filter(pk__in=gone).delete()
        if changed:
            ListingSku.objects.bulk_create(
                changed,
                update_conflicts=True,
                unique_fields=["listing", "sku_id"],
                update_fields=FIELDS,
                batch_size=ROWS_A_STATEMENT,
            )
        return _find_by_codes(skus)


def _find_by_codes(skus: Mapping[int, Sequence[ListedSku]]) -> set[int]:
    # Never waited for: a sync that publishes holds many of them, and we would hold the rest.
    free = Listing.objects.select_for_update(skip_locked=True, no_key=True)
    rows = list(free.filter(pk__in=skus).only("subject", "search_text"))
    texts = {
        row.pk: text
        for row in rows
        if (text := search_text(row.subject, sku_codes=_codes(skus[row.pk]))) != row.search_text
    }
    write_texts(list(texts.items()))
    return set(skus) - {row.pk for row in rows}


def write_texts(texts: Sequence[tuple[int, str]]) -> None:
    """In SQL: `bulk_update` takes as long for sixty texts as all else of their listings takes."""
    row = "(%s::bigint, %s::text)" if connection.vendor == "postgresql" else "(%s, %s)"
    for start in range(0, len(texts), TEXTS_A_STATEMENT):
        some = texts[start : start + TEXTS_A_STATEMENT]
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH found (id, text) AS (VALUES {', '.join([row] * len(some))})"
                f" UPDATE {LISTINGS} AS listing SET search_text = found.text FROM found"
                " WHERE listing.id = found.id",
                [value for one in some for value in one],
            )


def _codes(skus: Iterable[ListedSku]) -> list[str]:
    """As written, each once, without line breaks."""
    return list(dict.fromkeys(" ".join(sku.code.split()) for sku in skus if sku.code.strip()))


def _row(listing_id: int, sku: ListedSku, place: int, *, store_id: int) -> ListingSku:
    return ListingSku(
        store_id=store_id,
        listing_id=listing_id,
        sku_id=sku.sku_id,
        code=sku.code,
        key=sku_key(sku.code)[:LONGEST_KEY],
        price=sku.price,
        currency=sku.currency,
        stock=sku.stock,
        barcode=sku.barcode,
        position=place,
    )


def _differ(had: ListingSku, now: ListingSku) -> bool:
    price = None if now.price is None else Decimal(now.price)
    return had.price != price or any(
        getattr(had, name) != getattr(now, name) for name in FIELDS if name != "price"
    )
