"""Whether what is searched and compared by is made of what it stands for."""

from collections.abc import Iterator
from typing import Final

from aliexpress.models import Listing, ListingSku, SourceItem, Store, StoreNow
from aliexpress.search_text import search_text
from aliexpress.sku_key import sku_key
from aliexpress.source.item_row import ItemRow, is_fingerprint_of
from aliexpress.sync.details.sku_rows import LONGEST_KEY

A_CHUNK: Final = 5_000


def problems(store: Store) -> Iterator[str]:
    found = {
        "Listings that are searched by another title than theirs": listings(store),
        "SKUs that are compared by another code than theirs": skus(store),
        "Items of the source that say something else than was read": items(store),
    }
    for what, number in found.items():
        if number:
            yield f"{what}: {number:,}."


def listings(store: Store) -> int:
    """Their codes are left alone: they may be on their way while a refresh holds the listing."""
    filled = Listing.objects.of(store).exclude(search_text="")
    rows = filled.values_list("subject", "search_text").iterator(A_CHUNK)
    return sum(text.partition("\n")[0] != search_text(subject) for subject, text in rows)


def skus(store: Store) -> int:
    rows = ListingSku.objects.filter(store=store).values_list("code", "key").iterator(A_CHUNK)
    return sum(sku_key(code)[:LONGEST_KEY] != key for code, key in rows)


def items(store: Store) -> int:
    """Of the source in force; 0 where there is none."""
    now = (
        StoreNow.objects.filter(store=store, source__isnull=False).select_related("source").first()
    )
    if now is None or now.source is None:
        return 0
    rows = SourceItem.objects.filter(catalogue=now.source.catalogue_id, gone_at__isnull=True)
    values = rows.values_list("fingerprint", *ItemRow._fields).iterator(A_CHUNK)
    return sum(not is_fingerprint_of(kept, ItemRow(*row)) for kept, *row in values)
