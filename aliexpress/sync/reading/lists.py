"""Reads whole lists of AliExpress into the staging table and keeps the tally of each status."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from aliexpress.gateway import Gateway
from aliexpress.gateway.answers import ListPage
from aliexpress.sync.call_pool import Calls
from aliexpress.sync.lists_to_read import ShopLists
from aliexpress.sync.reading.modified_lists import ModifiedLists
from aliexpress.sync.reading.page_plan import PagedList
from aliexpress.sync.reading.pages import PageCalls, Pages, ReadyPage
from aliexpress.sync.staging.table import Staging
from aliexpress.sync.staging.walks import close_walks
from aliexpress.sync.status_tally import StatusTally


class Reader:
    """One run's view of AliExpress."""

    def __init__(
        self, *, gateway: Gateway, calls: Calls, staging: Staging, shops: ShopLists
    ) -> None:
        self.gateway = gateway
        self.shops = shops
        tallies = (StatusTally(status, shop) for shop in shops.shops for status in shop.statuses)
        self.tallies = {tally.key: tally for tally in tallies}
        self._calls = calls
        self._staging = staging
        self._pages = Pages(gateway=gateway, calls=calls, staging=staging, shops=shops)
        self._modified = ModifiedLists(
            gateway=gateway, pages=self._pages, shops=shops, tallies=self.tallies
        )
        self.watermarks = self._modified.watermarks

    @property
    def unreadable(self) -> list[str]:
        """What stood in the lists and was no listing."""
        return self._pages.unreadable

    def declare(self) -> None:
        """Ask every status for its declared count, one small call each."""
        calls: deque[Callable[[], tuple[str, ListPage]]] = deque(
            partial(self._pages.declared, key) for key in self.tallies
        )
        pages = []
        for key, page in self._calls.each(calls):
            tally = self.tallies[key]
            tally.declared = page.declared
            tally.at = self.gateway.now()
            if tally.declared_before is None:
                tally.declared_before = page.declared
            pages.append((key, page))
        self._modified.begin(pages)

    def walk(self, keys: Iterable[str]) -> None:
        """Read every page of these lists."""
        lists: dict[str, PagedList] = {}
        # Lists one after another begin in their order; their pages are read side by side.
        calls = PageCalls()

        def begin(key: str) -> None:
            lists[key] = PagedList(key, self._pages.size(key))
            self.tallies[key].begin_walk(after=self._staging.seq)
            calls.append(self._pages.ask(key, 1))

        def begin_again(key: str) -> None:
            self.tallies[key].walks -= 1  # the walk before was none
            begin(key)

        for key in keys:
            begin(key)
        for read in self._pages.each(calls, begin_again=begin_again):
            more = self._take(read, lists[read.page.key])
            calls.extend(self._pages.ask(read.page.key, number) for number in more)
        for key, walked in lists.items():
            tally = self.tallies[key]
            tally.capacity, tally.has_even_pages = walked.capacity, walked.has_even_pages
            tally.was_torn, tally.unreadable = len(walked.declared) > 1, walked.unreadable
        close_walks([self.tallies[key] for key in lists], staging=self._staging)

    def _take(self, read: ReadyPage, walked: PagedList) -> Iterable[int]:
        """A page of a walk. Returns the numbers of those to be asked for besides."""
        page, tally = read.page, self.tallies[read.page.key]
        if page.page_size != walked.page_size:
            return ()  # of a walk that was begun again with smaller pages
        if tally.declared_before is None:
            tally.declared_before = page.declared
        if not walked.repeats(page):
            tally.take(page, at=self.gateway.now())
            self._pages.stage(read)
        more = walked.take(page)
        tally.pages_expected = walked.asked
        return more

    def catch_up(self, *, disputes: Mapping[str, int]) -> set[int]:
        """Read what was modified since each shop was last read; a list of it that does not come
        whole is walked instead. `disputes`: by how much AliExpress is known to declare more of a
        list than is on it. Returns the listings that set a watermark and did not come back."""
        lost = set()
        for shop in self.shops.shops:
            caught_up = self._modified.catch_up(shop, disputes=disputes)
            self.walk(caught_up.never_whole)
            if caught_up.lost is not None:
                lost.add(caught_up.lost)
        return lost

    def removed_lately(self) -> set[int] | None:
        """As `ModifiedLists.removed_lately`."""
        return self._modified.removed_lately()
