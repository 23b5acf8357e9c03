"""How a catalogue is kept: columns, not objects.

A million listings cost some forty bytes each. What a listing looks like (title, prices, stock,
attributes) follows from its product id and is made when somebody asks.
"""

import random
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from aliexpress.sandbox.aliexpress_words import (
    AUDIT_REASONS,
    DRAFT,
    EDITING_REQUIRED,
    EXPIRE_OFFLINE,
    LIVE_STATUSES,
    OFFLINE,
    OFFLINE_REASONS,
    ON_SELLING,
    REMOVED_STATUSES,
)
from aliexpress.sandbox.catalogue.list_orders import ChangeOrder, StatusOrder

VALID_SECONDS: Final = 30 * 86_400  # ws_valid_num 30: how long a listing sells before it expires
FILLED_OVER_SECONDS: Final = 400 * 86_400  # a bulk fill spreads its creations over this past

# `flags`: the lowest bit, and an edition counted in the upper four: an edit changes the price.
SOLD_OUT: Final = 1
EDITION_STEP: Final = 16

WORDS: Final = (
    *("", *LIVE_STATUSES, *REMOVED_STATUSES, DRAFT),
    *(*OFFLINE_REASONS, *AUDIT_REASONS),
)

Standing = tuple[str, str]  # (status, ws_display; "" where the status has none)


class NoSuchProduct(LookupError):
    """The catalogue holds no such product id."""


class Columns:
    """One row a listing, in order of creation; the row's number is the listing's slot."""

    def __init__(self, *, words: Iterable[str] = WORDS) -> None:
        # Words by their number in the columns below; words never heard of are added at the end.
        self.words = list(words)
        self.ids = array("q")  # ascending, so a slot is found by bisection
        self.status = bytearray()
        self.reason = bytearray()  # ws_display
        self.audit_reason = bytearray()
        self.flags = bytearray()
        self.created = array("I")  # seconds since 1970, ascending
        self.modified = array("I")
        self.since = array("I")  # in this status since
        self.offline_at = array("I")  # ws_offline_date; 0: none
        self.overrides: dict[int, dict[str, Any]] = {}  # by slot: fields of the list item
        self.codes: dict[int, list[str]] = {}  # by slot: SKU codes that are not made from the id
        self.orders = [StatusOrder() for _ in self.words]
        self.change_order = ChangeOrder(self.modified)

    def __len__(self) -> int:
        return len(self.ids)

    def slot(self, product_id: int) -> int:
        slot = bisect_left(self.ids, product_id)
        if slot == len(self.ids) or self.ids[slot] != product_id:
            raise NoSuchProduct(f"The catalogue holds no product {product_id}.")
        return slot

    def word(self, word: str) -> int:
        """The number of a word; a new word gets one."""
        if word not in self.words:
            if len(self.words) > 255:
                raise ValueError(f"Too many words: there is no room for {word!r}.")
            self.words.append(word)
            self.orders.append(StatusOrder())
        return self.words.index(word)

    def known(self, word: str) -> int:
        """The number of a word, -1 for one never heard of."""
        return self.words.index(word) if word in self.words else -1

    def order(self, status: str) -> StatusOrder:
        return self.orders[self.word(status)]

    def standing(self, slot: int) -> Standing:
        return self.words[self.status[slot]], self.words[self.reason[slot]]

    def append(self, product_id: int, standing: Standing, *, now: int) -> int:
        """A new row's slot. Newest-created first is an order of slots: creation never goes back."""
        slot = len(self.ids)
        status, reason = standing
        self.ids.append(product_id)
        self.status.append(self.word(status))
        self.reason.append(self.word(reason))
        self.audit_reason.append(0)
        self.flags.append(0)
        self.created.append(max(now, self.created[-1]) if slot else now)
        self.modified.append(now)
        self.since.append(now)
        self.offline_at.append(now + VALID_SECONDS if status == ON_SELLING else 0)
        self.order(status).add(slot)
        return slot

    def put(self, slot: int, standing: Standing, *, audit_reason: str, now: int) -> None:
        """Move a row to another status and reason; when it was modified is left to the caller."""
        status, reason = standing
        before = self.standing(slot)
        if before[0] != status:
            self.orders[self.status[slot]].remove(slot)
            self.order(status).add(slot)
        if before != standing:
            self.since[slot] = now
        self.status[slot] = self.word(status)
        self.reason[slot] = self.word(reason)
        self.audit_reason[slot] = self.word(audit_reason)
        if status == ON_SELLING and before[0] != ON_SELLING:
            self.offline_at[slot] = now + VALID_SECONDS
        elif status == OFFLINE:
            self.offline_at[slot] = now

    def fill(
        self,
        counts: Mapping[str, int],
        *,
        now: int,
        next_id: Callable[[], int],
        seed: int,
    ) -> None:
        """Rows by the hundred thousand, statuses mixed, created evenly over the past 400 days.

        Offline ones have expired, rejected ones bear the commonest audit reason.
        """
        chosen = bytearray()
        for status, count in counts.items():
            chosen += bytes([self.word(status)]) * count
        mixed = bytearray(random.Random(seed).sample(chosen, len(chosen)))
        begun = max(now - FILLED_OVER_SECONDS, self.created[-1] if self.ids else 0)
        seconds = [begun + (now - begun) * i // max(1, len(mixed)) for i in range(len(mixed))]
        first = len(self.ids)
        self.ids.extend(next_id() for _ in mixed)
        self.status += mixed
        self.reason += self._mapped(mixed, OFFLINE, EXPIRE_OFFLINE)
        self.audit_reason += self._mapped(mixed, EDITING_REQUIRED, AUDIT_REASONS[0])
        self.flags += bytes(len(mixed))
        for column in (self.created, self.modified, self.since):
            column.extend(seconds)
        offline, selling = self.word(OFFLINE), self.word(ON_SELLING)
        self.offline_at.extend(
            second
            if code == offline
            else now + (second * 7919) % VALID_SECONDS
            if code == selling
            else 0
            for second, code in zip(seconds, mixed, strict=True)
        )
        self.sort(first)

    def sort(self, first: int = 0) -> None:
        """Put rows from a slot on into the orders they are read in."""
        for slot in range(first, len(self)):
            self.orders[self.status[slot]].add(slot)
        self.change_order.forget()

    def _mapped(self, statuses: bytearray, status: str, word: str) -> bytes:
        """For each row the word's number where it has the status, else the empty word's."""
        table = bytearray(256)
        table[self.word(status)] = self.word(word)
        return bytes(statuses.translate(bytes(table)))
