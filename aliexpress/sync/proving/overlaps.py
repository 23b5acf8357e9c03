"""Listings that AliExpress names in two lists at once, and which of them they are counted under.

The rule: such a listing is asked for singly, and what AliExpress says of it then stands for as long
as its `gmt_modified` stays. So it is counted once, and asked for once.
"""

import itertools
from collections import Counter
from collections.abc import Collection, Mapping

from django.db.models import Q

from aliexpress.models import ListingSnapshot
from aliexpress.sync.reading.single_products import Found
from aliexpress.sync.shop_lists import ShopLists, key_of_row
from aliexpress.sync.staging.merged import Belief
from aliexpress.sync.staging.table import Staging
from aliexpress.sync.status_tally import StatusTally

MOST = 50  # asked for singly


class Overlaps:
    """What this run, and the snapshot before it, know of them."""

    def __init__(
        self,
        *,
        previous: ListingSnapshot | None,
        shops: ShopLists,
        belief: Belief,
        staging: Staging,
    ) -> None:
        self._shops = shops
        self._staging = staging
        # By the listing: the lists that name it, and what it is counted under.
        self._lists: dict[int, set[str]] = {}
        self._settled: dict[int, tuple[str, str]] = {}  # status and gmt_modified
        self._carried = {
            key_of_row(row): set(row.get("elsewhere", []))
            for row in (previous.evidence if previous else [])
        }
        for status, product_ids in self._carried.items():
            for product_id in product_ids:
                self._lists.setdefault(product_id, set()).add(status)
        if self._lists:
            self._settled = belief.lists_of(self._lists)
        self.too_many: Mapping[int, Collection[str]] = {}

    def note(self, found: Mapping[int, Collection[str]]) -> None:
        """Listings just seen in these lists."""
        self.too_many = found if len(found) > MOST else {}
        if not self.too_many:
            for product_id, statuses in found.items():
                self._lists.setdefault(product_id, set()).update(statuses)

    def settle(self, found: Collection[Found]) -> None:
        """What AliExpress says of them singly."""
        for one in found:
            if one.product.product_id in self._lists:
                self._settled[one.product.product_id] = (one.key, one.product.gmt_modified)

    def drop_settled(self) -> None:
        """Leave out what is known: sightings, unmodified since, in a list they do not count for."""
        if not self._settled:
            return
        known = Q(pk__in=())
        for product_id, (key, modified) in self._settled.items():
            shop, status = self._shops.parts(key)
            same = Q(gmt_modified=modified) & ~Q(status=status)
            # Another shop has moments of its own: it is not where the listing is counted.
            other_shop = ~Q(shop_id=shop.pk) if shop else Q(pk__in=())
            known |= Q(product_id=product_id) & ~Q(status="") & (same | other_shop)
        spare = self._staging.sightings().filter(known)
        for product_id, shop_id, status in spare.values_list("product_id", "shop_id", "status"):
            self._lists[product_id].add(self._shops.key(shop_id, status))
        spare.delete()

    def in_two_shops(self) -> Counter[tuple[str, str]]:
        """How many listings two shops both list, by the pair of them."""
        found = Counter[tuple[str, str]]()
        for keys in self._lists.values():
            shops = (self._shops.parts(key)[0] for key in keys)
            sellers = sorted({shop.address.channel_seller_id for shop in shops if shop})
            found.update(itertools.combinations(sellers, 2))
        return found

    def forget(self, statuses: Collection[str]) -> None:
        """These lists are read anew."""
        for lists in self._lists.values():
            lists.difference_update(statuses)

    def tell(self, tallies: Mapping[str, StatusTally]) -> dict[int, str]:
        """Says to each status which listings of its list are counted elsewhere. Returns what they
        are counted as."""
        for tally in tallies.values():
            if not tally.walks:
                tally.elsewhere = self._carried.get(tally.key, set())
            elif not tally.agrees:
                tally.elsewhere = {
                    product_id
                    for product_id, (key, _) in self._settled.items()
                    if tally.key in self._lists[product_id] - {key}
                }
        return {product_id: status for product_id, (status, _) in self._settled.items()}
