"""Point at what a store's source and bridge are now."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("aliexpress", "0038_hold_the_two_sides_together"),
    ]

    operations = [
        migrations.AddField(
            model_name="storenow",
            name="bridge",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="aliexpress.bridgetally",
            ),
        ),
        migrations.AddField(
            model_name="storenow",
            name="source",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="aliexpress.sourcesnapshot",
            ),
        ),
    ]
