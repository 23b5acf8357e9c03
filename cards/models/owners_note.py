"""Who gets the owner's note, how often, and what the last one told."""

from django.conf import settings
from django.db import models


class OwnersNote(models.Model):
    """One row for whoever chose to get it."""

    class Every(models.TextChoices):
        DAY = "daily", "Every day"
        WEEK = "weekly", "Every week"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="owners_note",
    )
    every = models.CharField(max_length=8, choices=Every.choices)
    next_at = models.DateTimeField()  # when it is looked at whether there is something to tell
    told_until = models.DateTimeField()  # what moved after this was told in no note
    sent_at = models.DateTimeField()  # the last one; at first, when it was chosen

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="owners_note_comes_daily_or_weekly",
                condition=models.Q(every__in=["daily", "weekly"]),
            ),
        ]
        indexes = [
            # Whose note is due.
            models.Index(fields=["next_at"], name="owners_note_due"),
        ]

    def __str__(self) -> str:
        return f"{self.get_every_display()} to {self.user}"
