from django.db import migrations, models
from django.db.models import Q

from aliexpress.migrations._concurrently import AddIndexConcurrently, RemoveIndexConcurrently


class Migration(migrations.Migration):
    """The index of the gap ledger, made narrower. The new one is there before the old one goes."""

    atomic = False

    dependencies = [
        ("aliexpress", "0054_name_what_differs"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="listing",
            index=models.Index(
                condition=Q(gone_at__isnull=True) & ~Q(state="active"),
                fields=["store", "state", "offline_reason", "state_since_at"],
                name="listing_oldest_in_a_gap",
            ),
        ),
        RemoveIndexConcurrently(model_name="listing", name="listing_oldest_in_state"),
    ]
