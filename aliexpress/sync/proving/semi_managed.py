"""Semi-managed is a mark on listings of the POP shop, and AliExpress has a list of its own of those
that joined. The two are held against each other after a full walk: a cross-check, never a summand.

Where their numbers agree that is one call. Otherwise the list is read: a product that joined and
stands in no POP list is asked for singly, and unless it was removed, or came into a list since, the
reading is disputed. Listings the two only mark differently are named in the proof.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from aliexpress.gateway import Gateway
from aliexpress.gateway.errors import Failed, Refused, Unavailable
from aliexpress.gateway.families.pop import FIND_LIST
from aliexpress.lifecycle import REMOVED_STATUSES
from aliexpress.models import ListingSnapshot
from aliexpress.sync.call_pool import Calls
from aliexpress.sync.lists_to_read import CountedShop, ShopLists
from aliexpress.sync.reading.joined_list import JoinedList
from aliexpress.sync.reading.single_products import Asking
from aliexpress.sync.staging.table import Staging

STATUS: Final = "semi-managed"
MARK: Final = "POP_CHOICE"
MOST_ASKED: Final = 20
MOST_NAMED: Final = 20

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Marks:
    """Products by which of the two says that they are semi-managed."""

    joined_count: int
    marked_count: int | None  # None: the lists of this app do not tell
    in_no_list: Collection[int] = ()
    not_marked: Collection[int] = ()
    not_joined: Collection[int] = ()

    @property
    def differ(self) -> bool:
        return bool(self.in_no_list or self.not_marked or self.not_joined)

    def as_row(self, *, at: datetime) -> Row:
        """As the proof keeps it; it adds nothing to what is listed."""
        return {
            "status": STATUS,
            "declared": None,
            "listed": 0,
            "pages": 0,
            "duplicates": 0,
            "moved": 0,
            "read": "compared",
            "at": at.isoformat(),
            "joined": self.joined_count,
            "marked": self.marked_count,
            "in_no_list_count": len(self.in_no_list),
            "in_no_list": sorted(self.in_no_list)[:MOST_NAMED],
            "not_marked": sorted(self.not_marked)[:MOST_NAMED],
            "not_joined": sorted(self.not_joined)[:MOST_NAMED],
        }


class SemiManaged:
    """`row`: what the proof says of it; None where the two agree."""

    def __init__(
        self,
        *,
        gateway: Gateway,
        calls: Calls,
        asking: Asking,
        staging: Staging,
        shops: ShopLists,
        previous: ListingSnapshot | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._gateway = gateway
        self._calls = calls
        self._asking = asking
        self._staging = staging
        self._shops = shops
        self._clock = clock
        # The first reading of a POP shop alone costs what it always did.
        self._is_spared = previous is None and not shops.rows
        self.row: Row | None = next(
            (row for row in (previous.evidence if previous else []) if row["status"] == STATUS),
            None,
        )

    def compare(self) -> None:
        """After every list was walked. Where AliExpress does not tell, what it last told stays."""
        if self._is_spared:
            return
        pop = self._shops.pop
        marked = self._marked(pop) if pop else set()
        if pop is None or marked == set():
            self.row = None
            return
        try:
            found = self._marks(pop, marked)
        except (Refused, Failed, Unavailable):
            return
        row = found.as_row(at=self._clock()) | self._shops.marks(pop.on_sale)
        self.row = row if found.differ else None

    @property
    def is_disputed(self) -> bool:
        return bool(self.row and self.row["in_no_list_count"])

    @property
    def sentences(self) -> list[str]:
        if self.row is None or not self.is_disputed:
            return []
        number, named = self.row["in_no_list_count"], self.row["in_no_list"][:3]
        few = ", ".join(map(str, named)) + (f" and {number - 3:,} more" if number > 3 else "")
        return [
            f"AliExpress lists {number:,} as semi-managed that it has in none of the POP shop's "
            f"lists ({few}); {'it is' if number == 1 else 'they are'} not counted."
        ]

    def _marked(self, pop: CountedShop) -> set[int] | None:
        """The listings that bear the mark; None where the lists the app may read have none."""
        if self._gateway.credentials.list_method != FIND_LIST:
            return None
        return self._listed(pop, product_type=MARK)

    def _marks(self, pop: CountedShop, marked: set[int] | None) -> Marks:
        joined_list = JoinedList(gateway=self._gateway, calls=self._calls)
        number = joined_list.declared
        if number == (0 if marked is None else len(marked)):
            return Marks(number, None if marked is None else number)
        joined = joined_list.product_ids()
        listed = self._listed(pop) & joined
        strangers = joined - listed
        if len(strangers) <= MOST_ASKED:
            strangers = {one for one in strangers if self._is_in_no_list(one, pop=pop)}
        if marked is None:
            return Marks(number, None, in_no_list=strangers)
        return Marks(
            number,
            len(marked),
            in_no_list=strangers,
            not_marked=listed - marked,
            not_joined=marked - joined,
        )

    def _listed(self, pop: CountedShop, **filters: str) -> set[int]:
        listed = self._staging.sightings().filter(shop_id=pop.pk, **filters).exclude(status="")
        return set(listed.values_list("product_id", flat=True))

    def _is_in_no_list(self, product_id: int, *, pop: CountedShop) -> bool:
        """Asked singly. False where it was removed, or has come into a list since."""
        found = self._asking.what_is(product_id, shop=pop)
        if found is None:
            return not self._asking.are_removed({product_id})
        return found.status not in REMOVED_STATUSES and not self._asking.is_in_list(
            product_id, shop=pop, status=found.status
        )
