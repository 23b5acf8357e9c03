from django.db import migrations, models


class Migration(migrations.Migration):
    """An entry's tallies without constraint and index: there are as many as the one writer wrote."""

    dependencies = [
        ("aliexpress", "0048_note_what_changed_for_the_bridge"),
    ]

    operations = [
        migrations.AlterField(
            model_name="bridgeentry",
            name="since_tally",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=models.deletion.CASCADE,
                related_name="+",
                to="aliexpress.bridgetally",
            ),
        ),
        migrations.AlterField(
            model_name="bridgeentry",
            name="until_tally",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=models.deletion.CASCADE,
                related_name="+",
                to="aliexpress.bridgetally",
            ),
        ),
    ]
