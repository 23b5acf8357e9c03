"""What a stretch of a store's product ids holds, so that a search can pass over most of them."""

from typing import Final

from django.db import models

from aliexpress.models.store import Store

# What is known of each listing of a stretch: where one of these is otherwise, it is forgotten.
KNOWN: Final = ("subject", "group_id", "min_price", "max_price")


class ListingStretch(models.Model):
    """No fact, and never needed: where none is known, anything may be found.

    What it says may be more than there is, and never less: the sync forgets it in the transaction
    that writes one of its listings, and learns it anew afterwards.
    """

    # The constraint below begins with the store.
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="+", db_index=False)
    # No listing that is left out lies between these, themselves included.
    first_product_id = models.BigIntegerField()
    last_product_id = models.BigIntegerField()
    # Every word of every subject, as UPPER of the database has it, one a line.
    words = models.TextField()
    groups = models.TextField()  # their ids, a space on either side
    # None: no listing says.
    lowest_price = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    highest_price = models.DecimalField(max_digits=20, decimal_places=4, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["store", "first_product_id"], name="one_stretch_from_a_product_id_on"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_product_id} to {self.last_product_id}"
