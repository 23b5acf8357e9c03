"""In which statuses more than a page of listings bear a store's newest gmt_modified."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0024_say_that_a_fall_is_looked_at_again")]

    operations = [
        migrations.AddField(
            model_name="store",
            name="watermark_crowds",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
    ]
