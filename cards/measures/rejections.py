"""Listings AliExpress turned down in a stretch of time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from aliexpress.lifecycle import State
from aliexpress.models import Listing, ListingSnapshot, Transition
from cards.measures.measured import Coverage, Window

AN_HOUR: Final = timedelta(hours=1)
LENGTH: Final = 24 * AN_HOUR
BEGAN_LATER: Final = "The store was first read within them."
# Stands in a list's address for listings without a reason: an empty one would not narrow it.
NO_REASON: Final = "-"

# AliExpress's words, as its reference explains them.
REASONS: Final = {
    "tbd_audit_fail": "prohibited, or another's rights",
    "cluster_audit_fail": "the same item is on sale already",
    "duplicate_audit_fail": "a duplicate of another listing",
    "category_audit_fail": "in the wrong category",
    "fake_audit_fail": "the description does not match",
    "business_opportunity_audit_fail": "does not meet a campaign's terms",
}


@dataclass(frozen=True, slots=True)
class Rejections:
    """Moves into rejected within the window, by AliExpress's reason; "" where it gave none."""

    window: Window
    by_reason: Mapping[str, int]

    @property
    def count(self) -> int:
        return sum(self.by_reason.values())

    @property
    def coverage(self) -> Coverage | None:
        """None where the movements of the whole window are known."""
        window = self.window
        if window.known_since is None:
            return None
        hours = max(0, (window.end - window.known_since) // AN_HOUR)
        return Coverage(
            "movements known", hours, LENGTH // AN_HOUR, because=BEGAN_LATER, things="hours"
        )


def reason_words(reason: str) -> str:
    """Ours beside AliExpress's own."""
    if not reason:
        return "AliExpress gave no reason"
    return f"{REASONS[reason]} ({reason})" if reason in REASONS else reason


def window_of(snapshot: ListingSnapshot, confirmed_at: datetime) -> tuple[datetime, datetime]:
    """The 24 hours up to the newest moment the snapshot was known to be true. To the second,
    which is what is kept of a confirmation: asked for again later, it is the same window."""
    end = max(confirmed_at.replace(microsecond=0), snapshot.as_of)
    return end - LENGTH, end


def rejections_of(windows: Mapping[int, tuple[datetime, datetime]]) -> dict[int, Rejections]:
    """By store id, for the window given for each; two statements however many stores."""
    if not windows:
        return {}
    within = Q()
    for store_id, (start, end) in windows.items():
        within |= Q(store_id=store_id, by_at__gt=start, by_at__lte=end)
    counts: dict[int, dict[str, int]] = {store_id: {} for store_id in windows}
    rows = (
        _into_rejected(Transition.objects.filter(within))
        .values("store_id", "audit_failure_reason")
        .annotate(number=Count("pk"))
        .order_by("store_id", "-number", "audit_failure_reason")
    )
    for row in rows:
        counts[row["store_id"]][row["audit_failure_reason"]] = row["number"]
    # Moves are known from a store's first snapshot on.
    first: dict[int, datetime] = dict(
        ListingSnapshot.objects.filter(store__in=windows, previous__isnull=True).values_list(
            "store_id", "as_of"
        )
    )
    return {
        store_id: Rejections(
            Window.ending(end, end - start, known_since=first.get(store_id, start)),
            counts[store_id],
        )
        for store_id, (start, end) in windows.items()
    }


def rejected_in(store_id: int, start: datetime, end: datetime, *, reason: str) -> QuerySet[Listing]:
    """The listings behind the count; one that was rejected twice is there twice. A listing that
    has moved on since, or is gone, is there all the same."""
    moves = _into_rejected(
        Transition.objects.filter(store_id=store_id, by_at__gt=start, by_at__lte=end)
    )
    if reason:
        moves = moves.filter(audit_failure_reason="" if reason == NO_REASON else reason)
    return Listing.objects.filter(transitions__in=moves)


def _into_rejected(moves: QuerySet[Transition]) -> QuerySet[Transition, Any]:
    # A move within rejected (another reason, say) is no new rejection; appearing in it is one.
    same = Q(from_state=State.REJECTED)
    return moves.filter(Q(from_state__isnull=True) | ~same, to_state=State.REJECTED)
