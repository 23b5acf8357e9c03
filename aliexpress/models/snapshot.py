"""What a complete run proved: the immutable fact every reading stands on."""

from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from aliexpress.lifecycle import KINDS, State
from aliexpress.models.seconds import LagsField, SecondsField
from aliexpress.models.store import Store
from aliexpress.words import VERDICT_WORDS

COUNT_FIELD = {state: f"{state}_count" for state in State}


class ListingSnapshotQuerySet(models.QuerySet["ListingSnapshot"]):
    def newest_of(self, store: Store) -> "ListingSnapshot | None":
        """The one that holds now, whatever the clocks said that dated the others."""
        now = apps.get_model("aliexpress", "StoreNow").objects.filter(store=store)
        return self.filter(pk__in=now.values("snapshot")).first()

    def given_at(self, store: Store, *, at: datetime) -> "ListingSnapshot | None":
        """The snapshot a reader was given at that moment: the newest one published by then."""
        return (
            self.filter(store=store, published_at__lte=at).order_by("-published_at", "-id").first()
        )


class ListingSnapshot(models.Model):
    """Counts by state at a moment, with their proof. Never changed but for `confirmed_at`, and
    `longest_lapse` with it."""

    class Verdict(models.TextChoices):
        COMPLETE = "complete", VERDICT_WORDS["complete"]
        DISPUTED = "disputed", VERDICT_WORDS["disputed"]

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="snapshots")
    previous = models.ForeignKey("self", null=True, on_delete=models.RESTRICT, related_name="+")
    as_of = models.DateTimeField()  # the moment the counts were true
    published_at = models.DateTimeField()  # the moment readers got it
    confirmed_at = models.DateTimeField()  # the newest moment it was found still true
    # The most seconds, rounded up, nobody looked between as_of and confirmed_at: whether a chart
    # has to go through the confirmations at all. None: not known, so it has to.
    longest_lapse = models.PositiveIntegerField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    kind = models.CharField(
        max_length=12, choices=[("incremental", "Incremental"), ("full", "Full")]
    )
    counts_drafts = models.BooleanField(default=False)
    # Seconds between two refreshes in force then: how old is stale is judged by it ever after.
    sync_interval = models.PositiveIntegerField(default=300)

    total_count = models.PositiveIntegerField()
    active_count = models.PositiveIntegerField(default=0)
    auditing_count = models.PositiveIntegerField(default=0)
    rejected_count = models.PositiveIntegerField(default=0)
    expired_count = models.PositiveIntegerField(default=0)
    taken_down_count = models.PositiveIntegerField(default=0)
    unmapped_count = models.PositiveIntegerField(default=0)
    draft_count = models.PositiveIntegerField(default=0)
    # Passed review and not on sale yet; only the managed families of shops know it.
    pending_count = models.PositiveIntegerField(default=0, db_default=0)
    # [{"status", "offline_reason", "state", "count"}, …], sums to total_count
    reasons = models.JSONField(default=list)
    # [{"status", "declared", "listed", "pages", "duplicates", "moved", "read", "at"}, …], with the
    # "shop" where the account has others than the POP one.
    # read: how the status was read, "full", "incremental" or "singly"; declared is null for a
    # status AliExpress has no list for.
    evidence = models.JSONField(default=list)
    # [{"shop", "channel", "name", "family", "counted", "reason"}, …], every shop of the
    # account; [] where the POP shop is the only one. `shop` is AliExpress's channel_seller_id.
    shops = models.JSONField(default=list)
    moved_count = models.PositiveIntegerField(default=0)  # listings that moved during the read
    # What stands out about it, in words: a fall far outside this store's history, say.
    remark = models.TextField(blank=True)

    objects = ListingSnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = "reading"
        constraints = [
            models.CheckConstraint(
                name="total_is_the_sum_of_the_states",
                condition=Q(
                    total_count=F("active_count")
                    + F("auditing_count")
                    + F("rejected_count")
                    + F("expired_count")
                    + F("taken_down_count")
                    + F("unmapped_count")
                    + F("draft_count")
                    + F("pending_count")
                ),
            ),
            models.CheckConstraint(
                name="snapshot_is_published_after_it_was_true",
                condition=Q(published_at__gte=F("as_of")) & Q(confirmed_at__gte=F("as_of")),
            ),
            *(
                # PositiveIntegerField says so too; this names the promise on every database.
                models.CheckConstraint(
                    name=f"{field}_is_never_negative", condition=Q(**{f"{field}__gte": 0})
                )
                for field in ["total_count", *COUNT_FIELD.values()]
            ),
        ]
        indexes = [
            # Every reading and every chart: a store's snapshots by the moment they were given.
            models.Index(fields=["store", "-published_at", "-id"], name="snapshot_given_at"),
        ]

    def __str__(self) -> str:
        return f"Reading {self.pk}: {self.total_count:,} at {self.as_of:%Y-%m-%d %H:%M} UTC"

    def count_of(self, state: State) -> int:
        count: int = getattr(self, COUNT_FIELD[state])
        return count

    @property
    def knows_pending(self) -> bool:
        """Whether it counts a shop whose listings can be pending."""
        families = (row["family"] for row in self.shops if row["counted"])
        return bool(self.pending_count) or any(KINDS[family].has_pending for family in families)

    @property
    def knows_expiry(self) -> bool:
        """Whether it counts a shop whose listings expire."""
        families = [row["family"] for row in self.shops if row["counted"]]
        return not families or any(KINDS[family].expires for family in families)

    @property
    def knows_attributes(self) -> bool:
        """Whether it counts a shop of whose listings AliExpress tells the attributes."""
        families = [row["family"] for row in self.shops if row["counted"]]
        return not families or any(KINDS[family].tells_attributes for family in families)

    @property
    def shops_without_attributes(self) -> list[str]:
        """The counted shops of whose listings it does not, by name."""
        counted = [row for row in self.shops if row["counted"]]
        return [
            row["name"] or row["shop"]
            for row in counted
            if not KINDS[row["family"]].tells_attributes
        ]

    @property
    def counts(self) -> dict[State, int]:
        """Every state's count, zero included."""
        return {state: self.count_of(state) for state in State}


class Confirmation(models.Model):
    """The moments of one UTC day at which a snapshot was found still true.

    One row a day, so that history grows with change and not with time.
    """

    snapshot = models.ForeignKey(
        ListingSnapshot, on_delete=models.CASCADE, related_name="confirmations"
    )
    day = models.DateField()
    seconds = SecondsField(default=list)  # seconds since the day began, ascending
    # How long after each of these readers were told; fewer where the oldest were told at once.
    lags = LagsField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "day"], name="one_confirmation_row_a_day"),
        ]

    def __str__(self) -> str:
        return f"{len(self.seconds)} confirmations on {self.day}"
