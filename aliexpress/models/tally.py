"""What was counted over the listings of one snapshot beside its states: appended, not changed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from aliexpress.models.snapshot import ListingSnapshot
from aliexpress.models.store import Store

A_DAY = timedelta(days=1)
DAYS_AHEAD = 30


class TallyQuerySet(models.QuerySet["ValidityTally"]):
    def newest_for(
        self, snapshots: Iterable[ListingSnapshot], *, by: datetime | None = None
    ) -> "TallyQuerySet":
        """The newest of each of these snapshots; `by`: the newest published by then."""
        of_snapshot = self.filter(snapshot=OuterRef("pk")).order_by("-published_at", "-id")
        if by is not None:
            of_snapshot = of_snapshot.filter(published_at__lte=by)
        newest = Subquery(of_snapshot.values("pk")[:1])
        chosen = ListingSnapshot.objects.filter(pk__in=[one.pk for one in snapshots])
        return self.filter(pk__in=chosen.annotate(tally_id=newest).values("tally_id"))


class ValidityTally(models.Model):
    """When the validity of the active listings ends, counted from one moment on."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(ListingSnapshot, on_delete=models.CASCADE, related_name="+")
    as_of = models.DateTimeField()  # whole seconds: the days are counted from here
    published_at = models.DateTimeField()
    active_count = models.PositiveIntegerField()
    # Of these: no end is known, and those whose end has passed while AliExpress still sells them.
    undated_count = models.PositiveIntegerField(default=0)
    overdue_count = models.PositiveIntegerField(default=0)
    # One number a day of 24 hours from as_of on: how many end after it began and by its end.
    days = models.JSONField(default=list)

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="validity_counts_no_more_than_is_active",
                condition=Q(active_count__gte=F("undated_count") + F("overdue_count")),
            ),
        ]
        indexes = [
            # Readings: the newest of a snapshot, now and as it was given.
            models.Index(fields=["snapshot", "-published_at"], name="validity_given_at"),
        ]

    def __str__(self) -> str:
        return f"Validity of {self.active_count:,} at {self.as_of:%Y-%m-%d %H:%M}"

    def ending_within(self, days: int) -> int:
        """How many end within so many days (at most 30), the overdue among them."""
        ahead: list[int] = self.days[:days]
        return self.overdue_count + sum(ahead)

    def end_of(self, days: int) -> datetime:
        return self.as_of + days * A_DAY
