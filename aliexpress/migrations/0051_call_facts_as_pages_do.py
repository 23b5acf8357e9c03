"""The admin calls a refresh, a reading and a source as every other page does. No statement is run."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0050_find_what_changed_in_a_bridge")]

    operations = [
        migrations.AlterModelOptions(
            name="syncrun",
            options={"verbose_name": "refresh", "verbose_name_plural": "refreshes"},
        ),
        migrations.AlterModelOptions(name="listingsnapshot", options={"verbose_name": "reading"}),
        migrations.AlterModelOptions(name="sourcecatalogue", options={"verbose_name": "source"}),
        migrations.AlterModelOptions(
            name="sourceread",
            options={
                "verbose_name": "reading of the source",
                "verbose_name_plural": "readings of the source",
            },
        ),
        migrations.AlterModelOptions(name="bridgetally", options={"verbose_name": "bridge"}),
        migrations.AlterModelOptions(
            name="skualias",
            options={
                "verbose_name": "decision about SKUs",
                "verbose_name_plural": "decisions about SKUs",
            },
        ),
    ]
