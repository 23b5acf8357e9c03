"""A pause may be of one method: others of the same app key go on meanwhile."""

from django.db import migrations, models


def forget_pauses_of_methods(apps, schema_editor):
    """Going back, an app key has one pause again; they last minutes, and are told anew."""
    apps.get_model("aliexpress", "AppKeyPause").objects.exclude(method="").delete()


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0021_compare_sellers_within_one_gateway")]

    operations = [
        migrations.AddField(
            model_name="appkeypause",
            name="method",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AlterField(
            model_name="appkeypause",
            name="app_key",
            field=models.CharField(max_length=64),
        ),
        migrations.AddConstraint(
            model_name="appkeypause",
            constraint=models.UniqueConstraint(
                fields=("app_key", "method"), name="one_pause_per_app_key_and_method"
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_pauses_of_methods),
    ]
