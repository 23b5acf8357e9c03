"""What reading a store comes to: counts that are proven, or why there are none."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from aliexpress.models import ListingSnapshot, SyncRun
from aliexpress.sync.staging.merged_listings import Words


class Unproven(Exception):
    """The lists and the counts of AliExpress did not come to agree. `str()` is for people."""


class SeenOnce(Unproven):
    """A change far out of the ordinary, which is looked at again before it is believed."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Counts that are proven, and how."""

    kind: SyncRun.Kind
    verdict: ListingSnapshot.Verdict
    counts: Counter[Words]
    moved_count: int
    remark: str
    in_two_shops: Counter[tuple[str, str]]  # by the pair of their channel_seller_ids
    # What the proof says of the listings that are marked semi-managed; None: nothing.
    semi_managed: dict[str, Any] | None = None
