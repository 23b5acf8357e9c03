"""When listings on sale were renewed, and the end of validity they had before."""

from django.db import models

from aliexpress.models.listing import Listing
from aliexpress.models.store import Store


class Renewal(models.Model):
    """One listing on sale whose end of validity was put off. Never changed."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="+", db_index=False)
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="renewals")
    former_end = models.DateTimeField()
    found_at = models.DateTimeField()  # the moment it was true by

    class Meta:
        indexes = [
            # Why listings expired: who was to lapse in a window as well, and was renewed.
            models.Index(fields=["store", "former_end"], name="renewal_by_former_end"),
        ]

    def __str__(self) -> str:
        return f"Renewal of {self.listing_id}"
