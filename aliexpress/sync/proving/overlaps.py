"""Listings that AliExpress names in two lists at once, and which of them they are counted under.

The rule: such a listing is asked for singly, and what AliExpress says of it then stands for as long
as its `gmt_modified` stays. So it is counted once, and asked for once. It is named and in dispute,
also where AliExpress's numbers add up; but not where it only moved while it was read: then the
other list gave an earlier `gmt_modified`, or names it no more when it is asked again.
"""

import itertools
from collections import Counter
from collections.abc import Collection, Mapping

from django.db.models import Q

from aliexpress.models import ListingSnapshot
from aliexpress.sync.lists_to_read import ShopLists, key_of_row
from aliexpress.sync.reading.single_products import Found
from aliexpress.sync.staging.merged_listings import Belief
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
        # By the listing: the lists that name it, each with the gmt_modified it gives, and the
        # list it is counted under, with its own.
        self._lists: dict[int, dict[str, str]] = {}
        self._settled: dict[int, tuple[str, str]] = {}
        self._carried = {
            key_of_row(row): set(row.get("elsewhere", []))
            for row in (previous.evidence if previous else [])
        }
        carried = {product_id for some in self._carried.values() for product_id in some}
        if carried:
            self._settled = belief.lists_of(carried)
        for key, product_ids in self._carried.items():
            for product_id in product_ids & {*self._settled}:
                self._lists.setdefault(product_id, {})[key] = self._settled[product_id][1]
        self.too_many: Mapping[int, Collection[str]] = {}

    def note(self, found: Mapping[int, Mapping[str, str]]) -> None:
        """Listings just seen in these lists."""
        self.too_many = found if len(found) > MOST else {}
        if not self.too_many:
            for product_id, lists in found.items():
                self._lists.setdefault(product_id, {}).update(lists)

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
        for product_id, shop_id, status, modified in spare.values_list(
            "product_id", "shop_id", "status", "gmt_modified"
        ):
            self._lists[product_id][self._shops.key(shop_id, status)] = modified
        spare.delete()

    def in_two_shops(self) -> Counter[tuple[str, str]]:
        """How many listings two shops both list, by the pair of them."""
        found = Counter[tuple[str, str]]()
        for product_id, lists in self._lists.items():
            counted_as = [self._settled[product_id][0]] if product_id in self._settled else []
            shops = (self._shops.parts(key)[0] for key in {*lists, *counted_as})
            sellers = sorted({shop.address.channel_seller_id for shop in shops if shop})
            found.update(itertools.combinations(sellers, 2))
        return found

    def forget(self, statuses: Collection[str]) -> None:
        """These lists are read anew."""
        for lists in self._lists.values():
            for status in statuses:
                lists.pop(status, None)

    def elsewhere(self, found: Collection[Found]) -> list[tuple[int, str]]:
        """Which of these stand in another list as well, as they are now; each with that list."""
        ids = [one.product.product_id for one in found]
        return [(product_id, key) for product_id in ids for key in self._others(product_id)]

    def has_left(self, product_id: int, key: str) -> None:
        """That list does not name it any more."""
        self._lists[product_id].pop(key, None)

    def tell(self, tallies: Mapping[str, StatusTally]) -> dict[int, str]:
        """Says to each status which listings of its list are counted elsewhere. Returns what they
        are counted as."""
        for tally in tallies.values():
            carried = set() if tally.walks else self._carried.get(tally.key, set())
            tally.elsewhere = carried | {
                product_id
                for product_id in self._settled
                if tally.key in self._others(product_id, at_any_moment=not tally.agrees)
            }
        return {product_id: key for product_id, (key, _) in self._settled.items()}

    def _others(self, product_id: int, *, at_any_moment: bool = False) -> list[str]:
        """The lists beside its own that name it. One that gives an earlier moment than its own list
        was most likely read before the listing moved, and is left out unless `at_any_moment`; a
        list of another shop has moments of its own."""
        if product_id not in self._settled:
            return []
        counted_as, modified = self._settled[product_id]
        shop, _ = self._shops.parts(counted_as)
        return [
            key
            for key, moment in self._lists.get(product_id, {}).items()
            if key != counted_as
            and (at_any_moment or moment == modified or self._shops.parts(key)[0] != shop)
        ]
