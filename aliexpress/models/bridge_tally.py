"""The bridge in numbers: what both sides come to, held together by the database."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from aliexpress.lifecycle import State
from aliexpress.models.bridge_figures import (
    BY_RULE,
    CELLS,
    CLASS_COUNT,
    LISTED_IN,
    STATE_COUNT,
    Matrix,
    Stocks,
    sum_of,
)
from aliexpress.models.bridge_words import ListingClass, Rule
from aliexpress.models.snapshot import ListingSnapshot
from aliexpress.models.source_snapshot import SourceSnapshot
from aliexpress.models.store import Store
from aliexpress.models.tally import TallyQuerySet


class BridgeTally(Matrix, Stocks):
    """Two partitions and the equation that joins them, of one source snapshot and one snapshot of
    listings. Appended, never changed but for `whole_at`."""

    store = models.ForeignKey(
        Store, on_delete=models.CASCADE, related_name="bridge_tallies", db_index=False
    )
    source = models.ForeignKey(SourceSnapshot, on_delete=models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(ListingSnapshot, on_delete=models.CASCADE, related_name="+")
    as_of = models.DateTimeField()  # the older of the two sides
    published_at = models.DateTimeField()
    # When all of both sides was last looked at, and not only what had changed since the tally
    # before; null: by a release that knew no difference.
    whole_at = models.DateTimeField(null=True)
    rule_version = models.PositiveSmallIntegerField()
    settings = models.JSONField(default=dict)  # of the catalogue, in force then
    alias_count = models.PositiveIntegerField(default=0)  # decisions of people in force

    item_count = models.PositiveIntegerField()
    listed_count = models.PositiveIntegerField(default=0)
    left_out_count = models.PositiveIntegerField(default=0)
    blank_count = models.PositiveIntegerField(default=0)
    shared_count = models.PositiveIntegerField(default=0)
    missing_count = models.PositiveIntegerField(default=0)
    not_meant_listed_count = models.PositiveIntegerField(default=0)  # of listed_count
    # Items whose whole product is missing, these products, and items with a sibling listed.
    missing_whole_count = models.PositiveIntegerField(default=0)
    missing_product_count = models.PositiveIntegerField(default=0)
    missing_variant_count = models.PositiveIntegerField(default=0)
    withdrawn_count = models.PositiveIntegerField(default=0)
    waiting_count = models.PositiveIntegerField(default=0)
    failed_count = models.PositiveIntegerField(default=0)
    not_pushed_count = models.PositiveIntegerField(default=0)

    sku_count = models.PositiveIntegerField(default=0)
    first_count = models.PositiveIntegerField(default=0)
    copy_count = models.PositiveIntegerField(default=0)
    orphan_count = models.PositiveIntegerField(default=0)
    unclear_count = models.PositiveIntegerField(default=0)
    no_code_count = models.PositiveIntegerField(default=0)
    bundle_count = models.PositiveIntegerField(default=0)
    orphan_never_count = models.PositiveIntegerField(default=0)
    orphan_gone_count = models.PositiveIntegerField(default=0)

    listing_count = models.PositiveIntegerField()
    ours_listing_count = models.PositiveIntegerField(default=0)
    duplicate_listing_count = models.PositiveIntegerField(default=0)
    orphan_listing_count = models.PositiveIntegerField(default=0)
    unclear_listing_count = models.PositiveIntegerField(default=0)
    no_code_listing_count = models.PositiveIntegerField(default=0)
    not_read_listing_count = models.PositiveIntegerField(default=0)
    # Beside the classes, and overlapping: see BridgeEntry.
    mixed_count = models.PositiveIntegerField(default=0)
    split_count = models.PositiveIntegerField(default=0)
    partly_count = models.PositiveIntegerField(default=0)
    not_meant_listing_count = models.PositiveIntegerField(default=0)
    outdated_count = models.PositiveIntegerField(default=0)  # codes of before the last edit

    followed_from: datetime  # when the store's first was published; where it is asked for along

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = "bridge"
        constraints = [
            models.CheckConstraint(
                name="items_are_listed_left_out_blank_shared_or_missing",
                condition=Q(
                    item_count=sum_of(
                        "listed_count",
                        "left_out_count",
                        "blank_count",
                        "shared_count",
                        "missing_count",
                    )
                ),
            ),
            models.CheckConstraint(
                name="listed_items_are_first_copies", condition=Q(listed_count=F("first_count"))
            ),
            models.CheckConstraint(
                name="listed_is_the_sum_of_the_states_of_first_copies",
                condition=Q(listed_count=sum_of(*LISTED_IN.values())),
            ),
            models.CheckConstraint(
                name="each_listed_item_has_one_rule",
                condition=Q(listed_count=sum_of(*BY_RULE.values())),
            ),
            models.CheckConstraint(
                name="missing_is_whole_products_and_single_variants",
                condition=Q(missing_count=sum_of("missing_whole_count", "missing_variant_count"))
                & Q(missing_whole_count__gte=F("missing_product_count")),
            ),
            models.CheckConstraint(
                name="missing_has_one_reason_each",
                condition=Q(
                    missing_count=sum_of(
                        "withdrawn_count", "waiting_count", "failed_count", "not_pushed_count"
                    )
                ),
            ),
            models.CheckConstraint(
                name="no_more_is_listed_unmeant_than_listed",
                condition=Q(listed_count__gte=F("not_meant_listed_count")),
            ),
            models.CheckConstraint(
                name="skus_are_copies_orphans_unclear_without_code_or_bundles",
                condition=Q(
                    sku_count=sum_of(
                        "first_count",
                        "copy_count",
                        "orphan_count",
                        "unclear_count",
                        "no_code_count",
                        "bundle_count",
                    )
                ),
            ),
            models.CheckConstraint(
                name="orphans_never_were_or_are_gone",
                condition=Q(orphan_count=sum_of("orphan_never_count", "orphan_gone_count")),
            ),
            models.CheckConstraint(
                name="listings_are_the_sum_of_the_classes",
                condition=Q(listing_count=sum_of(*CLASS_COUNT.values())),
            ),
            models.CheckConstraint(
                name="listings_are_the_sum_of_the_states",
                condition=Q(listing_count=sum_of(*STATE_COUNT.values())),
            ),
            *(
                models.CheckConstraint(
                    name=f"classes_of_{state}_add_up",
                    condition=Q(
                        **{STATE_COUNT[state]: sum_of(*(CELLS[state, k] for k in ListingClass))}
                    ),
                )
                for state in State
            ),
            *(
                models.CheckConstraint(
                    name=f"states_of_{kind}_add_up",
                    condition=Q(**{CLASS_COUNT[kind]: sum_of(*(CELLS[s, kind] for s in State))}),
                )
                for kind in ListingClass
            ),
            models.CheckConstraint(
                name="out_of_stock_is_of_what_is_compared",
                condition=Q(oos_count__gte=F("oos_settled_count"))
                & Q(oos_count__gte=F("oos_negative_count")),
            ),
            models.CheckConstraint(
                name="drift_is_once_an_item_and_of_what_is_compared",
                condition=Q(compared_count__gte=F("drift_count"))
                & Q(drift_count__gte=F("drift_settled_count"))
                & Q(
                    drift_count__lte=sum_of(
                        "drift_price_count",
                        "drift_stock_count",
                        "drift_title_count",
                        "drift_image_count",
                    )
                ),
            ),
        ]
        indexes = [
            # Readings: the newest of a store, now and as it was given.
            models.Index(fields=["store", "-published_at", "-id"], name="bridge_given_at"),
        ]

    def __str__(self) -> str:
        return f"{self.listed_count:,} of {self.item_count:,} items listed"

    def cell(self, state: State, kind: ListingClass) -> int:
        count: int = getattr(self, CELLS[state, kind])
        return count

    def listed_in(self, state: State) -> int:
        count: int = getattr(self, LISTED_IN[state])
        return count

    def by_rule(self, rule: Rule) -> int:
        count: int = getattr(self, BY_RULE[rule])
        return count

    def state_count(self, state: State) -> int:
        count: int = getattr(self, STATE_COUNT[state])
        return count

    def class_count(self, kind: ListingClass) -> int:
        count: int = getattr(self, CLASS_COUNT[kind])
        return count

    @property
    def is_whole(self) -> bool:
        """Whether the codes of every listing are known: else figures are at least, or at most."""
        return not self.not_read_listing_count
