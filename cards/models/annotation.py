"""What people know about a moment and no number says: "bulk upload", "policy change"."""

from datetime import datetime

from django.conf import settings
from django.db import models

from aliexpress.models import Store


class AnnotationQuerySet(models.QuerySet["Annotation"]):
    def between(self, store: Store, *, start: datetime, end: datetime) -> "AnnotationQuerySet":
        return self.filter(store=store, at__gte=start, at__lte=end).order_by("at", "id")


class Annotation(models.Model):
    """A mark on the history of a store."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="annotations")
    at = models.DateTimeField(help_text="The moment it is about, not when it was written.")
    text = models.CharField(max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        verbose_name = "mark"
        constraints = [
            models.CheckConstraint(name="annotation_says_something", condition=~models.Q(text="")),
        ]
        indexes = [
            # The chart and the API: a store's marks in a stretch of time.
            models.Index(fields=["store", "at"], name="annotation_by_moment"),
        ]

    def __str__(self) -> str:
        return self.text
