"""The catalogue of one seller: its listings, their moves, and the truth a test compares with."""

import threading
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from aliexpress.sandbox.aliexpress_words import (
    AUDITING,
    DELETED,
    DRAFT,
    EDITING_REQUIRED,
    EXPIRE_OFFLINE,
    LIVE_STATUSES,
    OFFLINE,
    ON_SELLING,
    REMOVED_STATUSES,
    SERVICE_DELETE,
    USER_OFFLINE,
)
from aliexpress.sandbox.catalogue.listing_columns import (
    EDITION_STEP,
    SOLD_OUT,
    VALID_SECONDS,
    Columns,
    Standing,
)
from aliexpress.sandbox.catalogue.verdicts import Verdicts
from aliexpress.sandbox.clock import SandboxClock

CHANGES_KEPT: Final = 500_000
FOUND_KEPT: Final = 64
NOT_LISTED: Final = frozenset({*REMOVED_STATUSES, DRAFT})


class Change(NamedTuple):
    """One move; `before` is None for a listing that was created."""

    moment: datetime
    product_id: int
    before: Standing | None
    after: Standing


class Catalogue:
    """The listings of one seller. Every operation takes the sandbox's lock.

    An operation does what it is told: a test may approve what was never audited.
    All raise NoSuchProduct for an id the catalogue does not hold.
    """

    def __init__(
        self,
        *,
        clock: SandboxClock,
        lock: threading.RLock,
        next_id: Callable[[], int],
        columns: Columns | None = None,
        changes: Iterable[Change] = (),
    ) -> None:
        self.clock = clock
        self.lock = lock
        self.columns = Columns() if columns is None else columns
        self.verdicts = Verdicts()
        self.version = 0  # moves with every change: answers are cached under it
        self.changes: deque[Change] = deque(changes, maxlen=CHANGES_KEPT)
        self._next_id = next_id
        self._found: dict[Hashable, Sequence[int]] = {}
        self._found_at = 0

    def __len__(self) -> int:
        return len(self.columns)

    def create(
        self,
        status: str = AUDITING,
        reason: str = "",
        *,
        fields: Mapping[str, Any] | None = None,
    ) -> int:
        """A new listing's product id; `fields` replace what its list item would say."""
        with self.lock:
            columns = self.columns
            slot = columns.append(self._next_id(), (status, reason), now=self.clock.epoch())
            if fields:
                columns.overrides[slot] = dict(fields)
            self._note(slot, None)
            return columns.ids[slot]

    def move(
        self, product_id: int, status: str, reason: str = "", *, audit_reason: str = ""
    ) -> None:
        """Put a listing into a status, known or not."""
        with self.lock:
            columns = self.columns
            slot, now = columns.slot(product_id), self.clock.epoch()
            before = columns.standing(slot)
            columns.put(slot, (status, reason), audit_reason=audit_reason, now=now)
            self._note(slot, before)

    def approve(self, product_id: int) -> None:
        self.move(product_id, ON_SELLING)

    def reject(self, product_id: int, reason: str = "category_audit_fail") -> None:
        self.move(product_id, EDITING_REQUIRED, audit_reason=reason)

    def turn_down(self, where: Mapping[str, Any], share: float, reason: str = "") -> None:
        """From now on reviews of listings like these end so; the catalogue lives by it. Raises
        ValueError."""
        with self.lock:
            self.verdicts.turn_down(where, share, reason)

    def treat_all_alike(self) -> None:
        """Reviews are a coin toss again."""
        with self.lock:
            self.verdicts.clear()

    def edit(self, product_id: int) -> None:
        """The seller edits: the listing is audited again."""
        with self.lock:
            self._next_edition(self.columns.slot(product_id))
            self.move(product_id, AUDITING)

    def expire(self, product_id: int) -> None:
        self.move(product_id, OFFLINE, EXPIRE_OFFLINE)

    def renew(self, product_id: int) -> None:
        """Back on sale, or on sale for another thirty days."""
        with self.lock:
            self.move(product_id, ON_SELLING)
            slot = self.columns.slot(product_id)
            self.columns.offline_at[slot] = self.clock.epoch() + VALID_SECONDS

    def take_down(self, product_id: int, reason: str = USER_OFFLINE) -> None:
        self.move(product_id, OFFLINE, reason)

    def delete(self, product_id: int) -> None:
        self.move(product_id, DELETED)

    def service_delete(self, product_id: int) -> None:
        self.move(product_id, SERVICE_DELETE)

    def create_draft(self) -> int:
        return self.create(DRAFT)

    def publish(self, product_id: int) -> None:
        """A draft is submitted for audit."""
        self.move(product_id, AUDITING)

    def modify(self, product_id: int) -> None:
        """Only gmt_modified moves, as AliExpress's own updates do."""
        with self.lock:
            self._touch(self.columns.slot(product_id))

    def reprice(self, product_id: int) -> None:
        with self.lock:
            slot = self.columns.slot(product_id)
            self._next_edition(slot)
            self._touch(slot)

    def sell_out(self, product_id: int) -> None:
        """The stock of every SKU falls to nothing."""
        self._flag(product_id, SOLD_OUT, on=True)

    def restock(self, product_id: int) -> None:
        self._flag(product_id, SOLD_OUT, on=False)

    def fill(self, counts: Mapping[str, int], *, seed: int) -> None:
        """Many listings at once (status → how many); they are not in `changes`."""
        with self.lock:
            now = self.clock.epoch()
            self.columns.fill(counts, now=now, next_id=self._next_id, seed=seed)
            self.version += 1

    def truth(self, *, removed: bool = False) -> dict[int, Standing]:
        """Product id → (status, ws_display) of every listing; the deleted ones only if asked."""
        with self.lock:
            columns = self.columns
            everything = zip(columns.ids, map(columns.standing, range(len(columns))), strict=True)
            left_out = frozenset({DRAFT}) if removed else NOT_LISTED
            return {key: standing for key, standing in everything if standing[0] not in left_out}

    def truth_at(self, moment: datetime) -> dict[int, Standing]:
        """What `truth()` would have said at a moment since the catalogue was filled."""
        with self.lock:
            past: dict[int, Standing | None] = dict(self.truth(removed=True))
            for change in reversed(self.changes):
                if change.moment > moment:
                    past[change.product_id] = change.before
        return {key: then for key, then in past.items() if then and then[0] not in NOT_LISTED}

    def counts(self) -> dict[str, int]:
        """Status → how many, every status of AliExpress's lists named even when empty."""
        with self.lock:
            columns = self.columns
            found = Counter(columns.status)
            listed = {word: found.pop(columns.word(word), 0) for word in LIVE_STATUSES}
            return listed | {columns.words[code]: count for code, count in found.items()}

    def remembered(self, key: Hashable, find: Callable[[], Sequence[int]]) -> Sequence[int]:
        """What was found for a key since the last change, so that page 2 need not search again."""
        if self._found_at != self.version or len(self._found) >= FOUND_KEPT:
            self._found.clear()
            self._found_at = self.version
        if key not in self._found:
            self._found[key] = find()
        return self._found[key]

    def in_status(self, status: str) -> list[int]:
        """The product ids in a status, newest-created first."""
        with self.lock:
            ids = self.columns.ids
            return [ids[slot] for slot in self.columns.order(status).newest_first()]

    def _flag(self, product_id: int, bit: int, *, on: bool) -> None:
        with self.lock:
            slot = self.columns.slot(product_id)
            flags = self.columns.flags[slot]
            self.columns.flags[slot] = flags | bit if on else flags & ~bit
            self._touch(slot)

    def _next_edition(self, slot: int) -> None:
        self.columns.flags[slot] = (self.columns.flags[slot] + EDITION_STEP) & 255

    def _touch(self, slot: int) -> None:
        now = self.clock.epoch()
        self.columns.modified[slot] = now
        self.columns.change_order.add(slot, now)
        self.version += 1

    def _note(self, slot: int, before: Standing | None) -> None:
        self._touch(slot)
        after = self.columns.standing(slot)
        if before != after:
            moment = self.clock.now()
            self.changes.append(Change(moment, self.columns.ids[slot], before, after))
