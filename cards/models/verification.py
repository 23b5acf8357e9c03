"""What came of verifying all that was published: kept, so that health and admin can say it."""

from django.db import models
from django.db.models import F, Q


class Verification(models.Model):
    """One look at every store, or at some. Never changed."""

    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    stores = models.PositiveIntegerField()  # how many were looked at
    is_of_all = models.BooleanField()  # every store there was
    # Which one it was, by cards.verification.database_mark; "": not known.
    database = models.CharField(
        max_length=60, blank=True, default="", db_default="", editable=False
    )
    # [{"store": slug, "problem": sentence}, …]; empty: all of it holds
    problems = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="verification_ends_after_it_began", condition=Q(ended_at__gte=F("begun_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{len(self.problems):,} problems" if self.problems else "All of it holds"

    @property
    def holds(self) -> bool:
        return not self.problems
