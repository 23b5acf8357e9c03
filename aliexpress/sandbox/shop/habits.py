"""The habits of the seller and of AliExpress's reviewers, the same for a listing each time."""

from collections.abc import Sequence
from typing import Final

from aliexpress.sandbox.aliexpress_words import AUDIT_REASONS, AUDITING, ON_SELLING
from aliexpress.sandbox.catalogue.listing_columns import Columns
from aliexpress.sandbox.catalogue.product import mixed

HOUR: Final = 3600
DAY: Final = 86_400
RENEWED_AHEAD: Final = 7 * DAY // 2  # what is renewed without fail is renewed so long before

# The commonest reason first; the last is rare.
AUDIT_REASON_WEIGHTS: Final = (30, 24, 18, 12, 10, 6)
WEIGHTED_AUDIT_REASONS: Final = tuple(zip(AUDIT_REASONS, AUDIT_REASON_WEIGHTS, strict=True))


def review_seconds(product_id: int, since: int) -> int:
    """How long this review takes: a day or two, seldom most of a week, rarely longer."""
    bits = mixed(product_id ^ since)
    share, rest = bits % 100, (bits >> 8) % 1000
    if share < 94:
        return 20 * HOUR + rest * 24 * HOUR // 1000
    if share < 98:
        return 3 * DAY + rest * 7 * DAY // 2000
    return 8 * DAY + rest * 3 * DAY // 1000


def is_renewed_ahead(product_id: int) -> bool:
    """Five listings in six are renewed before they expire; the sixth is left to lapse."""
    return (mixed(product_id) >> 55) % 6 != 0


def running_out(columns: Columns, *, now: int) -> tuple[list[int], list[int]]:
    """Ids on sale whose time has come: those to be renewed ahead, and those that lapse."""
    renewed, lapsed = [], []
    for slot in columns.order(ON_SELLING).newest_first():
        left = columns.offline_at[slot] - now
        if left > RENEWED_AHEAD:
            continue
        product_id = columns.ids[slot]
        if is_renewed_ahead(product_id):
            renewed.append(product_id)
        elif left <= 0:
            lapsed.append(product_id)
    return renewed, lapsed


class ReviewQueue:
    """The listings in auditing, those whose review is due first at the front."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._due: list[tuple[int, int, int]] = []  # (due, slot, since), the last is the next

    def look(self) -> None:
        """Take in everything that is in auditing now."""
        columns = self._columns
        waiting: Sequence[int] = columns.order(AUDITING).newest_first()
        self._due = sorted(
            (
                (columns.since[slot] + review_seconds(columns.ids[slot], since), slot, since)
                for slot in waiting
                for since in (columns.since[slot],)
            ),
            reverse=True,
        )

    def next(self, count: int) -> list[int]:
        """The product ids of the reviews that are due first."""
        return [self._columns.ids[slot] for _, slot, _ in self._due[: -count - 1 : -1]]

    def take(self) -> int | None:
        """The product id that is reviewed next; None when nothing is in auditing."""
        for _ in range(2):
            while self._due:
                _, slot, since = self._due.pop()
                auditing = self._columns.status[slot] == self._columns.known(AUDITING)
                if auditing and self._columns.since[slot] == since:
                    return self._columns.ids[slot]
            self.look()
        return None
