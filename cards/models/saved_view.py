"""Lists of listings people keep by name."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from aliexpress.models import Store


class SavedView(models.Model):
    """A list of listings somebody narrowed and named, for themselves or for all of the store."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="saved_views")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=80)
    query = models.JSONField(default=dict)  # the filters' names and texts
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["store", "owner", "name"], name="one_view_of_a_name_per_person_and_store"
            ),
            models.CheckConstraint(name="saved_view_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
