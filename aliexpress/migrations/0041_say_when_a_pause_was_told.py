"""When an app key was told to wait: what a clock that was ahead has noted is not obeyed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0040_seal_snapshots")]

    operations = [
        migrations.AddField(
            model_name="appkeypause",
            name="told_at",
            field=models.DateTimeField(null=True),
        ),
    ]
