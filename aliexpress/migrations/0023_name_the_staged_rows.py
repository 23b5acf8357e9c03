"""The staged rows of a run are a model too; its table is temporary, so nothing is made here."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('aliexpress', '0022_pause_one_method'),
    ]

    operations = [
        migrations.CreateModel(
            name='StagedListing',
            fields=[
                ('state', models.CharField(choices=[('active', 'Active'), ('auditing', 'In auditing'), ('rejected', 'Rejected'), ('expired', 'Expired'), ('taken_down', 'Taken down'), ('unmapped', 'Unmapped'), ('draft', 'Draft')], max_length=12)),
                ('status', models.CharField(max_length=60)),
                ('offline_reason', models.CharField(blank=True, max_length=120)),
                ('audit_failure_reason', models.CharField(blank=True, max_length=200)),
                ('subject', models.TextField(blank=True)),
                ('image_url', models.TextField(blank=True)),
                ('group_id', models.BigIntegerField(blank=True, null=True)),
                ('owner_member_id', models.CharField(blank=True, max_length=120)),
                ('product_type', models.CharField(blank=True, max_length=60)),
                ('source', models.CharField(blank=True, max_length=60)),
                ('currency', models.CharField(blank=True, max_length=12)),
                ('min_price', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True)),
                ('max_price', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True)),
                ('gmt_create', models.CharField(blank=True, max_length=40)),
                ('gmt_modified', models.CharField(blank=True, max_length=40)),
                ('ws_offline_date', models.CharField(blank=True, max_length=40)),
                ('created_at', models.DateTimeField(blank=True, null=True)),
                ('modified_at', models.DateTimeField(blank=True, null=True)),
                ('offline_at', models.DateTimeField(blank=True, null=True)),
                ('unreadable', models.TextField(blank=True)),
                ('seq', models.AutoField(primary_key=True, serialize=False)),
                ('product_id', models.BigIntegerField()),
            ],
            options={
                'db_table': 'sync_staged',
                'managed': False,
            },
        ),
    ]
