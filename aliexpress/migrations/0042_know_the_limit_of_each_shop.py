from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0041_say_when_a_pause_was_told")]

    operations = [
        migrations.AddField(
            model_name="shop",
            name="product_limit",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="shop",
            name="product_limit_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
