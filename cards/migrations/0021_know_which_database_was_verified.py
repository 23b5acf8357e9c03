"""A restored database is verified again by itself."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cards', '0020_group_by_the_source'),
    ]

    operations = [
        migrations.AddField(
            model_name='verification',
            name='database',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=60),
        ),
    ]
