"""Two more kinds of act; no statement of SQL."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_refuse_changes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='entry',
            name='action',
            field=models.CharField(choices=[('refresh', 'Refresh'), ('connect', 'Connect'), ('key', 'API key'), ('role', 'Role'), ('alert', 'Alert'), ('definition', 'Definition'), ('alias', 'Alias'), ('work', 'Work'), ('note', 'Note on the history'), ('reconcile', 'Reconciliation')], max_length=12),
        ),
    ]
