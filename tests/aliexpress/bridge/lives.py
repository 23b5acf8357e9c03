"""Stores whose two sides change at random, told by whoever writes them."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from random import Random

from aliexpress import bridge
from aliexpress.bridge.decisions import decide, undo
from aliexpress.gateway.answers import ListedSku, ProductDetail
from aliexpress.models import (
    BridgeChange,
    BridgeTally,
    Listing,
    SkuAlias,
    SourceCatalogue,
    SourceItem,
)
from aliexpress.source.item_row import ItemRow
from aliexpress.sync.details.storage import Asked, keep
from aliexpress.typed.bad_input import BadInput
from aliexpress.verification import bridges
from tests.bridge_stores import (
    aliexpress_read_again,
    counted,
    held_together,
    listed,
    snapshot_of,
    source_read,
)
from tests.moments import NOON

MINUTE = timedelta(minutes=1)
CODES = (
    *("", "A-1", "a-1", "A-2", "B", "007", "7", "x" * 300, "\uff21-1", "B-2"),
    *(f"C-{number}" for number in range(12)),
)
STATES = ("active", "active", "active", "auditing", "rejected", "expired")


class Life:
    """A step changes a side or two, and a bridge is made of what changed."""

    def __init__(self, seed):
        self.chance, self.at = Random(seed), NOON
        self.rows: dict[str, ItemRow] = {}
        for number in range(12):
            self.put_item(str(number))
        self.store = held_together(
            items=list(self.rows.values()),
            listings=[[self.code(), self.code()] for _ in range(8)],
        )
        counted(self.store)

    def code(self):
        return self.chance.choice(CODES)[:255]

    def put_item(self, external_id):
        chance = self.chance
        self.rows[external_id] = ItemRow(
            external_id,
            chance.choice("KLMNOPQRSTUV"),
            code=self.code(),
            name=chance.choice(["Linen curtain", "Oak table"]),
            stock=chance.choice([None, -1, 0, 0, 3, 9]),
            price=chance.choice([None, Decimal("10"), Decimal("12")]),
            currency="USD",
            tracking=chance.choice(["item", "item", "none"]),
            not_for_sale=chance.choice(["", "", "hidden"]),
            is_meant=chance.random() < 0.9,
            in_tool=chance.choice(["", "waiting", "failed"]),
            barcode=chance.choice(["", "4006381333931"]),
            aliexpress_product_id=chance.choice([None, None, self.some_number()]),
        )

    def some_number(self):
        listings = Listing.objects.of(self.store) if hasattr(self, "store") else Listing.objects
        numbers = list(listings.values_list("product_id", flat=True))
        return self.chance.choice(numbers) if numbers else None

    def some_listing(self):
        return self.chance.choice(list(Listing.objects.of(self.store).counted()))

    @property
    def newest(self):
        return BridgeTally.objects.filter(store=self.store).latest("pk")

    # What happens

    def the_source_changes(self):
        for _ in range(self.chance.randrange(1, 3)):
            if len(self.rows) > 2 and self.chance.random() < 0.3:
                del self.rows[self.chance.choice(sorted(self.rows))]
            else:
                self.put_item(str(self.chance.randrange(15)))
        source_read(self.store, list(self.rows.values()), at=self.at)

    def skus_are_read(self):
        listing = self.some_listing()
        skus = [
            ListedSku(
                f"14:{place}",
                self.code(),
                self.chance.choice([None, "10", "12"]),
                "USD",
                self.chance.choice([None, 0, 4]),
            )
            for place in range(self.chance.randrange(4))
        ]
        detail = ProductDetail(
            listing.product_id, listing.gmt_modified, None, len(skus), 0, 0, 1, 1, None, tuple(skus)
        )
        keep([Asked(listing, detail)], at=self.at)

    def a_listing_changes(self):
        listing, change = self.some_listing(), self.chance.randrange(4)
        if change == 0 and Listing.objects.of(self.store).counted().count() > 1:
            listing.gone_at = self.at
        elif change == 1:
            listing.subject, listing.gmt_modified = "Oak table", f"at {self.at}"
        elif change == 2:
            listing.modified_at = self.at
        listing.state = self.chance.choice(STATES)
        listing.save()
        BridgeChange.objects.note(self.store.pk, listings=[listing.pk])
        snapshot_of(self.store, at=self.at)

    def a_listing_comes(self):
        made = listed(
            self.store, [self.code()], subject="Linen curtain", state=self.chance.choice(STATES)
        )
        BridgeChange.objects.note(self.store.pk, listings=[made.pk])
        snapshot_of(self.store, at=self.at)

    def somebody_decides(self):
        items = SourceItem.objects.filter(catalogue__store=self.store, gone_at__isnull=True)
        kind = self.chance.choice(SkuAlias.Kind.values)
        with suppress(BadInput):  # of a blank code, or decided already
            decide(
                self.store,
                kind=kind,
                code=self.code(),
                item=self.chance.choice(list(items.values_list("external_id", flat=True))),
                why="So it is",
                at=self.at,
                by=None,
            )

    def somebody_undoes(self):
        for alias in SkuAlias.objects.filter(store=self.store).in_force()[:1]:
            undo(alias, why="", at=self.at, by=None)

    def both_sides_are_read_again(self):
        aliexpress_read_again(self.store, at=self.at)
        BridgeChange.objects.note_all(self.store.pk)  # every answer is of another moment

    def a_rule_changes(self):
        self.catalogues.update(stock_buffer=self.chance.randrange(4))

    @property
    def catalogues(self):
        return SourceCatalogue.objects.filter(store=self.store)

    def go_on(self, steps):
        happens = [
            *(self.the_source_changes, self.skus_are_read, self.skus_are_read),
            *(self.a_listing_changes, self.a_listing_comes, self.somebody_decides),
            *(self.somebody_undoes, self.both_sides_are_read_again, self.a_rule_changes),
        ]
        for step in range(steps):
            self.at += MINUTE
            told = []
            for what in self.chance.sample(happens, self.chance.choice([1, 1, 2])):
                what()
                told.append(what.__name__)
            newest = bridge.tally(
                self.store, clock=lambda: self.at, look_up=lambda *a, **wanted: None, whole=False
            )
            assert newest == self.newest
            assert not BridgeChange.objects.exists()
            assert list(bridges.problems(self.store)) == [], (step, told)
