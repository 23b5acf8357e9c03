"""What one run has read so far, sighting by sighting."""

from django.db import models

from aliexpress.models.listing import ListedFields


class StagedListing(ListedFields):
    """One sighting of a product: under which status it was seen, and when in the run (`seq`).

    A product that was found to be gone has a row without a status. The table is temporary: it
    lives on the connection of the run that reads (`aliexpress.sync.staging.table` makes it), so
    that a killed run leaves nothing behind.
    """

    seq = models.AutoField(primary_key=True)
    product_id = models.BigIntegerField()
    shop_id = models.BigIntegerField(null=True)  # null for what is gone

    class Meta:
        managed = False
        db_table = "sync_staged"

    def __str__(self) -> str:
        return f"{self.product_id} seen in {self.status or 'no list'}"
