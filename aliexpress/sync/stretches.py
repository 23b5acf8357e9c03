"""What stretches of product ids hold: forgotten with what is written, and learnt again.

Both are done by whoever holds the store's row, so that nothing is learnt from before a writing and
kept after it.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models.functions import Upper

from aliexpress.finding import Span
from aliexpress.models import Listing, ListingStretch, Store
from aliexpress.models.stretch import KNOWN
from aliexpress.sync.publishing.differences import DIFFERENCES
from aliexpress.sync.staging.table import Staging
from aliexpress.typed.numbers import LARGEST_ID

# Measured at a million listings: larger ones make words that few have twice as slow to find, and
# smaller ones have more words in all.
LISTINGS_A_STRETCH: Final = 250
# Learnt at once: a run that wants to publish waits for no more than these (60 ms).
LISTINGS_AT_ONCE: Final = 20_000

Row = tuple[Any, ...]
_COLUMNS: Final = ("product_id", Upper(KNOWN[0]), *KNOWN[1:])
_STRETCHES: Final = ListingStretch._meta.db_table


def forget_all(store: Store) -> None:
    """In the publishing transaction, once its listings are written; likewise the next one."""
    _hold(store.pk)
    ListingStretch.objects.filter(store=store).delete()


def forget_written(staging: Staging, store: Store) -> None:
    """The stretches of the listings just written, where they are found by other words, groups or
    prices now; the last stretch for what comes after it."""
    _hold(store.pk)
    staging.execute(
        f"DELETE FROM {_STRETCHES} WHERE id IN (SELECT (SELECT stretch.id FROM {_STRETCHES} stretch"
        " WHERE stretch.store_id = %s AND stretch.first_product_id <= written.product_id"
        " ORDER BY stretch.first_product_id DESC LIMIT 1)"
        f" FROM {DIFFERENCES} written WHERE written.found_otherwise)",
        [store.pk],
    )


def learn(store_id: int) -> int:
    """All that is not known of the store. Returns how many stretches were learnt."""
    learnt, position = 0, -LARGEST_ID
    while position <= LARGEST_ID:
        with transaction.atomic():
            _hold(store_id)
            gap = _first_gap(store_id, position)
            stretches = _stretches_in(store_id, gap)
            ListingStretch.objects.bulk_create(stretches)
        learnt += len(stretches)
        position = gap[1] + 1
        if stretches and stretches[-1].last_product_id < gap[1]:
            position = stretches[-1].last_product_id + 1
    return learnt


def _hold(store_id: int) -> None:
    # Until the transaction ends, and in nobody's way but one another's.
    list(Store.objects.select_for_update(no_key=True).filter(pk=store_id).values_list("pk"))


def _first_gap(store_id: int, position: int) -> Span:
    """Of product ids from the position on of which nothing is known; the last has no end."""
    known = ListingStretch.objects.filter(store=store_id, last_product_id__gte=position)
    for first, last in known.order_by("first_product_id").values_list(
        "first_product_id", "last_product_id"
    ):
        if position < first:
            return position, first - 1
        position = last + 1
    return position, LARGEST_ID


def _stretches_in(store_id: int, gap: Span) -> list[ListingStretch]:
    """The first of them: side by side from the gap's beginning on. The last one ends with the gap,
    or where there is no listing any more."""
    # Not a range: Django knows of these alone that no id lies beyond the largest.
    listings = Listing.objects.filter(
        store=store_id, product_id__gte=gap[0], product_id__lte=gap[1]
    ).order_by("product_id")
    rows = list(listings.values_list(*_COLUMNS)[: LISTINGS_AT_ONCE + 1])
    if not rows:
        return []
    parts, begin, stretches = _cut(rows[:LISTINGS_AT_ONCE]), gap[0], []
    for part, following in zip(parts, [*parts[1:], rows[LISTINGS_AT_ONCE:]], strict=True):
        if following:
            end = following[0][0] - 1
        elif gap[1] < LARGEST_ID:
            end = gap[1]
        else:
            end = part[-1][0]
        stretches.append(_stretch(store_id, (begin, end), part))
        begin = end + 1
    return stretches


def _cut(rows: Sequence[Row]) -> list[Sequence[Row]]:
    """Parts as equal as can be."""
    number = max(1, round(len(rows) / LISTINGS_A_STRETCH))
    return [
        rows[len(rows) * part // number : len(rows) * (part + 1) // number]
        for part in range(number)
    ]


def _stretch(store_id: int, span: Span, rows: Sequence[Row]) -> ListingStretch:
    _, subjects, groups, lowest, highest = zip(*rows, strict=True)
    return ListingStretch(
        store_id=store_id,
        first_product_id=span[0],
        last_product_id=span[1],
        words="\n".join(dict.fromkeys("\n".join(subjects).split())),
        groups=" ".join(["", *(str(group) for group in {*groups} - {None}), ""]),
        lowest_price=min((price for price in lowest if price is not None), default=None),
        highest_price=max((price for price in highest if price is not None), default=None),
    )
