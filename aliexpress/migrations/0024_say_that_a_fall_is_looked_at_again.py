"""A run may end because it saw a fall that is looked at again before it is believed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0023_name_the_staged_rows")]

    operations = [
        migrations.AlterField(
            model_name="syncrun",
            name="error_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("unavailable", "AliExpress unavailable"),
                    ("refused", "AliExpress refused"),
                    ("unproven", "Could not be proven"),
                    ("looking", "Looked at again"),
                    ("lost", "Interrupted"),
                    ("defect", "Defect"),
                ],
                max_length=12,
            ),
        ),
    ]
