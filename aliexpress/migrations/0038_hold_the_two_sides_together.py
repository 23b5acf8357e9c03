"""The bridge between source and listings: tallies whose identities the database holds, entries,
findings, proposals."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("aliexpress", "0037_know_the_source_of_products"),
    ]

    operations = [
        migrations.CreateModel(
            name="BridgeTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("active_ours", models.PositiveIntegerField(default=0)),
                ("active_duplicate", models.PositiveIntegerField(default=0)),
                ("active_orphan", models.PositiveIntegerField(default=0)),
                ("active_unclear", models.PositiveIntegerField(default=0)),
                ("active_no_code", models.PositiveIntegerField(default=0)),
                ("active_not_read", models.PositiveIntegerField(default=0)),
                ("auditing_ours", models.PositiveIntegerField(default=0)),
                ("auditing_duplicate", models.PositiveIntegerField(default=0)),
                ("auditing_orphan", models.PositiveIntegerField(default=0)),
                ("auditing_unclear", models.PositiveIntegerField(default=0)),
                ("auditing_no_code", models.PositiveIntegerField(default=0)),
                ("auditing_not_read", models.PositiveIntegerField(default=0)),
                ("rejected_ours", models.PositiveIntegerField(default=0)),
                ("rejected_duplicate", models.PositiveIntegerField(default=0)),
                ("rejected_orphan", models.PositiveIntegerField(default=0)),
                ("rejected_unclear", models.PositiveIntegerField(default=0)),
                ("rejected_no_code", models.PositiveIntegerField(default=0)),
                ("rejected_not_read", models.PositiveIntegerField(default=0)),
                ("expired_ours", models.PositiveIntegerField(default=0)),
                ("expired_duplicate", models.PositiveIntegerField(default=0)),
                ("expired_orphan", models.PositiveIntegerField(default=0)),
                ("expired_unclear", models.PositiveIntegerField(default=0)),
                ("expired_no_code", models.PositiveIntegerField(default=0)),
                ("expired_not_read", models.PositiveIntegerField(default=0)),
                ("taken_down_ours", models.PositiveIntegerField(default=0)),
                ("taken_down_duplicate", models.PositiveIntegerField(default=0)),
                ("taken_down_orphan", models.PositiveIntegerField(default=0)),
                ("taken_down_unclear", models.PositiveIntegerField(default=0)),
                ("taken_down_no_code", models.PositiveIntegerField(default=0)),
                ("taken_down_not_read", models.PositiveIntegerField(default=0)),
                ("unmapped_ours", models.PositiveIntegerField(default=0)),
                ("unmapped_duplicate", models.PositiveIntegerField(default=0)),
                ("unmapped_orphan", models.PositiveIntegerField(default=0)),
                ("unmapped_unclear", models.PositiveIntegerField(default=0)),
                ("unmapped_no_code", models.PositiveIntegerField(default=0)),
                ("unmapped_not_read", models.PositiveIntegerField(default=0)),
                ("draft_ours", models.PositiveIntegerField(default=0)),
                ("draft_duplicate", models.PositiveIntegerField(default=0)),
                ("draft_orphan", models.PositiveIntegerField(default=0)),
                ("draft_unclear", models.PositiveIntegerField(default=0)),
                ("draft_no_code", models.PositiveIntegerField(default=0)),
                ("draft_not_read", models.PositiveIntegerField(default=0)),
                ("pending_ours", models.PositiveIntegerField(default=0)),
                ("pending_duplicate", models.PositiveIntegerField(default=0)),
                ("pending_orphan", models.PositiveIntegerField(default=0)),
                ("pending_unclear", models.PositiveIntegerField(default=0)),
                ("pending_no_code", models.PositiveIntegerField(default=0)),
                ("pending_not_read", models.PositiveIntegerField(default=0)),
                ("listed_active", models.PositiveIntegerField(default=0)),
                ("listed_auditing", models.PositiveIntegerField(default=0)),
                ("listed_rejected", models.PositiveIntegerField(default=0)),
                ("listed_expired", models.PositiveIntegerField(default=0)),
                ("listed_taken_down", models.PositiveIntegerField(default=0)),
                ("listed_unmapped", models.PositiveIntegerField(default=0)),
                ("listed_draft", models.PositiveIntegerField(default=0)),
                ("listed_pending", models.PositiveIntegerField(default=0)),
                ("by_alias", models.PositiveIntegerField(default=0)),
                ("by_exact", models.PositiveIntegerField(default=0)),
                ("by_normalised", models.PositiveIntegerField(default=0)),
                ("by_affix", models.PositiveIntegerField(default=0)),
                ("by_channel", models.PositiveIntegerField(default=0)),
                ("by_declared", models.PositiveIntegerField(default=0)),
                ("active_count", models.PositiveIntegerField(default=0)),
                ("auditing_count", models.PositiveIntegerField(default=0)),
                ("rejected_count", models.PositiveIntegerField(default=0)),
                ("expired_count", models.PositiveIntegerField(default=0)),
                ("taken_down_count", models.PositiveIntegerField(default=0)),
                ("unmapped_count", models.PositiveIntegerField(default=0)),
                ("draft_count", models.PositiveIntegerField(default=0)),
                ("pending_count", models.PositiveIntegerField(default=0)),
                ("compared_count", models.PositiveIntegerField(default=0)),
                ("stock_known_count", models.PositiveIntegerField(default=0)),
                ("oos_count", models.PositiveIntegerField(default=0)),
                ("oos_settled_count", models.PositiveIntegerField(default=0)),
                ("oos_negative_count", models.PositiveIntegerField(default=0)),
                ("oos_listing_count", models.PositiveIntegerField(default=0)),
                ("oos_units", models.PositiveBigIntegerField(default=0)),
                ("not_for_sale_count", models.PositiveIntegerField(default=0)),
                ("untracked_count", models.PositiveIntegerField(default=0)),
                ("source_stock_unknown_count", models.PositiveIntegerField(default=0)),
                ("stock_unknown_count", models.PositiveIntegerField(default=0)),
                ("stock_asked_at", models.DateTimeField(null=True)),
                ("drift_count", models.PositiveIntegerField(default=0)),
                ("drift_settled_count", models.PositiveIntegerField(default=0)),
                ("drift_listing_count", models.PositiveIntegerField(default=0)),
                ("drift_price_count", models.PositiveIntegerField(default=0)),
                ("drift_stock_count", models.PositiveIntegerField(default=0)),
                ("drift_title_count", models.PositiveIntegerField(default=0)),
                ("drift_image_count", models.PositiveIntegerField(default=0)),
                ("price_untold_count", models.PositiveIntegerField(default=0)),
                ("stock_untold_count", models.PositiveIntegerField(default=0)),
                ("title_untold_count", models.PositiveIntegerField(default=0)),
                ("image_untold_count", models.PositiveIntegerField(default=0)),
                ("auditing_drift_count", models.PositiveIntegerField(default=0)),
                ("as_of", models.DateTimeField()),
                ("published_at", models.DateTimeField()),
                ("rule_version", models.PositiveSmallIntegerField()),
                ("settings", models.JSONField(default=dict)),
                ("alias_count", models.PositiveIntegerField(default=0)),
                ("item_count", models.PositiveIntegerField()),
                ("listed_count", models.PositiveIntegerField(default=0)),
                ("left_out_count", models.PositiveIntegerField(default=0)),
                ("blank_count", models.PositiveIntegerField(default=0)),
                ("shared_count", models.PositiveIntegerField(default=0)),
                ("missing_count", models.PositiveIntegerField(default=0)),
                ("not_meant_listed_count", models.PositiveIntegerField(default=0)),
                ("missing_whole_count", models.PositiveIntegerField(default=0)),
                ("missing_product_count", models.PositiveIntegerField(default=0)),
                ("missing_variant_count", models.PositiveIntegerField(default=0)),
                ("withdrawn_count", models.PositiveIntegerField(default=0)),
                ("waiting_count", models.PositiveIntegerField(default=0)),
                ("failed_count", models.PositiveIntegerField(default=0)),
                ("not_pushed_count", models.PositiveIntegerField(default=0)),
                ("sku_count", models.PositiveIntegerField(default=0)),
                ("first_count", models.PositiveIntegerField(default=0)),
                ("copy_count", models.PositiveIntegerField(default=0)),
                ("orphan_count", models.PositiveIntegerField(default=0)),
                ("unclear_count", models.PositiveIntegerField(default=0)),
                ("no_code_count", models.PositiveIntegerField(default=0)),
                ("bundle_count", models.PositiveIntegerField(default=0)),
                ("orphan_never_count", models.PositiveIntegerField(default=0)),
                ("orphan_gone_count", models.PositiveIntegerField(default=0)),
                ("listing_count", models.PositiveIntegerField()),
                ("ours_listing_count", models.PositiveIntegerField(default=0)),
                ("duplicate_listing_count", models.PositiveIntegerField(default=0)),
                ("orphan_listing_count", models.PositiveIntegerField(default=0)),
                ("unclear_listing_count", models.PositiveIntegerField(default=0)),
                ("no_code_listing_count", models.PositiveIntegerField(default=0)),
                ("not_read_listing_count", models.PositiveIntegerField(default=0)),
                ("mixed_count", models.PositiveIntegerField(default=0)),
                ("split_count", models.PositiveIntegerField(default=0)),
                ("partly_count", models.PositiveIntegerField(default=0)),
                ("not_meant_listing_count", models.PositiveIntegerField(default=0)),
                ("outdated_count", models.PositiveIntegerField(default=0)),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="aliexpress.listingsnapshot",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="aliexpress.sourcesnapshot",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bridge_tallies",
                        to="aliexpress.store",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "bridge tallies",
            },
        ),
        migrations.CreateModel(
            name="BridgeEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("item", "Items at the source"),
                            ("sku", "AliExpress SKUs"),
                            ("listing", "Listings"),
                        ],
                        max_length=8,
                    ),
                ),
                ("sku_id", models.CharField(blank=True, max_length=120)),
                ("code", models.CharField(blank=True, max_length=255)),
                ("part", models.CharField(max_length=10)),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("active", "Active"),
                            ("auditing", "In auditing"),
                            ("rejected", "Rejected"),
                            ("expired", "Expired"),
                            ("taken_down", "Taken down"),
                            ("unmapped", "Unmapped"),
                            ("draft", "Draft"),
                            ("pending", "Pending"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("alias", "A person said so"),
                            ("exact", "Exact"),
                            ("normalised", "Written otherwise"),
                            ("affix", "Without what the tool adds"),
                            ("channel", "The tool names the listing"),
                            ("declared", "The declared code"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("withdrawn", "Was listed, and the listing is gone"),
                            ("waiting", "Waiting in the tool"),
                            ("failed", "Failed in the tool"),
                            ("not_pushed", "Not pushed, as far as can be told"),
                            ("never", "Never seen in the source"),
                            ("gone", "Was matched, and is no longer in the source"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_unmeant", models.BooleanField(default=False)),
                ("is_mixed", models.BooleanField(default=False)),
                ("is_split", models.BooleanField(default=False)),
                ("is_partly", models.BooleanField(default=False)),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="aliexpress.sourceitem",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="aliexpress.listing",
                    ),
                ),
                (
                    "sibling",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="aliexpress.listing",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="aliexpress.store",
                    ),
                ),
                (
                    "since_tally",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="aliexpress.bridgetally",
                    ),
                ),
                (
                    "until_tally",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="aliexpress.bridgetally",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "bridge entries",
            },
        ),
        migrations.CreateModel(
            name="Finding",
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
                            ("oos", "Out of stock at the source"),
                            ("price", "Price"),
                            ("stock", "Stock"),
                            ("title", "Title"),
                            ("image", "Image"),
                        ],
                        max_length=6,
                    ),
                ),
                ("sku_id", models.CharField(max_length=120)),
                ("code", models.CharField(blank=True, max_length=255)),
                ("source_value", models.TextField()),
                ("aliexpress_value", models.TextField()),
                ("since_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="aliexpress.sourceitem",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="aliexpress.listing",
                    ),
                ),
                (
                    "settled_tally",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="aliexpress.bridgetally",
                    ),
                ),
                (
                    "since_tally",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="aliexpress.bridgetally",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="aliexpress.store",
                    ),
                ),
                (
                    "until_tally",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="aliexpress.bridgetally",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SkuProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("letters", "The same letters and digits"),
                            ("cut", "Cut at 20 characters"),
                            ("zeros", "Leading zeros lost"),
                            ("scientific", "Written as a power of ten"),
                            ("barcode", "The same barcode"),
                            ("option", "The same product and option"),
                            ("renamed", "Renamed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sku_id", models.CharField(max_length=120)),
                ("code", models.CharField(blank=True, max_length=255)),
                ("key", models.CharField(blank=True, max_length=255)),
                ("item_code", models.CharField(blank=True, max_length=255)),
                ("made_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="aliexpress.sourceitem",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="aliexpress.listing",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="aliexpress.store",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="bridgetally",
            index=models.Index(fields=["store", "-published_at", "-id"], name="bridge_given_at"),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "item_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("listed_count"), "+", models.F("left_out_count")
                                    ),
                                    "+",
                                    models.F("blank_count"),
                                ),
                                "+",
                                models.F("shared_count"),
                            ),
                            "+",
                            models.F("missing_count"),
                        ),
                    )
                ),
                name="items_are_listed_left_out_blank_shared_or_missing",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(("listed_count", models.F("first_count"))),
                name="listed_items_are_first_copies",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "listed_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("listed_active"),
                                                    "+",
                                                    models.F("listed_auditing"),
                                                ),
                                                "+",
                                                models.F("listed_rejected"),
                                            ),
                                            "+",
                                            models.F("listed_expired"),
                                        ),
                                        "+",
                                        models.F("listed_taken_down"),
                                    ),
                                    "+",
                                    models.F("listed_unmapped"),
                                ),
                                "+",
                                models.F("listed_draft"),
                            ),
                            "+",
                            models.F("listed_pending"),
                        ),
                    )
                ),
                name="listed_is_the_sum_of_the_states_of_first_copies",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "listed_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("by_alias"), "+", models.F("by_exact")
                                        ),
                                        "+",
                                        models.F("by_normalised"),
                                    ),
                                    "+",
                                    models.F("by_affix"),
                                ),
                                "+",
                                models.F("by_channel"),
                            ),
                            "+",
                            models.F("by_declared"),
                        ),
                    )
                ),
                name="each_listed_item_has_one_rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "missing_count",
                        django.db.models.expressions.CombinedExpression(
                            models.F("missing_whole_count"), "+", models.F("missing_variant_count")
                        ),
                    ),
                    ("missing_whole_count__gte", models.F("missing_product_count")),
                ),
                name="missing_is_whole_products_and_single_variants",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "missing_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("withdrawn_count"), "+", models.F("waiting_count")
                                ),
                                "+",
                                models.F("failed_count"),
                            ),
                            "+",
                            models.F("not_pushed_count"),
                        ),
                    )
                ),
                name="missing_has_one_reason_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(("listed_count__gte", models.F("not_meant_listed_count"))),
                name="no_more_is_listed_unmeant_than_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "sku_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("first_count"), "+", models.F("copy_count")
                                        ),
                                        "+",
                                        models.F("orphan_count"),
                                    ),
                                    "+",
                                    models.F("unclear_count"),
                                ),
                                "+",
                                models.F("no_code_count"),
                            ),
                            "+",
                            models.F("bundle_count"),
                        ),
                    )
                ),
                name="skus_are_copies_orphans_unclear_without_code_or_bundles",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "orphan_count",
                        django.db.models.expressions.CombinedExpression(
                            models.F("orphan_never_count"), "+", models.F("orphan_gone_count")
                        ),
                    )
                ),
                name="orphans_never_were_or_are_gone",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "listing_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("ours_listing_count"),
                                            "+",
                                            models.F("duplicate_listing_count"),
                                        ),
                                        "+",
                                        models.F("orphan_listing_count"),
                                    ),
                                    "+",
                                    models.F("unclear_listing_count"),
                                ),
                                "+",
                                models.F("no_code_listing_count"),
                            ),
                            "+",
                            models.F("not_read_listing_count"),
                        ),
                    )
                ),
                name="listings_are_the_sum_of_the_classes",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "listing_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("active_count"),
                                                    "+",
                                                    models.F("auditing_count"),
                                                ),
                                                "+",
                                                models.F("rejected_count"),
                                            ),
                                            "+",
                                            models.F("expired_count"),
                                        ),
                                        "+",
                                        models.F("taken_down_count"),
                                    ),
                                    "+",
                                    models.F("unmapped_count"),
                                ),
                                "+",
                                models.F("draft_count"),
                            ),
                            "+",
                            models.F("pending_count"),
                        ),
                    )
                ),
                name="listings_are_the_sum_of_the_states",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "active_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("active_ours"),
                                            "+",
                                            models.F("active_duplicate"),
                                        ),
                                        "+",
                                        models.F("active_orphan"),
                                    ),
                                    "+",
                                    models.F("active_unclear"),
                                ),
                                "+",
                                models.F("active_no_code"),
                            ),
                            "+",
                            models.F("active_not_read"),
                        ),
                    )
                ),
                name="classes_of_active_add_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "auditing_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("auditing_ours"),
                                            "+",
                                            models.F("auditing_duplicate"),
                                        ),
                                        "+",
                                        models.F("auditing_orphan"),
                                    ),
                                    "+",
                                    models.F("auditing_unclear"),
                                ),
                                "+",
                                models.F("auditing_no_code"),
                            ),
                            "+",
                            models.F("auditing_not_read"),
                        ),
                    )
                ),
                name="classes_of_auditing_add_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "rejected_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("rejected_ours"),
                                            "+",
                                            models.F("rejected_duplicate"),
                                        ),
                                        "+",
                                        models.F("rejected_orphan"),
                                    ),
                                    "+",
                                    models.F("rejected_unclear"),
                                ),
                                "+",
                                models.F("rejected_no_code"),
                            ),
                            "+",
                            models.F("rejected_not_read"),
                        ),
                    )
                ),
                name="classes_of_rejected_add_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "expired_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("expired_ours"),
                                            "+",
                                            models.F("expired_duplicate"),
                                        ),
                                        "+",
                                        models.F("expired_orphan"),
                                    ),
                                    "+",
                                    models.F("expired_unclear"),
                                ),
                                "+",
                                models.F("expired_no_code"),
                            ),
                            "+",
                            models.F("expired_not_read"),
                        ),
                    )
                ),
                name="classes_of_expired_add_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "taken_down_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("taken_down_ours"),
                                            "+",
                                            models.F("taken_down_duplicate"),
                                        ),
                                        "+",
                                        models.F("taken_down_orphan"),
                                    ),
                                    "+",
                                    models.F("taken_down_unclear"),
                                ),
                                "+",
                                models.F("taken_down_no_code"),
                            ),
                            "+",
                            models.F("taken_down_not_read"),
                        ),
                    )
                ),
                name="classes_of_taken_down_add_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "unmapped_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("unmapped_ours"),
                                            "+",
                                            models.F("unmapped_duplicate"),
                                        ),
                                        "+",
                                        models.F("unmapped_orphan"),
                                    ),
                                    "+",
                                    models.F("unmapped_unclear"),
                                ),
                                "+",
                                models.F("unmapped_no_code"),
                            ),
                            "+",
                            models.F("unmapped_not_read"),
                        ),
                    )
                ),
                name="classes_of_unmapped_add_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "draft_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("draft_ours"), "+", models.F("draft_duplicate")
                                        ),
                                        "+",
                                        models.F("draft_orphan"),
                                    ),
                                    "+",
                                    models.F("draft_unclear"),
                                ),
                                "+",
                                models.F("draft_no_code"),
                            ),
                            "+",
                            models.F("draft_not_read"),
                        ),
                    )
                ),
                name="classes_of_draft_add_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "pending_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("pending_ours"),
                                            "+",
                                            models.F("pending_duplicate"),
                                        ),
                                        "+",
                                        models.F("pending_orphan"),
                                    ),
                                    "+",
                                    models.F("pending_unclear"),
                                ),
                                "+",
                                models.F("pending_no_code"),
                            ),
                            "+",
                            models.F("pending_not_read"),
                        ),
                    )
                ),
                name="classes_of_pending_add_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ours_listing_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("active_ours"),
                                                    "+",
                                                    models.F("auditing_ours"),
                                                ),
                                                "+",
                                                models.F("rejected_ours"),
                                            ),
                                            "+",
                                            models.F("expired_ours"),
                                        ),
                                        "+",
                                        models.F("taken_down_ours"),
                                    ),
                                    "+",
                                    models.F("unmapped_ours"),
                                ),
                                "+",
                                models.F("draft_ours"),
                            ),
                            "+",
                            models.F("pending_ours"),
                        ),
                    )
                ),
                name="states_of_ours_add_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "duplicate_listing_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("active_duplicate"),
                                                    "+",
                                                    models.F("auditing_duplicate"),
                                                ),
                                                "+",
                                                models.F("rejected_duplicate"),
                                            ),
                                            "+",
                                            models.F("expired_duplicate"),
                                        ),
                                        "+",
                                        models.F("taken_down_duplicate"),
                                    ),
                                    "+",
                                    models.F("unmapped_duplicate"),
                                ),
                                "+",
                                models.F("draft_duplicate"),
                            ),
                            "+",
                            models.F("pending_duplicate"),
                        ),
                    )
                ),
                name="states_of_duplicate_add_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "orphan_listing_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("active_orphan"),
                                                    "+",
                                                    models.F("auditing_orphan"),
                                                ),
                                                "+",
                                                models.F("rejected_orphan"),
                                            ),
                                            "+",
                                            models.F("expired_orphan"),
                                        ),
                                        "+",
                                        models.F("taken_down_orphan"),
                                    ),
                                    "+",
                                    models.F("unmapped_orphan"),
                                ),
                                "+",
                                models.F("draft_orphan"),
                            ),
                            "+",
                            models.F("pending_orphan"),
                        ),
                    )
                ),
                name="states_of_orphan_add_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "unclear_listing_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("active_unclear"),
                                                    "+",
                                                    models.F("auditing_unclear"),
                                                ),
                                                "+",
                                                models.F("rejected_unclear"),
                                            ),
                                            "+",
                                            models.F("expired_unclear"),
                                        ),
                                        "+",
                                        models.F("taken_down_unclear"),
                                    ),
                                    "+",
                                    models.F("unmapped_unclear"),
                                ),
                                "+",
                                models.F("draft_unclear"),
                            ),
                            "+",
                            models.F("pending_unclear"),
                        ),
                    )
                ),
                name="states_of_unclear_add_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "no_code_listing_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("active_no_code"),
                                                    "+",
                                                    models.F("auditing_no_code"),
                                                ),
                                                "+",
                                                models.F("rejected_no_code"),
                                            ),
                                            "+",
                                            models.F("expired_no_code"),
                                        ),
                                        "+",
                                        models.F("taken_down_no_code"),
                                    ),
                                    "+",
                                    models.F("unmapped_no_code"),
                                ),
                                "+",
                                models.F("draft_no_code"),
                            ),
                            "+",
                            models.F("pending_no_code"),
                        ),
                    )
                ),
                name="states_of_no_code_add_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "not_read_listing_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("active_not_read"),
                                                    "+",
                                                    models.F("auditing_not_read"),
                                                ),
                                                "+",
                                                models.F("rejected_not_read"),
                                            ),
                                            "+",
                                            models.F("expired_not_read"),
                                        ),
                                        "+",
                                        models.F("taken_down_not_read"),
                                    ),
                                    "+",
                                    models.F("unmapped_not_read"),
                                ),
                                "+",
                                models.F("draft_not_read"),
                            ),
                            "+",
                            models.F("pending_not_read"),
                        ),
                    )
                ),
                name="states_of_not_read_add_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("oos_count__gte", models.F("oos_settled_count")),
                    ("oos_count__gte", models.F("oos_negative_count")),
                ),
                name="out_of_stock_is_of_what_is_compared",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgetally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("compared_count__gte", models.F("drift_count")),
                    ("drift_count__gte", models.F("drift_settled_count")),
                    (
                        "drift_count__lte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("drift_price_count"),
                                    "+",
                                    models.F("drift_stock_count"),
                                ),
                                "+",
                                models.F("drift_title_count"),
                            ),
                            "+",
                            models.F("drift_image_count"),
                        ),
                    ),
                ),
                name="drift_is_once_an_item_and_of_what_is_compared",
            ),
        ),
        migrations.AddIndex(
            model_name="bridgeentry",
            index=models.Index(fields=["store", "side", "part", "id"], name="entry_by_part"),
        ),
        migrations.AddIndex(
            model_name="bridgeentry",
            index=models.Index(fields=["since_tally"], name="entry_since"),
        ),
        migrations.AddIndex(
            model_name="bridgeentry",
            index=models.Index(fields=["until_tally"], name="entry_until"),
        ),
        migrations.AddConstraint(
            model_name="bridgeentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("side", "item"), ("until_tally__isnull", True)),
                fields=("item",),
                name="one_open_entry_per_item",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgeentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("side", "sku"), ("until_tally__isnull", True)),
                fields=("listing", "sku_id"),
                name="one_open_entry_per_sku",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgeentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("side", "listing"), ("until_tally__isnull", True)),
                fields=("listing",),
                name="one_open_entry_per_listing",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgeentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("item__isnull", False),
                        ("part__in", ["listed", "left_out", "blank", "shared", "missing"]),
                        ("side", "item"),
                    ),
                    models.Q(
                        ("listing__isnull", False),
                        ("part__in", ["first", "copy", "orphan", "unclear", "no_code", "bundle"]),
                        ("side", "sku"),
                    ),
                    models.Q(
                        ("listing__isnull", False),
                        (
                            "part__in",
                            ["ours", "duplicate", "orphan", "unclear", "no_code", "not_read"],
                        ),
                        ("side", "listing"),
                    ),
                    _connector="OR",
                ),
                name="an_entry_is_in_a_part_of_its_side",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["store", "kind", "id"], name="finding_by_kind"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_tally__isnull", True)),
                fields=("item", "listing", "sku_id", "kind"),
                name="one_open_finding_per_pair_and_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="skuproposal",
            index=models.Index(fields=["store", "rule", "id"], name="proposal_by_rule"),
        ),
        migrations.AddConstraint(
            model_name="skuproposal",
            constraint=models.UniqueConstraint(
                fields=("listing", "sku_id"), name="one_proposal_per_sku"
            ),
        ),
    ]
