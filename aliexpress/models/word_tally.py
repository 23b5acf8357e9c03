"""Which words a store's listings have: counted by the run that publishes, so that a list which
offers them looks through no listing for it."""

from typing import Any, Final

from django.db import models
from django.db.models import Count, F, Q

from aliexpress.models.listing import AT_SUPPLY_PRICES, Listing
from aliexpress.models.snapshot import ListingSnapshot
from aliexpress.models.store import Store

# Columns that have few words.
COLUMNS: Final = ("source", "product_type", "currency")
SELLING: Final = Q(gone_at=None, min_price__isnull=False) & ~AT_SUPPLY_PRICES


class WordTallyQuerySet(models.QuerySet["WordTally"]):
    def of(self, store: Store) -> "WordTally":
        """Of its newest snapshot; counted anew, and not kept, where a release that counts none
        published it."""
        kept = self.filter(store=store, snapshot=F("store__now__snapshot")).first()
        return kept or WordTally(store=store, **word_figures(store.pk))

    def count_again(self, store: Store, snapshot: ListingSnapshot) -> None:
        """In place of those of the snapshot before."""
        figures = {"snapshot": snapshot, **word_figures(store.pk)}
        self.update_or_create(store=store, defaults=figures)


def word_figures(store_id: int) -> dict[str, Any]:
    """What a tally counts, by its fields' names: one statement over the listings, those that are
    gone as well, because lists of the past show them."""
    listings = Listing.objects.filter(store=store_id).order_by()
    rows = list(listings.values(*COLUMNS).annotate(selling=Count("pk", filter=SELLING)))
    prices = dict.fromkeys(sorted({row["currency"] for row in rows}), 0)
    for row in rows:
        prices[row["currency"]] += row["selling"]
    main = max(prices, key=lambda one: prices[one], default="")
    return {
        "words": {name: sorted({row[name] for row in rows}) for name in COLUMNS},
        "main_currency": main if prices.get(main) else "",
    }


class WordTally(models.Model):
    """Of a store's newest snapshot alone."""

    store = models.OneToOneField(Store, on_delete=models.CASCADE, related_name="word_tally")
    snapshot = models.ForeignKey(ListingSnapshot, on_delete=models.CASCADE, related_name="+")
    # {"currency": ["EUR", "USD"], …} by column, "" where a listing has none
    words = models.JSONField(default=dict)
    # Of most selling prices of listings that are counted; empty where none is known.
    main_currency = models.CharField(max_length=12, blank=True)

    objects = WordTallyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Words of {self.store}"
