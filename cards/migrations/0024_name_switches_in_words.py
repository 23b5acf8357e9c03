"""The admin names a switch by what it says. No statement is run."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cards", "0023_call_marks_as_pages_do")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="tracing",
                    name="is_strict",
                    field=models.BooleanField(default=False, verbose_name="of each morning"),
                ),
                migrations.AlterField(
                    model_name="reconciliation",
                    name="is_settled",
                    field=models.BooleanField(default=False, verbose_name="settled"),
                ),
                migrations.AlterField(
                    model_name="card",
                    name="is_enabled",
                    field=models.BooleanField(default=True, verbose_name="shown"),
                ),
                migrations.AlterField(
                    model_name="webhook",
                    name="is_active",
                    field=models.BooleanField(default=True, verbose_name="in use"),
                ),
            ],
        ),
    ]
