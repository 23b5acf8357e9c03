"""A listing as AliExpress last gave it to us."""

from typing import Final

from django.db import models
from django.db.models import Exists

from aliexpress.lifecycle import KINDS, MANAGED, POP, State
from aliexpress.models.shop import Shop
from aliexpress.models.source import SourceCatalogue
from aliexpress.models.store import Store

# Listings whose prices are what the seller gets, not what a buyer pays: the two never compare.
AT_SUPPLY_PRICES: Final = models.Q(
    shop__in=Shop.objects.filter(family__in=[name for name, one in KINDS.items() if one.is_supply])
)

# Of these AliExpress tells no brand, and not by which program they were made.
OF_MANAGED_SHOPS: Final = models.Q(shop__in=Shop.objects.filter(family__in=MANAGED))


class ListingQuerySet(models.QuerySet["Listing"]):
    def of(self, store: Store) -> "ListingQuerySet":
        return self.filter(store=store)

    def counted(self) -> "ListingQuerySet":
        """Listings that are in one of the states now: the rows Total Listings counts."""
        return self.filter(gone_at__isnull=True)

    def with_source_of(self, store: Store) -> "ListingQuerySet":
        """Each with `has_source`: whether there is anything to hold it against."""
        in_force = SourceCatalogue.objects.in_force().filter(store=store)
        return self.annotate(has_source=Exists(in_force))

    def priced(self, kind: str) -> "ListingQuerySet":
        """Listings with selling prices, or with supply prices: never compare the two."""
        return self.filter(AT_SUPPLY_PRICES if kind == "supply" else ~AT_SUPPLY_PRICES)


class ListedFields(models.Model):
    """What AliExpress says of a listing, and the state we take it for."""

    state = models.CharField(max_length=12, choices=State.choices)
    status = models.CharField(max_length=60)  # AliExpress's word, verbatim
    offline_reason = models.CharField(max_length=120, blank=True)  # its ws_display, verbatim
    audit_failure_reason = models.CharField(max_length=200, blank=True)

    subject = models.TextField(blank=True)
    # What searches look into: aliexpress.search_text.search_text.
    search_text = models.TextField(blank=True, default="", db_default="", editable=False)
    image_url = models.TextField(blank=True)
    group_id = models.BigIntegerField(null=True, blank=True)
    freight_template_id = models.BigIntegerField(null=True, blank=True)  # may be negative
    owner_member_id = models.CharField(max_length=120, blank=True)
    product_type = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=60, blank=True)
    currency = models.CharField(max_length=12, blank=True)
    min_price = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    max_price = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    # AliExpress's own text beside the moment we take it for, in the store's time zone.
    gmt_create = models.CharField(max_length=40, blank=True)
    gmt_modified = models.CharField(max_length=40, blank=True)
    ws_offline_date = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(null=True, blank=True)
    modified_at = models.DateTimeField(null=True, blank=True)
    offline_at = models.DateTimeField(null=True, blank=True)
    # Names of the fields AliExpress sent in a form we could not read, with what it sent.
    unreadable = models.TextField(blank=True)

    class Meta:
        abstract = True


class Listing(ListedFields):
    """One product of a store. Written by the sync alone; a listing that is gone keeps its row."""

    # No constraint of its own: listings are only written beside the snapshot that counts them,
    # whose constraint looks at the store once; looked at for each of a million listings it took a
    # tenth of a first sync. And no index: the constraint below begins with the store.
    store = models.ForeignKey(
        Store,
        on_delete=models.CASCADE,
        related_name="listings",
        db_index=False,
        db_constraint=False,
    )
    product_id = models.BigIntegerField()
    # Null where nobody has asked yet which shops the account has: then it is the POP shop's. No
    # constraint and no index, for the same reasons as above.
    shop = models.ForeignKey(
        Shop,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="listings",
        db_index=False,
        db_constraint=False,
    )

    first_seen_at = models.DateTimeField()
    # The state began after the first of these moments and by the second.
    state_after_at = models.DateTimeField(null=True, blank=True)
    state_since_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["store", "product_id"], name="one_listing_per_product_of_a_store"
            ),
        ]
        indexes = [
            # The listings page and the admin: a state's listings in a stable order, any page deep.
            models.Index(
                fields=["store", "state", "product_id"],
                name="listing_by_state",
                condition=models.Q(gone_at__isnull=True),
            ),
            # The gap ledger: the oldest listing in a state and reason. Without those on sale, which
            # are no part of a gap, and nearly all there are: a first sync wrote them for nobody.
            models.Index(
                fields=["store", "state", "offline_reason", "state_since_at"],
                name="listing_oldest_in_a_gap",
                condition=models.Q(gone_at__isnull=True) & ~models.Q(state=State.ACTIVE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.subject[:60]}"

    @property
    def family(self) -> str:
        """Of its shop; which asks the database unless the shop was selected."""
        return self.shop.family if self.shop else POP

    @property
    def price_kind(self) -> str:
        """'selling', what a buyer pays, or 'supply', what the seller gets."""
        return "supply" if KINDS[self.family].is_supply else "selling"

    @property
    def aliexpress_url(self) -> str:
        return f"https://www.aliexpress.com/item/{self.product_id}.html"

    @property
    def editor_url(self) -> str:
        """Seller Center's editor, for whoever is signed in there; "" where it has no address that
        we know: that of managed shops is another. Asks the database unless the shop was selected.
        """
        if self.family != POP:
            return ""
        editor = "https://csp.aliexpress.com/m_apps/product-publish-v2/pop"
        return f"{editor}?productId={self.product_id}"


class Transition(models.Model):
    """One listing's move between two snapshots; no from state: appeared, no to state: vanished.

    A move that changes only the reason keeps its state: it is in the listing's timeline, and
    changes no count.
    """

    # The constraint and the indexes below begin with these three: an index of their own besides
    # would only be written.
    store = models.ForeignKey(
        Store, on_delete=models.CASCADE, related_name="transitions", db_index=False
    )
    snapshot = models.ForeignKey(
        "aliexpress.ListingSnapshot",
        on_delete=models.CASCADE,
        related_name="transitions",
        db_index=False,
    )
    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, related_name="transitions", db_index=False
    )
    # Null is its own state here: the listing was, or is, nowhere.
    from_state = models.CharField(max_length=12, choices=State.choices, null=True)  # noqa: DJ001
    to_state = models.CharField(max_length=12, choices=State.choices, null=True)  # noqa: DJ001
    from_status = models.CharField(max_length=60, blank=True)
    to_status = models.CharField(max_length=60, blank=True)
    from_offline_reason = models.CharField(max_length=120, blank=True)
    to_offline_reason = models.CharField(max_length=120, blank=True)
    audit_failure_reason = models.CharField(max_length=200, blank=True)
    # The move happened after the first of these moments and by the second.
    after_at = models.DateTimeField()
    by_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "listing"], name="one_transition_per_listing_and_snapshot"
            ),
            models.CheckConstraint(
                condition=models.Q(from_state__isnull=False) | models.Q(to_state__isnull=False),
                name="transition_has_a_from_or_a_to",
            ),
            models.CheckConstraint(
                condition=models.Q(by_at__gte=models.F("after_at")),
                name="transition_ends_after_it_begins",
            ),
        ]
        indexes = [
            # The 24-hour cards: a store's moves in a stretch of time.
            models.Index(fields=["store", "by_at"], name="transition_by_moment"),
            # Flow: a store's moves between two snapshots.
            models.Index(fields=["store", "snapshot"], name="transition_of_store"),
            # Flow, lists of the past, a listing's life: its first and last move in between.
            models.Index(fields=["listing", "snapshot"], name="transition_of_listing"),
        ]

    def __str__(self) -> str:
        return f"{self.from_state or 'appeared'} → {self.to_state or 'vanished'}"
