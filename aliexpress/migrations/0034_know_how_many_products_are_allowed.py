"""How many products AliExpress lets a seller have, and when it last said so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0033_keep_what_was_submitted")]

    operations = [
        migrations.AddField(
            model_name="store",
            name="product_limit",
            field=models.PositiveIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="store",
            name="product_limit_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
