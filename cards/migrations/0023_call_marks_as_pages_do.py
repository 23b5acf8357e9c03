"""The admin calls a mark as the page of a card does. No statement is run."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cards", "0022_take_on_what_is_missing")]

    operations = [
        migrations.AlterModelOptions(name="annotation", options={"verbose_name": "mark"}),
    ]
