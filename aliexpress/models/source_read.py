"""The attempts to read a source, and the files people uploaded to be read."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from aliexpress.models.attempt import Attempt, AttemptQuerySet
from aliexpress.models.source import STOCK, SourceCatalogue


class SourceUpload(models.Model):
    """A file somebody uploaded: its bytes, packed, and what a look at it told."""

    catalogue = models.ForeignKey(SourceCatalogue, on_delete=models.CASCADE, related_name="uploads")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()  # bytes
    packed = models.BinaryField(editable=False)  # by zlib
    encoding = models.CharField(max_length=20, blank=True)
    columns = models.JSONField(default=dict)  # {our name: its name}
    # The shape of aliexpress.source.files.preview.Preview.
    preview = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [
            # A catalogue's newest uploads.
            models.Index(fields=["catalogue", "-uploaded_at"], name="upload_newest"),
        ]

    def __str__(self) -> str:
        return self.file_name


class SourceReadQuerySet(AttemptQuerySet["SourceRead"]):
    def whole(self) -> "SourceReadQuerySet":
        """But those of the stock alone."""
        return self.exclude(kind=STOCK)

    def last_attempt(self) -> "SourceRead | None":
        """The newest that ended; the newest of the whole where that was the stock, and read."""
        newest = self.finished().order_by("-finished_at", "-pk")
        last = newest.first()
        if last and last.kind == STOCK and last.status == Attempt.Status.COMPLETE:
            last = newest.whole().first()
        return last


class SourceRead(Attempt):
    """One attempt to read a source. Its row is the work queue, the lease and the record."""

    class ErrorKind(models.TextChoices):
        UNAVAILABLE = "unavailable", "Source unavailable"  # we try again by ourselves
        REFUSED = "refused", "Source refused"  # somebody must act
        UNPROVEN = "unproven", "Could not be proven"
        LOST = "lost", "Interrupted"
        DEFECT = "defect", "Defect"

    catalogue = models.ForeignKey(SourceCatalogue, on_delete=models.CASCADE, related_name="reads")
    upload = models.ForeignKey(
        SourceUpload, null=True, blank=True, on_delete=models.SET_NULL, related_name="reads"
    )
    kind = models.CharField(max_length=12, blank=True)  # STOCK, or whatever else for the whole
    trigger = models.CharField(max_length=10, default="schedule")
    snapshot = models.ForeignKey(
        "aliexpress.SourceSnapshot",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reads",
    )
    accepts_refused = models.BooleanField(default=False)  # a person publishes in spite of them
    declared_count = models.PositiveIntegerField(null=True, blank=True)  # products
    listed_count = models.PositiveIntegerField(default=0)  # products so far
    error_kind = models.CharField(max_length=12, choices=ErrorKind.choices, blank=True)

    objects = SourceReadQuerySet.as_manager()

    class Meta:
        verbose_name = "reading of the source"
        verbose_name_plural = "readings of the source"
        constraints = [
            models.UniqueConstraint(
                fields=["catalogue"],
                name="one_open_read_per_source",
                condition=Q(finished_at__isnull=True),
            ),
            models.CheckConstraint(
                name="read_is_finished_or_open_not_half",
                condition=Q(
                    status__in=["queued", "running"],
                    finished_at__isnull=True,
                    snapshot__isnull=True,
                    published=False,
                    error_kind="",
                )
                | Q(status="complete", finished_at__isnull=False, error_kind="")
                | (
                    Q(status="failed", finished_at__isnull=False, published=False)
                    & ~Q(error_kind="")
                    & ~Q(error="")
                ),
            ),
            models.CheckConstraint(
                name="running_read_has_lease_and_heartbeat",
                condition=~Q(status="running")
                | Q(lease__isnull=False, heartbeat_at__isnull=False, started_at__isnull=False),
            ),
        ]
        indexes = [
            # The last attempt of a source.
            models.Index(fields=["catalogue", "-finished_at"], name="read_newest_finished"),
        ]

    def __str__(self) -> str:
        return f"Reading of the source {self.pk}: {self.get_status_display()}"
