"""What one run read of one AliExpress status: the proof of its count in the making."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from aliexpress.sync.lists_to_read import CountedShop
from aliexpress.sync.read_page import ReadPage, hashes

Signature = tuple[int, ...]


@dataclass(slots=True)
class StatusTally:
    """Kept by the reader, judged by whoever settles the run."""

    status: str
    shop: CountedShop | None = None
    declared_before: int | None = None
    declared: int | None = None  # the newest count AliExpress declared
    listed: int = 0  # products seen in its list, for progress
    pages: int = 0
    duplicates: int = 0
    moved: int = 0
    agrees: bool = True  # it declares what is counted, or differs as it has been known to
    # Listings that stand in its list too, and are counted where another has them.
    elsewhere: set[int] = field(default_factory=set)
    read: str = "incremental"
    walked_from: int = 0  # the seq its newest full walk began after; 0: not walked
    walks: int = 0
    # Of its newest full walk:
    pages_expected: int = 0
    capacity: int = 0  # how many listings its pages can hold
    has_even_pages: bool = True  # no page was shorter than another but the last
    was_torn: bool = False  # its pages declared more than one number
    unreadable: int = 0  # what it listed and was no product
    hash_sum: int = 0  # of the ids it listed, each as often as it did
    signature: Signature = ()  # of the ids its newest full walk listed, each once …
    walk_before: Signature = ()  # … and of the walk before that
    at: datetime | None = None

    @property
    def key(self) -> str:
        """What its list goes by in a run."""
        return self.shop.key(self.status) if self.shop else self.status

    @property
    def name(self) -> str:
        """Of its list, in sentences: "ONLINE of Harbour EU"; of a POP shop the status alone."""
        if self.shop is None or self.key == self.status:
            return self.status
        return f"{self.status} of {self.shop.name or self.shop.address.channel_seller_id}"

    @property
    def shop_and_status(self) -> tuple[int | None, str]:
        return self.shop.pk if self.shop else None, self.status

    def begin_walk(self, *, after: int) -> None:
        """A full walk begins after this `seq`; what was read of the status before is void."""
        self.walked_from = after
        self.walks += 1
        self.listed = self.pages = self.pages_expected = self.duplicates = 0
        self.hash_sum = 0
        self.read = "full"

    def take(self, page: ReadPage, *, at: datetime) -> None:
        """A page of its full walk. One beyond the last that holds nothing is not counted."""
        self.pages += page.number == 1 or bool(page.length)
        self.listed += len(page.product_ids)
        self.hash_sum += page.id_hashes
        self.declared, self.at = page.declared, at

    def end_walk(self, again: Mapping[int, int]) -> None:
        """`again`: products it listed more than once, and how often besides the first time."""
        self.duplicates = sum(again.values())
        self.listed -= self.duplicates
        of_each_once = self.hash_sum - sum(hashes([one]) * more for one, more in again.items())
        self.walk_before, self.signature = self.signature, (self.listed, of_each_once)

    @property
    def is_cut(self) -> bool:
        """Its newest walk visibly lacks pages: a list that is cut is no proof of anything."""
        return bool(self.walks) and (self.declared or 0) > self.capacity

    @property
    def says_it_again(self) -> bool:
        """Two full walks in a row listed the same ids: a second opinion. Only of lists that look
        whole: a page lost each time is none, nor is a list lost each time, nor one that names a
        listing twice, or something that is no listing."""
        return (
            self.walks >= 2
            and self.signature == self.walk_before
            and any(self.signature)
            and not self.duplicates
            and not self.unreadable
            and self.has_even_pages
            and not self.is_cut
        )
