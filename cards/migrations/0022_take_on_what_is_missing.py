"""Work of items that are at the source and in no listing."""

import django.db.models.deletion
from django.db import migrations, models


def forget_missing_items(apps, schema_editor):
    """On the way back: the release before holds listings alone, and nothing of a kind it does not
    know. What hangs on the rows is looked at now, or PostgreSQL would not change the table."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    apps.get_model("cards", "WorkItem").objects.filter(kind="source_missing").delete()


class Migration(migrations.Migration):

    dependencies = [
        ('aliexpress', '0047_read_stock_between_walks'),
        ('cards', '0021_know_which_database_was_verified'),
    ]

    operations = [
        migrations.AlterField(
            model_name='workitem',
            name='kind',
            field=models.CharField(choices=[('rejected', 'Rejected'), ('expired', 'Expired'), ('expiring', 'About to expire'), ('out_of_stock', 'Out of stock'), ('lacking', 'Lacking attributes'), ('stuck', 'Stuck in auditing'), ('source_out', 'Out of stock at the source'), ('source_lacks', 'Without variants the source has'), ('source_missing', 'Missing on AliExpress'), ('chosen', 'Chosen listings')], max_length=20),
        ),
        migrations.AddField(
            model_name='workitem',
            name='looked_bridge',
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='worklisting',
            name='listing',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='work_rows', to='aliexpress.listing'),
        ),
        migrations.AlterField(
            model_name='worklisting',
            name='state',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name='worklisting',
            name='source_item',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='work_rows', to='aliexpress.sourceitem', db_index=False),
        ),
        migrations.AddConstraint(
            model_name='worklisting',
            constraint=models.UniqueConstraint(condition=models.Q(('source_item__isnull', False)), fields=('source_item', 'item'), name='a_work_item_holds_an_item_of_the_source_once'),
        ),
        migrations.AddConstraint(
            model_name='worklisting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('listing__isnull', False), ('source_item__isnull', True)), models.Q(('listing__isnull', True), ('source_item__isnull', False)), _connector='OR'), name='a_row_of_work_is_a_listing_or_an_item_of_the_source'),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_missing_items),
    ]
