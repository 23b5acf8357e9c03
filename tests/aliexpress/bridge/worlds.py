"""Shops for tests of the bridge: listings with SKUs on the one side, items on the other."""

from itertools import count

from aliexpress.bridge.counts import counts_of
from aliexpress.bridge.parts import parts_of
from aliexpress.bridge.sides import NOTHING_BEFORE, Decisions, Item, Listing, Rules, Sides, Sku
from aliexpress.models import BridgeTally
from aliexpress.sku_key import sku_key


class World:
    """Plain values; `tally()` is what they come to."""

    def __init__(self):
        self.items, self.skus, self.listings = [], [], {}
        self.decisions, self.rules, self.before = Decisions(), Rules(), NOTHING_BEFORE
        self._ids = count(1)

    def item(self, code, *, product=None, **more):
        pk = next(self._ids)
        self.items.append(
            Item(pk, product or f"product {pk}", code, more.pop("key", sku_key(code)), **more)
        )
        return pk

    def listing(self, *codes, state="active", **more):
        pk = next(self._ids)
        self.listings[pk] = Listing(pk, 1_005_000 + pk, state, **more)
        for place, code in enumerate(codes, start=1):
            self.skus.append(Sku(pk, f"14:{place}", code, sku_key(code), stock=5))
        return pk

    @property
    def sides(self):
        return Sides(self.items, self.skus, self.listings, self.decisions, self.rules, self.before)

    def parts(self):
        return parts_of(self.sides)

    def tally(self):
        """Not saved; its identities are checked as the database would."""
        tally = BridgeTally(
            store_id=1,
            source_id=1,
            snapshot_id=1,
            rule_version=1,
            **counts_of(self.parts(), self.sides),
        )
        for constraint in BridgeTally._meta.constraints:
            constraint.validate(BridgeTally, tally)
        return tally

    def item_parts(self):
        return {entry.code: entry.part for entry in self.parts().items}

    def sku_parts(self):
        return {entry.code: entry.part for entry in self.parts().skus}
