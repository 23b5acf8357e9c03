"""Two groups of listings by what the source says."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cards', '0019_let_alerts_tell_whom_one_chooses'),
    ]

    operations = [
        migrations.AlterField(
            model_name='workitem',
            name='kind',
            field=models.CharField(choices=[('rejected', 'Rejected'), ('expired', 'Expired'), ('expiring', 'About to expire'), ('out_of_stock', 'Out of stock'), ('lacking', 'Lacking attributes'), ('stuck', 'Stuck in auditing'), ('source_out', 'Out of stock at the source'), ('source_lacks', 'Without variants the source has'), ('chosen', 'Chosen listings')], max_length=20),
        ),
    ]
