"""What every attempt to read something is like, be it a store or its source."""

from datetime import datetime, timedelta
from typing import Self, TypeVar

from django.conf import settings
from django.db import models

from aliexpress.typed.moments import CLOCKS_DIFFER

HEARTBEAT_STALE_AFTER = timedelta(seconds=10)
SEND_AGAIN_AFTER = timedelta(seconds=30)
# A worker that is there takes an attempt at once; after this long we say that none did.
WAITS_LONG_AFTER = timedelta(seconds=10)
Row = TypeVar("Row", bound="Attempt")


class AttemptQuerySet(models.QuerySet[Row]):
    def open(self) -> Self:
        return self.filter(finished_at__isnull=True)

    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)

    def unsent(self, *, at: datetime) -> Self:
        """Those a worker should be told of, the oldest first: no worker came, for it was told of
        them some time ago, by a clock that has been set back since, or never."""
        return (
            self.open()
            .filter(
                models.Q(sent_at__isnull=True)
                | models.Q(sent_at__lte=at - SEND_AGAIN_AFTER)
                | models.Q(sent_at__gt=at + CLOCKS_DIFFER),
                status=Attempt.Status.QUEUED,
            )
            .order_by("requested_at", "id")
        )

    def abandoned(self, *, at: datetime) -> Self:
        """Open ones whose worker died: their heartbeat is older than ten seconds, or was made by
        a clock that has been set back since."""
        return self.open().filter(
            models.Q(heartbeat_at__lte=at - HEARTBEAT_STALE_AFTER)
            | models.Q(heartbeat_at__gt=at + CLOCKS_DIFFER),
            status=Attempt.Status.RUNNING,
        )


class Attempt(models.Model):
    """Its row is the work queue, the lease, the progress and the record."""

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting for a worker"
        RUNNING = "running", "Reading"
        COMPLETE = "complete", "Complete"  # a snapshot was published or confirmed
        FAILED = "failed", "Failed"

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    requested_at = models.DateTimeField()
    # When a worker was last told of it; told again if none came (the broker may forget).
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    published = models.BooleanField(default=False)
    request_count = models.PositiveIntegerField(default=0)
    # A sentence for people: what happened, and what to do about it.
    error = models.TextField(blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def waits_long(self, *, at: datetime) -> bool:
        """Whether a worker should have taken it by now: then that is said."""
        return at - self.requested_at >= WAITS_LONG_AFTER
