"""The selection of listings for a query, which looks at no more of them than it must."""

import string
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from aliexpress.sandbox.aliexpress_words import ON_SELLING
from aliexpress.sandbox.catalogue.listing_columns import Columns, NoSuchProduct
from aliexpress.sandbox.catalogue.product import (
    belongs_to_assistant,
    category_of,
    mixed,
    subject_of,
)

Test = Callable[[int], bool]
_CODE_LETTERS: Final = string.digits + string.ascii_uppercase


class Filters(NamedTuple):
    """What to list, whatever the page; empty or None: not asked for."""

    status: str
    product_id: int | None = None
    subject: str = ""
    group_id: int | None = None
    ws_display: str = ""
    owner: str = ""
    valid_days: int | None = None
    created_from: int | None = None
    created_to: int | None = None
    modified_from: int | None = None
    modified_to: int | None = None
    audit_reason: str = ""
    sku_code: str = ""
    excluded: frozenset[int] = frozenset()

    @property
    def only_created(self) -> bool:
        """Nothing asked for beyond the status and a window of creation."""
        return self == Filters(
            self.status, created_from=self.created_from, created_to=self.created_to
        )


def select(columns: Columns, filters: Filters, *, owner: str, now: int) -> Sequence[int]:
    """The slots that match, newest-created first."""
    status = columns.known(filters.status)
    candidates = candidates_of(columns, filters)
    tests = list(tests_of(columns, filters, owner=owner, now=now))
    return array(
        "I",
        (
            slot
            for slot in candidates
            if columns.status[slot] == status and all(test(slot) for test in tests)
        ),
    )


def creation_window(columns: Columns, filters: Filters) -> tuple[int, int]:
    """The slots created in the asked window: from the first number up to before the second."""
    low, high = 0, len(columns)
    if filters.created_from is not None:
        low = bisect_left(columns.created, filters.created_from)
    if filters.created_to is not None:
        high = bisect_right(columns.created, filters.created_to)
    return low, high


def candidates_of(columns: Columns, filters: Filters) -> Iterable[int]:
    """The fewest slots, in order, that are known to hold every match."""
    low, high = creation_window(columns, filters)
    if filters.product_id is not None:
        try:
            slots: Sequence[int] = [columns.slot(filters.product_id)]
        except NoSuchProduct:
            return []
    elif filters.modified_from is not None:
        slots = columns.change_order.since(filters.modified_from, until=filters.modified_to)
    else:
        return columns.order(filters.status).newest_first(low=low, high=high)
    return [slot for slot in slots if low <= slot < high]


def tests_of(columns: Columns, filters: Filters, *, owner: str, now: int) -> Iterator[Test]:
    ids, modified = columns.ids, columns.modified
    if (start := filters.modified_from) is not None:
        yield lambda slot: modified[slot] >= start
    if (end := filters.modified_to) is not None:
        yield lambda slot: modified[slot] <= end
    if (subject := filters.subject) != "":
        yield lambda slot: subject in subject_in(columns, slot).casefold()
    if (group := filters.group_id) is not None:
        yield lambda slot: category_of(ids[slot]).group_id == group
    if filters.ws_display:
        reason = columns.known(filters.ws_display)
        yield lambda slot: columns.reason[slot] == reason
    if filters.audit_reason:
        audit_reason = columns.known(filters.audit_reason)
        yield lambda slot: columns.audit_reason[slot] == audit_reason
    if (member := filters.owner) != "":
        yield lambda slot: member == owner_of(ids[slot], owner)
    if filters.valid_days is not None:
        last = now + filters.valid_days * 86_400
        yield (lambda slot: filters.status == ON_SELLING and columns.offline_at[slot] <= last)
    if (sku_code := filters.sku_code) != "":
        yield lambda slot: sku_code.startswith(sku_stem(ids[slot]))
    if filters.excluded:
        yield lambda slot: ids[slot] not in filters.excluded


def subject_in(columns: Columns, slot: int) -> str:
    override = columns.overrides.get(slot, {}).get("subject")
    return subject_of(columns.ids[slot]) if override is None else str(override)


def owner_of(product_id: int, owner: str) -> str:
    return owner + "-assistant" if belongs_to_assistant(product_id) else owner


def sku_stem(product_id: int) -> str:
    """What the codes of a product's SKUs begin with: long enough that no two are the same by
    chance."""
    number, letters = mixed(product_id), ""
    for _ in range(8):
        number, place = divmod(number, len(_CODE_LETTERS))
        letters += _CODE_LETTERS[place]
    return f"HH-{letters}"
