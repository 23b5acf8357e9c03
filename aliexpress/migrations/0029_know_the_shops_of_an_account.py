import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0028_keep_upstream_facts")]

    operations = [
        migrations.CreateModel(
            name='Shop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(default='AE_GLOBAL', max_length=40)),
                ('channel_seller_id', models.CharField(blank=True, max_length=40)),
                ('business_type', models.CharField(blank=True, max_length=60)),
                ('family', models.CharField(choices=[('pop', 'POP'), ('choice', 'full-managed'), ('local_service', 'overseas-managed'), ('local_cb', 'local cross-border'), ('other', 'unknown')], max_length=20)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('currency', models.CharField(blank=True, max_length=12)),
                ('is_counted', models.BooleanField(default=None, null=True)),
                ('not_counted_reason', models.TextField(blank=True)),
                ('trouble', models.TextField(blank=True)),
                ('on_sale_count', models.PositiveIntegerField(blank=True, null=True)),
                ('list_method', models.CharField(blank=True, max_length=120)),
                ('watermark', models.CharField(blank=True, max_length=40)),
                ('watermark_product_id', models.BigIntegerField(blank=True, null=True)),
                ('watermark_crowds', models.JSONField(blank=True, default=list)),
                ('last_full_walk_at', models.DateTimeField(blank=True, null=True)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='connection',
            name='shops_asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='connection',
            name='shops_warning',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='listingsnapshot',
            name='shops',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='shop',
            name='store',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shops', to='aliexpress.store'),
        ),
        migrations.AddField(
            model_name='listing',
            name='shop',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='listings', to='aliexpress.shop'),
        ),
        migrations.AddConstraint(
            model_name='shop',
            constraint=models.UniqueConstraint(fields=('store', 'channel', 'channel_seller_id'), name='one_row_per_shop_of_an_account'),
        ),
        migrations.AddConstraint(
            model_name='shop',
            constraint=models.CheckConstraint(condition=models.Q(('is_counted', False), ('not_counted_reason', ''), _negated=True), name='shop_not_counted_says_why'),
        ),
        migrations.AddConstraint(
            model_name='shop',
            constraint=models.CheckConstraint(condition=models.Q(('family', 'other'), ('is_counted', True), _negated=True), name='shop_of_no_known_family_is_never_counted'),
        ),
    ]
