"""One attempt to bring one store up to date, and what it read."""

from django.db import models

from aliexpress.models.attempt import Attempt, AttemptQuerySet
from aliexpress.models.store import Store


class SyncRunQuerySet(AttemptQuerySet["SyncRun"]):
    pass


class SyncRun(Attempt):
    """One attempt. Its row is the work queue, the lease, the progress and the record."""

    class Kind(models.TextChoices):
        CONFIRM = "confirm", "Confirmed"
        INCREMENTAL = "incremental", "Incremental"
        FULL = "full", "Full"

    class Trigger(models.TextChoices):
        SCHEDULE = "schedule", "Schedule"
        MANUAL = "manual", "Refresh button or API"
        COMMAND = "command", "Command line"

    class ErrorKind(models.TextChoices):
        UNAVAILABLE = "unavailable", "AliExpress unavailable"  # we try again by ourselves
        REFUSED = "refused", "AliExpress refused"  # somebody must act
        UNPROVEN = "unproven", "Could not be proven"  # the counts did not come to agree
        LOOKING_AGAIN = "looking", "Looked at again"  # a fall nobody should believe at once
        LOST = "lost", "Interrupted"  # its worker or its database went away
        DEFECT = "defect", "Defect"  # ours

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="runs")
    # How it concluded (or is going about it): decided while it runs.
    kind = models.CharField(max_length=12, choices=Kind.choices, blank=True)
    full_wanted = models.BooleanField(default=False)
    trigger = models.CharField(max_length=10, choices=Trigger.choices)
    # The snapshot this run published (published) or found still true (not published).
    snapshot = models.ForeignKey(
        "aliexpress.ListingSnapshot",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="runs",
    )
    error_kind = models.CharField(max_length=12, choices=ErrorKind.choices, blank=True)

    objects = SyncRunQuerySet.as_manager()

    class Meta:
        verbose_name = "refresh"
        verbose_name_plural = "refreshes"
        constraints = [
            models.UniqueConstraint(
                fields=["store"],
                name="one_open_run_per_store",
                condition=models.Q(finished_at__isnull=True),
            ),
            models.CheckConstraint(
                name="run_is_finished_or_open_not_half",
                condition=models.Q(
                    status__in=["queued", "running"],
                    finished_at__isnull=True,
                    snapshot__isnull=True,
                    published=False,
                    error_kind="",
                )
                | models.Q(status="complete", finished_at__isnull=False, error_kind="")
                | (
                    models.Q(status="failed", finished_at__isnull=False, published=False)
                    & ~models.Q(error_kind="")
                    & ~models.Q(error="")
                ),
            ),
            models.CheckConstraint(
                name="running_run_has_lease_and_heartbeat",
                condition=~models.Q(status="running")
                | models.Q(
                    lease__isnull=False, heartbeat_at__isnull=False, started_at__isnull=False
                ),
            ),
        ]
        indexes = [
            # last_attempt of a reading: a store's newest finished run.
            models.Index(fields=["store", "-finished_at"], name="run_newest_finished"),
        ]

    def __str__(self) -> str:
        return f"Refresh {self.pk}: {self.get_status_display()}"

    @property
    def may_have_written(self) -> bool:
        """Whether a listing may be otherwise than it was before."""
        return self.status == self.Status.COMPLETE and self.kind != self.Kind.CONFIRM


class StatusRead(models.Model):
    """How far one run has read one AliExpress status: live progress, then evidence."""

    run = models.ForeignKey(SyncRun, on_delete=models.CASCADE, related_name="status_reads")
    status = models.CharField(max_length=60)
    declared_before = models.PositiveIntegerField(null=True, blank=True)
    declared_after = models.PositiveIntegerField(null=True, blank=True)
    listed = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    pages_expected = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "status"], name="one_read_per_run_and_status"),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.listed} of {self.declared_before}"
