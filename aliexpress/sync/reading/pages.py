"""Asks for pages of AliExpress's lists side by side, and stages what stands on them."""

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aliexpress.gateway import Gateway
from aliexpress.gateway.answers import ListPage
from aliexpress.gateway.errors import TookTooLong
from aliexpress.gateway.families import FAMILIES, ShopAddress
from aliexpress.gateway.families.pop import LARGEST_PAGE
from aliexpress.lifecycle import POP
from aliexpress.sync.call_pool import Calls
from aliexpress.sync.lists_to_read import ShopLists
from aliexpress.sync.read_page import ReadPage
from aliexpress.sync.reading.watermark import modified_since
from aliexpress.sync.staging.details import packed
from aliexpress.sync.staging.rows import Rows
from aliexpress.sync.staging.table import Staging

PAGE_SIZE = LARGEST_PAGE  # of a POP shop


class ReadyPage(NamedTuple):
    """A page, and what is staged of it."""

    page: ReadPage
    rows: Rows
    details: list[str]  # packed


class SlowPage(NamedTuple):
    """A page AliExpress took too long over: its list is read anew, by smaller pages."""

    key: str
    page_size: int


PageCalls = deque[Callable[[], ReadyPage | SlowPage]]


class Pages:
    """Of the lists of one run. `unreadable`: what was staged of them and is no listing."""

    def __init__(
        self, *, gateway: Gateway, calls: Calls, staging: Staging, shops: ShopLists
    ) -> None:
        self.unreadable: list[str] = []
        self._gateway = gateway
        self._zone = ZoneInfo(gateway.credentials.time_zone)
        self._calls = calls
        self._staging = staging
        self._shops = shops
        # Of lists that are read by smaller pages than the largest there are.
        self._sizes: dict[str, int] = {}

    def size(self, key: str) -> int:
        """How many listings of a list are asked for at once."""
        family = self._shops.family(key)
        largest = PAGE_SIZE if family == POP else FAMILIES[family].largest_page
        return self._sizes.get(key, largest)

    def ask(
        self, key: str, number: int, *, since: str = "", until: str = ""
    ) -> Callable[[], ReadyPage | SlowPage]:
        """The call for a page of a list, of what was modified since and until a moment where one is
        given."""
        size = self.size(key)
        return partial(self._read, key, number, size=size, since=since, until=until)

    def declared(self, key: str) -> tuple[str, ListPage]:
        """The smallest page of a list there is, for what AliExpress declares with it."""
        return key, self._page(key, 1, size=1)

    def each(self, calls: PageCalls, *, begin_again: Callable[[str], None]) -> Iterator[ReadyPage]:
        """The pages as they come. `begin_again` is told of a list that is to be read anew, by pages
        of half the size: their boundaries lie elsewhere, so from the first one."""
        for answer in self._calls.each(calls):
            if isinstance(answer, ReadyPage):
                yield answer
            elif answer.page_size == self.size(answer.key):
                self._sizes[answer.key] = answer.page_size // 2
                begin_again(answer.key)

    def stage(self, read: ReadyPage) -> None:
        self._staging.add(read.rows)
        self._staging.details.add(read.details)
        self.unreadable += read.page.unreadable

    def _read(
        self, key: str, number: int, *, size: int, since: str, until: str
    ) -> ReadyPage | SlowPage:
        """In a thread of the pool: what is made ready there does not keep the main one."""
        try:
            page = self._page(key, number, size=size, since=since, until=until)
        except TookTooLong:
            if size // 2 < FAMILIES[self._shops.family(key)].smallest_page:
                raise
            return SlowPage(key, size)
        shop, _ = self._shops.parts(key)
        rows = self._staging.ready(page.products, shop=shop)
        details = [packed(one) for one in page.details]
        read = ReadPage.of(page, key=key, page_size=size, now=self._gateway.now())
        return ReadyPage(read, rows, details)

    def _page(
        self, key: str, number: int, *, size: int, since: str = "", until: str = ""
    ) -> ListPage:
        shop, status = self._shops.parts(key)
        return self._gateway.page(
            status,
            number,
            shop=shop.address if shop else ShopAddress(),
            page_size=size,
            modified_since=modified_since(since, zone=self._zone),
            modified_until=until,
        )
