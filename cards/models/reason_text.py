"""What AliExpress wants of listings of one reason, where people put it in words of their own."""

from django.db import models
from django.db.models import Q


class ReasonText(models.Model):
    """What AliExpress wants of listings of one reason, as people here put it. A text that was
    left empty, and a reason without a row, is told in the delivered words."""

    reason = models.CharField(
        max_length=200,
        unique=True,
        help_text="AliExpress's word, such as category_audit_fail, or a group's name.",
    )
    text = models.TextField(
        blank=True, help_text="What AliExpress wants and what to do. Empty: the delivered words."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="reason_text_names_its_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.reason
