"""Counts when the active listings' validity ends, in the transaction that publishes a run."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, Value, When

from aliexpress.lifecycle import KINDS, State
from aliexpress.models import Listing, ListingSnapshot, Store
from aliexpress.models.tally import A_DAY, DAYS_AHEAD, ValidityTally
from aliexpress.typed.moments import has_passed

# Days begin anew as time goes by, whether or not a listing changed.
COUNT_AGAIN_AFTER = timedelta(hours=1)


def count_validity(
    *,
    store: Store,
    snapshot: ListingSnapshot,
    as_of: datetime,
    changed: bool,
) -> ValidityTally | None:
    """A tally where there is news: listings were written, or an hour has passed and the days have
    other numbers. `as_of`: when the listings were as they are now.

    Not saved: whoever publishes says when it was given.
    """
    if not snapshot.knows_expiry:
        return None
    moment = as_of.replace(microsecond=0)
    last = ValidityTally.objects.filter(snapshot=snapshot).order_by("-published_at", "-id").first()
    if last and not changed and not has_passed(last.as_of, COUNT_AGAIN_AFTER, at=moment):
        return None
    figures = validity_figures(store, moment=moment)
    if last is not None and not changed and is_as_counted(last, figures):
        return None
    return ValidityTally(store=store, snapshot=snapshot, as_of=moment, **figures)


def is_as_counted(tally: ValidityTally, figures: dict[str, Any]) -> bool:
    return all(getattr(tally, name) == figure for name, figure in figures.items())


def validity_figures(store: Store, *, moment: datetime) -> dict[str, Any]:
    """What a tally of validity counts from that moment on, by its fields' names."""
    by_day = active_by_day(store, moment)
    return {
        "active_count": sum(by_day.values()),
        "undated_count": by_day[None],
        "overdue_count": sum(n for day, n in by_day.items() if day is not None and day < 0),
        "days": [by_day[day] for day in range(DAYS_AHEAD)],
    }


def active_by_day(store: Store, moment: datetime) -> Counter[int | None]:
    """Active listings by the day their validity ends in: 0 is the 24 hours after the moment, -1 it
    has passed, None is not known. One pass over the listings, whatever the database."""
    listings = Listing.objects.filter(store=store, state=State.ACTIVE, gone_at=None)
    # Listings of shops of other families do not expire: they are not asked for an end.
    expiring = [family for family, kind in KINDS.items() if kind.expires]
    if lasting := list(store.shops.exclude(family__in=expiring).values_list("pk", flat=True)):
        listings = listings.filter(Q(shop=None) | ~Q(shop__in=lasting))
    ends = ((day, moment + (day + 1) * A_DAY) for day in range(-1, DAYS_AHEAD))
    by_end = (When(offline_at__lte=end, then=Value(day)) for day, end in ends)
    later = When(offline_at__isnull=False, then=Value(DAYS_AHEAD))
    day = Case(*by_end, later, output_field=IntegerField())
    found = listings.annotate(day=day).values_list("day").annotate(number=Count("pk"))
    return Counter(dict(found.order_by()))
