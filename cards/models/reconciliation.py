"""A number somebody read in Seller Center, held against ours and kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from aliexpress.models import ListingSnapshot, Store


class Reconciliation(models.Model):
    """Who entered what for which moment, what we computed, and what explains the difference.

    What was entered never changes but for the note. The answer is counted again with each new
    reading until no reading to come can bear on the observed moment (`is_settled`): one is as
    late as that moment, and the one compared with is complete, or a complete one has come after
    it and said what was right. If an agreed or explained record gets another number of ours or
    another status by that, `reopened_at` says when.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        EXPLAINED = "explained", "Explained"
        AGREED = "agreed", "Agreed"

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="reconciliations")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()

    entered = models.PositiveIntegerField()
    observed_at = models.DateTimeField()
    # The state tabs in view, ["active", …]; null: no state filter.
    states = models.JSONField(null=True, blank=True)
    category = models.CharField(max_length=200, blank=True)
    includes_drafts = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    snapshot = models.ForeignKey(ListingSnapshot, on_delete=models.RESTRICT, related_name="+")
    computed = models.PositiveIntegerField()
    difference = models.IntegerField()  # entered - computed
    # [{"kind", "sentence", "accounts_for", "direction", "what_to_do"}, …]
    explanations = models.JSONField(default=list)
    unexplained = models.IntegerField()
    status = models.CharField(max_length=10, choices=Status.choices)
    counted_at = models.DateTimeField()
    is_settled = models.BooleanField(default=False, verbose_name="settled")
    reopened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="difference_is_entered_less_computed",
                condition=Q(difference=models.F("entered") - models.F("computed")),
            ),
            models.CheckConstraint(
                name="agreed_means_no_difference",
                condition=Q(status="agreed", difference=0)
                | (~Q(status="agreed") & ~Q(difference=0)),
            ),
            models.CheckConstraint(
                name="explained_leaves_nothing_open",
                condition=Q(status="open") & ~Q(unexplained=0)
                | ~Q(status="open") & Q(unexplained=0),
            ),
        ]
        indexes = [
            # The desk and the API: a store's records, newest first.
            models.Index(fields=["store", "-id"], name="reconciliation_newest"),
            # Counting again after a new reading.
            models.Index(
                fields=["store"],
                name="reconciliation_unsettled",
                condition=Q(is_settled=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entered:,} at {self.observed_at:%Y-%m-%d %H:%M} UTC: {self.status}"

    @property
    def alternatives(self) -> int:
        """How many of the explanations account for the whole difference, each by itself."""
        return sum(one["accounts_for"] == self.difference for one in self.explanations)
