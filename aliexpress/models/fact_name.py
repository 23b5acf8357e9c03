"""Names of AliExpress's ids: product groups, freight templates, categories."""

from django.db import models

from aliexpress.models.store import Store


class Kind(models.TextChoices):
    GROUP = "group", "product group"
    CATEGORY = "category", "category"
    FREIGHT = "freight", "freight template"
    BRAND = "brand", "brand"
    OWNER = "owner", "owner"


class FactName(models.Model):
    """One value that listings of a store have, and its name; kept after AliExpress forgot it."""

    store = models.ForeignKey(
        Store, on_delete=models.CASCADE, related_name="fact_names", db_index=False
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    value = models.CharField(max_length=120)  # as listings have it: an id, or a text
    name = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["store", "kind", "value"], name="one_name_of_a_value_per_store"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}: {self.name}"
