"""Drift over the thirty days before a bridge: which items drifted, and how soon it was mended."""

from datetime import timedelta
from statistics import median
from typing import Any, Final

from django.db.models import Q

from aliexpress.models import BridgeTally, Finding
from aliexpress.models.bridge_words import DRIFT

MONTH: Final = timedelta(days=30)


def month_of(tally: BridgeTally) -> tuple[int, int | None]:
    """How many items drifted, and how long what was mended had lasted: the median, in seconds;
    None where nothing was mended. What never settled was on its way, and did not drift."""
    since = tally.published_at - MONTH
    lately = Q(until_tally__isnull=True) | Q(until_tally__published_at__gt=since)
    found = Finding.objects.filter(
        lately, store=tally.store_id, kind__in=DRIFT, settled_tally__isnull=False
    )
    rows: Any = found.values_list(
        *("item_id", "kind", "listing_id", "sku_id"),
        *("since_at", "since_tally_id", "until_tally_id", "until_tally__published_at"),
    )
    items, ends, begins = set(), {}, set()
    for item, *name, since_at, since_tally, until_tally, until in rows:
        items.add(item)
        begins.add((item, *name, since_tally))
        if until_tally is not None:
            ends[item, *name, until_tally] = (until - since_at).total_seconds()
    # Where only its values moved, one ends and begins with the same tally: it was not mended.
    lasted = [seconds for end, seconds in ends.items() if end not in begins]
    return len(items), round(median(lasted)) if lasted else None
