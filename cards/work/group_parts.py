"""What a group of listings can be narrowed to: its parts by a fact, and by their age."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet

from aliexpress.models import Listing
from cards.work.narrowing import NARROWED_BY

AGES: Final = (2, 7, 30)


@dataclass(frozen=True, slots=True)
class Part:
    """Of a group, what shares one more fact."""

    value: str  # "": unknown
    count: int


def parts_of(listings: QuerySet[Listing], by: str) -> list[Part]:
    """A group cut by category, group or owner, the largest part first; one statement."""
    column = NARROWED_BY[by]
    rows = listings.order_by().values_list(column).annotate(listing_count=Count("pk"))
    parts = [Part("" if value in (None, "") else str(value), count) for value, count in rows]
    return sorted(parts, key=lambda part: (-part.count, part.value))


def ages_of(listings: QuerySet[Listing], *, at: datetime) -> list[tuple[int, int]]:
    """(days, how many are in their state for at least so long), one statement."""
    older = {
        f"from_{days}": Count("pk", filter=Q(state_since_at__lte=at - timedelta(days=days)))
        for days in AGES
    }
    counted = listings.order_by().aggregate(**older)
    return [(days, counted[f"from_{days}"]) for days in AGES if counted[f"from_{days}"]]
