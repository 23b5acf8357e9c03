"""Where a store's products come from: the source, its reads, snapshots, items, and what people
decided about codes."""

import aliexpress.models.encryption
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("aliexpress", "0036_know_when_shops_were_told"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SourceCatalogue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(default="file", max_length=20)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("external_id", models.CharField(blank=True, max_length=60)),
                ("token", aliexpress.models.encryption.EncryptedTextField(blank=True)),
                ("connected_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("columns", models.JSONField(blank=True, default=dict)),
                ("quota_share", models.PositiveSmallIntegerField(default=33)),
                ("meant_rule", models.JSONField(blank=True, default=dict)),
                ("locations", models.JSONField(blank=True, default=list)),
                ("prefix", models.CharField(blank=True, max_length=40)),
                ("suffix", models.CharField(blank=True, max_length=40)),
                (
                    "code_is",
                    models.CharField(
                        choices=[
                            ("sku", "The SKU"),
                            ("product", "The source's product id"),
                            ("parent", "The code of the parent product"),
                        ],
                        default="sku",
                        max_length=10,
                    ),
                ),
                (
                    "price_factor",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=12, null=True),
                ),
                ("price_fee", models.DecimalField(decimal_places=4, default=0, max_digits=12)),
                ("price_currency", models.CharField(blank=True, max_length=12)),
                ("price_rate_on", models.DateField(blank=True, null=True)),
                ("price_tolerance", models.PositiveSmallIntegerField(default=5)),
                ("title_tolerance", models.PositiveSmallIntegerField(default=70)),
                ("titles_are_rewritten", models.BooleanField(default=False)),
                ("stock_buffer", models.PositiveIntegerField(default=0)),
                ("counts_not_for_sale", models.BooleanField(default=False)),
                ("due_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("failure_count", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "connected_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="aliexpress.store",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SourceItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("external_id", models.CharField(max_length=300)),
                ("product_external_id", models.CharField(blank=True, max_length=300)),
                ("parent_code", models.CharField(blank=True, max_length=255)),
                ("code", models.CharField(blank=True, max_length=255)),
                ("key", models.CharField(blank=True, max_length=255)),
                ("name", models.TextField(blank=True)),
                ("option", models.TextField(blank=True)),
                (
                    "price",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True),
                ),
                (
                    "sale_price",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True),
                ),
                ("currency", models.CharField(blank=True, max_length=12)),
                ("stock", models.IntegerField(blank=True, null=True)),
                (
                    "tracking",
                    models.CharField(
                        choices=[
                            ("none", "Not tracked"),
                            ("product", "Of the product"),
                            ("item", "Of the item"),
                        ],
                        default="item",
                        max_length=10,
                    ),
                ),
                ("not_for_sale", models.CharField(blank=True, max_length=60)),
                ("barcode", models.CharField(blank=True, max_length=60)),
                ("image_changed_at", models.DateTimeField(blank=True, null=True)),
                ("is_meant", models.BooleanField(default=True)),
                (
                    "in_tool",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not told"),
                            ("waiting", "Waiting"),
                            ("failed", "Failed"),
                            ("sent", "Sent"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("tool_word", models.CharField(blank=True, max_length=120)),
                ("aliexpress_product_id", models.BigIntegerField(blank=True, null=True)),
                ("fingerprint", models.CharField(max_length=32)),
                ("first_seen_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("gone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "catalogue",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="aliexpress.sourcecatalogue",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SkuAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("same", "Is this item"),
                            ("bundle", "Is a bundle of this item"),
                            ("not_ours", "Is not from the source"),
                            ("not_meant", "Is not meant for AliExpress"),
                        ],
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=255)),
                ("key", models.CharField(blank=True, max_length=255)),
                ("product_id", models.BigIntegerField(blank=True, null=True)),
                ("sku_id", models.CharField(blank=True, max_length=120)),
                ("quantity", models.PositiveIntegerField(default=1)),
                ("why", models.CharField(max_length=300)),
                ("proposed_by", models.CharField(blank=True, max_length=30)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_why", models.CharField(blank=True, max_length=300)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sku_aliases",
                        to="aliexpress.store",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="aliexpress.sourceitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "SKU alias",
                "verbose_name_plural": "SKU aliases",
            },
        ),
        migrations.CreateModel(
            name="SourceSnapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("read_from", models.DateTimeField()),
                ("as_of", models.DateTimeField()),
                ("published_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField()),
                ("confirmed_from", models.DateTimeField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[("complete", "Complete"), ("disputed", "Disputed")], max_length=10
                    ),
                ),
                ("product_count", models.PositiveIntegerField()),
                ("item_count", models.PositiveIntegerField()),
                ("blank_count", models.PositiveIntegerField(default=0)),
                ("refused_count", models.PositiveIntegerField(default=0)),
                ("digest", models.CharField(max_length=64)),
                ("currency", models.CharField(blank=True, max_length=12)),
                ("prices_include_tax", models.BooleanField(null=True)),
                ("tells_stock", models.BooleanField(default=True)),
                ("tells_prices", models.BooleanField(default=True)),
                ("evidence", models.JSONField(default=dict)),
                ("remark", models.TextField(blank=True)),
                (
                    "catalogue",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="snapshots",
                        to="aliexpress.sourcecatalogue",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="aliexpress.sourcesnapshot",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="source_snapshots",
                        to="aliexpress.store",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SourceUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("packed", models.BinaryField()),
                ("encoding", models.CharField(blank=True, max_length=20)),
                ("columns", models.JSONField(default=dict)),
                ("preview", models.JSONField(default=dict)),
                ("uploaded_at", models.DateTimeField()),
                (
                    "catalogue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to="aliexpress.sourcecatalogue",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SourceRead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting for a worker"),
                            ("running", "Reading"),
                            ("complete", "Complete"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=12)),
                ("trigger", models.CharField(default="schedule", max_length=10)),
                ("requested_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("heartbeat_at", models.DateTimeField(blank=True, null=True)),
                ("lease", models.UUIDField(blank=True, editable=False, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("published", models.BooleanField(default=False)),
                ("accepts_refused", models.BooleanField(default=False)),
                ("request_count", models.PositiveIntegerField(default=0)),
                ("declared_count", models.PositiveIntegerField(blank=True, null=True)),
                ("listed_count", models.PositiveIntegerField(default=0)),
                (
                    "error_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unavailable", "Source unavailable"),
                            ("refused", "Source refused"),
                            ("unproven", "Could not be proven"),
                            ("lost", "Interrupted"),
                            ("defect", "Defect"),
                        ],
                        max_length=12,
                    ),
                ),
                ("error", models.TextField(blank=True)),
                ("retry_at", models.DateTimeField(blank=True, null=True)),
                (
                    "catalogue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reads",
                        to="aliexpress.sourcecatalogue",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reads",
                        to="aliexpress.sourcesnapshot",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reads",
                        to="aliexpress.sourceupload",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="sourcecatalogue",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)), fields=["due_at"], name="source_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcecatalogue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("store",),
                name="one_source_in_force_per_store",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcecatalogue",
            constraint=models.CheckConstraint(
                condition=models.Q(("quota_share__gte", 1), ("quota_share__lte", 100)),
                name="a_share_of_the_quota_is_a_percentage",
            ),
        ),
        migrations.AddIndex(
            model_name="sourceitem",
            index=models.Index(
                condition=models.Q(("gone_at__isnull", True)),
                fields=["catalogue", "key"],
                name="item_by_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourceitem",
            constraint=models.UniqueConstraint(
                fields=("catalogue", "external_id"), name="one_row_per_item_of_a_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="skualias",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), models.Q(("key", ""), _negated=True)
                ),
                fields=("store", "key"),
                name="one_alias_in_force_per_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="skualias",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True),
                    ("key", ""),
                    models.Q(("kind", "not_meant"), _negated=True),
                ),
                fields=("store", "product_id", "sku_id"),
                name="one_alias_in_force_per_sku_without_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="skualias",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("kind", "not_meant")),
                fields=("item",),
                name="one_alias_not_meant_in_force_per_item",
            ),
        ),
        migrations.AddConstraint(
            model_name="skualias",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("item__isnull", False), ("kind__in", ["same", "bundle"])),
                    models.Q(("item__isnull", True), ("kind", "not_ours")),
                    models.Q(
                        ("item__isnull", False),
                        ("key", ""),
                        ("kind", "not_meant"),
                        ("product_id__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="an_alias_says_what_it_is_about",
            ),
        ),
        migrations.AddConstraint(
            model_name="skualias",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "not_meant"),
                    models.Q(("key", ""), _negated=True),
                    ("product_id__isnull", False),
                    _connector="OR",
                ),
                name="an_alias_of_a_sku_names_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="skualias",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="an_alias_says_why"
            ),
        ),
        migrations.AddIndex(
            model_name="sourcesnapshot",
            index=models.Index(fields=["store", "-published_at", "-id"], name="source_given_at"),
        ),
        migrations.AddConstraint(
            model_name="sourcesnapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(("item_count__gte", models.F("blank_count"))),
                name="source_has_no_more_blanks_than_items",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcesnapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(("item_count__gte", models.F("product_count"))),
                name="source_has_no_more_products_than_items",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcesnapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("as_of__gte", models.F("read_from")),
                    ("published_at__gte", models.F("as_of")),
                    ("confirmed_at__gte", models.F("as_of")),
                ),
                name="source_is_published_after_it_was_read",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcesnapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest", ""), _negated=True),
                name="a_source_snapshot_has_its_digest",
            ),
        ),
        migrations.AddIndex(
            model_name="sourceupload",
            index=models.Index(fields=["catalogue", "-uploaded_at"], name="upload_newest"),
        ),
        migrations.AddIndex(
            model_name="sourceread",
            index=models.Index(fields=["catalogue", "-finished_at"], name="read_newest_finished"),
        ),
        migrations.AddConstraint(
            model_name="sourceread",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finished_at__isnull", True)),
                fields=("catalogue",),
                name="one_open_read_per_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourceread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("error_kind", ""),
                        ("finished_at__isnull", True),
                        ("published", False),
                        ("snapshot__isnull", True),
                        ("status__in", ["queued", "running"]),
                    ),
                    models.Q(
                        ("error_kind", ""), ("finished_at__isnull", False), ("status", "complete")
                    ),
                    models.Q(
                        ("finished_at__isnull", False),
                        ("published", False),
                        ("status", "failed"),
                        models.Q(("error_kind", ""), _negated=True),
                        models.Q(("error", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="read_is_finished_or_open_not_half",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourceread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "running"), _negated=True),
                    models.Q(
                        ("heartbeat_at__isnull", False),
                        ("lease__isnull", False),
                        ("started_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="running_read_has_lease_and_heartbeat",
            ),
        ),
    ]
