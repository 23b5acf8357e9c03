"""Nothing is filled in: what was told before stays as it was told."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0043_know_category_and_brand_at_the_source")]

    operations = [
        migrations.AddField(
            "detailtally", "attributes_apply_count", models.PositiveIntegerField(null=True)
        ),
        migrations.AddField(
            "detailtally", "attributes_apply_active_count", models.PositiveIntegerField(null=True)
        ),
        migrations.AddConstraint(
            "detailtally",
            models.CheckConstraint(
                name="attributes_are_known_of_no_more_than_they_apply_to",
                condition=Q(attributes_apply_count__isnull=True)
                | Q(attributes_apply_count__gte=F("attributes_known_count"))
                & Q(total_count__gte=F("attributes_apply_count"))
                & Q(attributes_apply_count__gte=F("attributes_apply_active_count"))
                & Q(attributes_apply_active_count__gte=F("complete_active_count")),
            ),
        ),
    ]
