"""An answered why, kept unchanged: attributes of the past cannot be read again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from aliexpress.models import ListingSnapshot, Store


class Tracing(models.Model):
    """One question between two readings and its answer. The same question finds the same row."""

    LONGEST_SUBJECT = 1000  # the filters of a list, or the ids of a page of it

    class Kind(models.TextChoices):
        WHY = "why", "Why it moved"
        ALIKE = "alike", "What they share"

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Being traced"
        DONE = "done", "Answered"
        FAILED = "failed", "Failed"

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="tracings")
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    said = models.CharField(max_length=4, blank=True)  # "up" or "down", where the asker said so
    opening = models.ForeignKey(ListingSnapshot, on_delete=models.RESTRICT, related_name="+")
    closing = models.ForeignKey(ListingSnapshot, on_delete=models.RESTRICT, related_name="+")
    method = models.PositiveSmallIntegerField()
    # Made every day, unasked: ten times as strict.
    is_strict = models.BooleanField(default=False, verbose_name="of each morning")

    status = models.CharField(max_length=7, choices=Status.choices, default=Status.WAITING)
    error = models.TextField(blank=True)  # a sentence, where it failed
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    read_count = models.PositiveIntegerField(default=0)  # listings, while a worker is at it
    answered_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.JSONField(null=True)  # as cards.tracing.answer makes it; never changed

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "store",
                    "subject",
                    "kind",
                    "said",
                    "opening",
                    "closing",
                    "method",
                    "is_strict",
                ],
                name="one_answer_to_a_question_between_two_readings",
            ),
            models.CheckConstraint(
                condition=Q(status="done", answer__isnull=False)
                | (~Q(status="done") & Q(answer__isnull=True)),
                name="a_tracing_is_done_when_it_has_an_answer",
            ),
        ]
        indexes = [
            # The API: a store's tracings, newest first.
            models.Index(fields=["store", "-id"], name="tracing_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}, {self.get_status_display().lower()}"

    @property
    def is_pending(self) -> bool:
        """Whether a worker has yet to answer it."""
        return self.status in (self.Status.WAITING, self.Status.RUNNING)


class DailyTracing(models.Model):
    """A store of which operations want a tracing each morning, made ten times as strict."""

    store = models.OneToOneField(Store, on_delete=models.CASCADE, related_name="daily_tracing")
    subject = models.CharField(max_length=40, default="rejected")

    class Meta:
        verbose_name_plural = "daily tracings"

    def __str__(self) -> str:
        return f"{self.store}: {self.subject}"
