"""Listings that AliExpress names in two lists at once, and which of them they are counted under.

The rule: such a listing is asked for singly, and what AliExpress says of it then stands for as long
as its `gmt_modified` stays. So it is counted once, and asked for once.
"""

from collections.abc import Collection, Mapping

from django.db.models import Q

from aliexpress.gateway.answers import ListedProduct
from aliexpress.models import ListingSnapshot
from aliexpress.sync.staging.merged import Belief
from aliexpress.sync.staging.table import Staging
from aliexpress.sync.status_tally import StatusTally

MOST = 50  # asked for singly


class Overlaps:
    """What this run, and the snapshot before it, know of them."""

    def __init__(
        self, *, previous: ListingSnapshot | None, belief: Belief, staging: Staging
    ) -> None:
        self._staging = staging
        # By the listing: the lists that name it, and what it is counted under.
        self._lists: dict[int, set[str]] = {}
        self._settled: dict[int, tuple[str, str]] = {}  # status and gmt_modified
        self._carried = {
            row["status"]: set(row.get("elsewhere", []))
            for row in (previous.evidence if previous else [])
        }
        for status, product_ids in self._carried.items():
            for product_id in product_ids:
                self._lists.setdefault(product_id, set()).add(status)
        if self._lists:
            self._settled = belief.statuses_of(self._lists)
        self.too_many: Mapping[int, Collection[str]] = {}

    def note(self, found: Mapping[int, Collection[str]]) -> None:
        """Listings just seen in these lists."""
        self.too_many = found if len(found) > MOST else {}
        if not self.too_many:
            for product_id, statuses in found.items():
                self._lists.setdefault(product_id, set()).update(statuses)

    def settle(self, products: Collection[ListedProduct]) -> None:
        """What AliExpress says of them singly."""
        for product in products:
            if product.product_id in self._lists:
                self._settled[product.product_id] = (product.status, product.gmt_modified)

    def drop_settled(self) -> None:
        """Leave out what is known: sightings, unmodified since, in a list they do not count for."""
        if not self._settled:
            return
        known = Q()
        for product_id, (status, modified) in self._settled.items():
            known |= Q(product_id=product_id, gmt_modified=modified) & ~Q(status=status)
        spare = self._staging.sightings().filter(known)
        for product_id, status in spare.values_list("product_id", "status"):
            self._lists[product_id].add(status)
        spare.delete()

    def forget(self, statuses: Collection[str]) -> None:
        """These lists are read anew."""
        for lists in self._lists.values():
            lists.difference_update(statuses)

    def tell(self, tallies: Mapping[str, StatusTally]) -> dict[int, str]:
        """Says to each status which listings of its list are counted elsewhere. Returns what they
        are counted as."""
        for tally in tallies.values():
            if not tally.walks:
                tally.elsewhere = self._carried.get(tally.status, set())
            elif not tally.agrees:
                tally.elsewhere = {
                    product_id
                    for product_id, (status, _) in self._settled.items()
                    if tally.status in self._lists[product_id] - {status}
                }
        return {product_id: status for product_id, (status, _) in self._settled.items()}
