"""What was to lapse unless renewed, held against what did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q, Subquery

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store, ValidityTally
from cards.flow.movements import moved
from cards.formats import moment_text
from cards.measures.validity import FORECAST

NEAR_ENOUGH = 0.15  # of the days: a forecast given longer before or after is not held against them


@dataclass(frozen=True, slots=True)
class LapseScore:
    """`forecast`: to lapse within so many days from `given_at` on; `lapsed`: did since."""

    days: int
    given_at: datetime
    forecast: int
    lapsed: int
    listings: Mapping[str, str]

    @property
    def sentence(self) -> str:
        held = f"{self.forecast:,} were to lapse within {self.days} days unless renewed"
        if self.lapsed > self.forecast:
            return f"{held}; {self.lapsed:,} did: the dates of some were not known then."
        others = self.forecast - self.lapsed
        if not others:
            return f"{held}; all of them did."
        return f"{held}; {self.lapsed:,} did, {others:,} did not: renewed, or off sale before."


def lapse_scores(store: Store, newest: ListingSnapshot, *, at: datetime) -> list[LapseScore]:
    """Of 7, 14 and 30 days ago, those that were forecast; one statement, and one for each."""
    given = reduce(or_, (Q(pk=_tally(store, at - timedelta(days=days))) for days in FORECAST))
    tallies = list(ValidityTally.objects.filter(given).select_related("snapshot"))
    scores = []
    for days in FORECAST:
        near = [tally for tally in tallies if is_near(tally.as_of, at, days)]
        if not near:
            continue
        tally = max(near, key=lambda one: one.as_of)
        opening = tally.snapshot
        lapsed = moved(
            store, after=opening, until=newest, set_out=State.ACTIVE, arrived=State.EXPIRED
        ).count()
        listings = {
            "moved": f"{State.ACTIVE}-{State.EXPIRED}",
            "from": moment_text(opening.published_at) or "",
            "to": moment_text(newest.published_at) or "",
        }
        scores.append(LapseScore(days, tally.as_of, tally.ending_within(days), lapsed, listings))
    return scores


def _tally(store: Store, moment: datetime) -> Subquery:
    """What readers were given then."""
    snapshots = ListingSnapshot.objects.filter(store=store, published_at__lte=moment)
    given = Subquery(snapshots.order_by("-published_at", "-id").values("pk")[:1])
    tallies = ValidityTally.objects.filter(snapshot=given, published_at__lte=moment)
    return Subquery(tallies.order_by("-published_at", "-id").values("pk")[:1])


def is_near(given_at: datetime, at: datetime, days: int) -> bool:
    return abs((at - given_at) / timedelta(days=1) - days) <= NEAR_ENOUGH * days
