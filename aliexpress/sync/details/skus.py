"""Keeps the SKUs of listings, and finds the listings by their codes. The one writer of SKUs."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, transaction

from aliexpress.gateway.answers import ListedSku
from aliexpress.json_table import in_json, table_of_json
from aliexpress.models import Listing, ListingSku
from aliexpress.search_text import search_text
from aliexpress.sync.details.sku_rows import Row, kept_rows, rows_of, write_rows

LISTINGS = Listing._meta.db_table


def write_skus(skus: Mapping[int, Sequence[ListedSku]], *, store_id: int) -> set[int]:
    """In place of those the listings had, by the listing's primary key; rows that did not change
    are not written. Inside a transaction, at most five statements for up to 5,000 SKUs.

    Returns the listings a sync is just writing, whose titles must not be touched meanwhile: they
    are not found by their codes yet, and are to be read again.
    """
    now = rows_of(skus)
    had, keys = kept_rows(skus)
    gone = [pk for ends, pk in keys.items() if ends not in now]
    with transaction.atomic():
        if gone:
            ListingSku.objects.filter(pk__in=gone).delete()
        changed = [row for ends, row in now.items() if had.get(ends) != row]
        write_rows(changed, store_id=store_id)
        return _find_by_codes(skus)


def _find_by_codes(skus: Mapping[int, Sequence[ListedSku]]) -> set[int]:
    # Never waited for: a sync that publishes holds many of them, and we would hold the rest.
    free = Listing.objects.select_for_update(skip_locked=True, no_key=True)
    rows = list(free.filter(pk__in=skus).values_list("pk", "subject", "search_text"))
    write_texts(
        [
            {"id": pk, "text": text}
            for pk, subject, had in rows
            if (text := search_text(subject, sku_codes=_codes(skus[pk]))) != had
        ]
    )
    return set(skus) - {pk for pk, _, _ in rows}


def write_texts(texts: Sequence[Row]) -> None:
    """In SQL: `bulk_update` takes as long for sixty texts as all else of their listings takes."""
    if texts:
        found = table_of_json("found", {"id": "bigint", "text": "text"})
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {LISTINGS} AS listing SET search_text = found.text FROM {found}"
                " WHERE listing.id = found.id",
                [in_json(texts)],
            )


def _codes(skus: Iterable[ListedSku]) -> list[str]:
    """As written, each once, without line breaks."""
    return list(dict.fromkeys(" ".join(sku.code.split()) for sku in skus if sku.code.strip()))
