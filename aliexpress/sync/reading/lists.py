"""Reads lists of AliExpress into the staging table and keeps the tally of each status."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aliexpress.gateway import Gateway
from aliexpress.gateway.answers import ListPage
from aliexpress.gateway.errors import Failed, Refused, TookTooLong
from aliexpress.gateway.families import FAMILIES, ShopAddress
from aliexpress.gateway.families.pop import FIND_LIST, LARGEST_PAGE
from aliexpress.lifecycle import DRAFT_STATUS, POP, REMOVED_STATUSES
from aliexpress.sync.call_pool import Calls
from aliexpress.sync.reading.page_plan import ModifiedList, PagedList
from aliexpress.sync.reading.watermark import Watermark, modified_since
from aliexpress.sync.shop_lists import CountedShop, ShopLists
from aliexpress.sync.staging.details import packed
from aliexpress.sync.staging.rows import Rows
from aliexpress.sync.staging.table import Staging
from aliexpress.sync.staging.walks import close_walks
from aliexpress.sync.status_tally import StatusTally

PAGE_SIZE = LARGEST_PAGE  # of a POP shop
MOST_PAGES_OF_REMOVED = 10
# With lists that do not come whole, before they are walked instead:
MOST_STRETCHES = 3  # of time, one after the other
MOST_TRIES = 2  # with one of them


class ReadPage(NamedTuple):
    """A page of a list, by the list's key."""

    key: str
    page: ListPage
    rows: Rows
    details: list[str]  # packed


class SlowPage(NamedTuple):
    """A page AliExpress took too long over: its list is read anew, by smaller pages."""

    key: str
    page_size: int


Pages = deque[Callable[[], tuple[str, ListPage]]]
ReadPages = deque[Callable[[], ReadPage | SlowPage]]


class Reader:
    """One run's view of AliExpress."""

    def __init__(
        self,
        *,
        gateway: Gateway,
        calls: Calls,
        staging: Staging,
        shops: ShopLists,
        clock: Callable[[], datetime],
    ) -> None:
        self.gateway = gateway
        self.shops = shops
        self._zone = ZoneInfo(gateway.credentials.time_zone)
        self._calls = calls
        self._staging = staging
        self._clock = clock
        tallies = (StatusTally(status, shop) for shop in shops.shops for status in shop.statuses)
        self.tallies = {tally.key: tally for tally in tallies}
        self.watermarks = {
            shop.pk: Watermark(*shop.watermark, zone=self._zone) for shop in shops.shops
        }
        self._page_sizes = {
            tally.key: PAGE_SIZE if kind_of(tally) == POP else FAMILIES[kind_of(tally)].largest_page
            for tally in self.tallies.values()
        }
        self.began_at_watermark = self._pop_watermark()
        self.unreadable: list[str] = []

    def declare(self) -> dict[str, int]:
        """Ask every status for its declared count, one small call each."""
        calls: Pages = deque(partial(self._declared, tally) for tally in self.tallies.values())
        pages: list[tuple[StatusTally, ListPage]] = []
        for key, page in self._calls.each(calls):
            tally = self.tallies[key]
            tally.declared = page.declared
            tally.at = self._clock()
            if tally.declared_before is None:
                tally.declared_before = page.declared
            pages.append((tally, page))
        unmarked = {pk for pk, mark in self.watermarks.items() if not mark.text}
        # Everything that changes from here on is modified no earlier than the newest of these
        # was: the first catch-up has somewhere to start.
        for tally, page in pages:
            if tally.shop and tally.shop.pk in unmarked:
                self.mark_of(tally).raise_to(page.products, now=self._clock())
        if not self.began_at_watermark:
            self.began_at_watermark = self._pop_watermark()
        return {key: tally.declared or 0 for key, tally in self.tallies.items()}

    def walk(self, keys: Iterable[str]) -> None:
        """Read every page of these lists."""
        lists = {key: PagedList(key, self._page_sizes[key]) for key in keys}
        for key in lists:
            self.tallies[key].begin_walk(after=self._staging.seq)
        # Lists one after another begin in their order; their pages are read side by side.
        calls: ReadPages = deque(self._ask(key, 1) for key in lists)
        for answer in self._calls.each(calls):
            if isinstance(answer, SlowPage):
                if answer.page_size == self._page_sizes[answer.key]:
                    self._begin_again(answer.key, lists, calls)
                continue
            key, page = answer.key, answer.page
            tally, walked = self.tallies[key], lists[key]
            if page.page_size != walked.page_size:
                continue  # of a walk that was begun again with smaller pages
            if tally.declared_before is None:
                tally.declared_before = page.declared
            if not walked.repeats(page):
                tally.take(page, at=self._clock())
                self._stage(answer)
            more = walked.take(page)
            tally.pages_expected = walked.asked
            calls.extend(self._ask(key, number) for number in more)
        for key, walked in lists.items():
            tally = self.tallies[key]
            tally.capacity, tally.has_even_pages = walked.capacity, walked.has_even_pages
            tally.was_torn, tally.unreadable = len(walked.declared) > 1, walked.unreadable
        close_walks([self.tallies[key] for key in lists], staging=self._staging)

    def _begin_again(self, key: str, lists: dict[str, PagedList], calls: ReadPages) -> None:
        """By pages of half the size, whose boundaries lie elsewhere: so from the first one."""
        self._page_sizes[key] //= 2
        lists[key] = PagedList(key, self._page_sizes[key])
        self.tallies[key].begin_walk(after=self._staging.seq)
        self.tallies[key].walks -= 1  # the walk before was none
        calls.append(self._ask(key, 1))

    def catch_up(self, *, disputes: Mapping[str, int]) -> set[int]:
        """As `_catch_up_with`, of each shop in turn. Returns the listings that set a watermark and
        did not come back."""
        lost = {self._catch_up_with(shop, disputes=disputes) for shop in self.shops.shops}
        return {product_id for product_id in lost if product_id is not None}

    def _catch_up_with(self, shop: CountedShop, *, disputes: Mapping[str, int]) -> int | None:
        """Read what was modified since the watermark; a status whose list of it does not come
        whole is walked instead. `disputes`: by how much AliExpress is known to declare more of a
        status than it lists.

        A list torn by what goes on is read again up to the newest moment seen, where nothing comes
        in any more, and then from there on, where little has gone on yet: so a shop that never
        stands still costs little more than one that does.

        The listing that set the watermark, where it did not come back: then the filter does not
        mean what we think it means, or that listing is gone. None where it did.
        """
        mark = self.watermarks[shop.pk]
        since, expected = mark.text, mark.product_id
        if not since:
            return None
        read = partial(self._read_modified, mark=mark, disputes=disputes)
        came: set[int | None] = {None}
        torn = [shop.key(status) for status in shop.statuses if status != DRAFT_STATUS]
        never_whole: list[str] = []
        for _ in range(MOST_STRETCHES):
            torn = read(torn, since=since, came=came)
            until = mark.text
            still_torn = torn
            for _ in range(MOST_TRIES if torn else 0):
                still_torn = read(still_torn, since=since, until=until, came=came)
            never_whole += still_torn
            torn = [status for status in torn if status not in still_torn]
            since = until
        self.walk([*never_whole, *torn])
        return None if expected in came else expected

    def _read_modified(
        self,
        keys: Iterable[str],
        *,
        mark: Watermark,
        since: str,
        until: str = "",
        disputes: Mapping[str, int],
        came: set[int | None],
    ) -> list[str]:
        """The lists that did not come whole. Adds to the products that `came`."""
        lists = {
            key: ModifiedList(key, self._page_sizes[key], dispute=disputes.get(key, 0))
            for key in keys
        }
        if mark.is_spared(since=since):
            came.add(mark.product_id)
        for read in self._modified(lists, mark=mark, since=since, until=until):
            tally = self.tallies[read.key]
            if not tally.walks:  # the pages of a full walk are told as they are
                tally.pages += 1
            tally.at = self._clock()
            self._stage(read)
            mark.raise_to(read.page.products, now=self._clock())
        for one in lists.values():
            came |= one.seen
        if not until:
            mark.note_crowds(lists.values(), since=since)
        return [one.status for one in lists.values() if not one.is_whole]

    def removed_lately(self) -> set[int] | None:
        """Products AliExpress lists as removed since the watermark this run began with.

        A hint that spares walking a whole status for one listing that is gone; None where the
        app may not list removed products, where there are too many to be a hint, or where the lists
        moved while they were read.
        """
        pop, method = self.shops.pop, self.gateway.credentials.list_method
        if pop is None or method != FIND_LIST or not self.began_at_watermark:
            return None
        lists = {status: ModifiedList(status, PAGE_SIZE) for status in REMOVED_STATUSES}
        mark = self.watermarks[pop.pk]
        try:
            for _ in self._modified(lists, mark=mark, since=self.began_at_watermark):
                if sum(one.asked for one in lists.values()) > MOST_PAGES_OF_REMOVED:
                    return None
        except (Refused, Failed):
            return None
        if not all(one.is_whole for one in lists.values()):
            return None
        return {product_id for one in lists.values() for product_id in one.seen}

    def mark_of(self, tally: StatusTally) -> Watermark:
        """The watermark of its shop."""
        return self.watermarks[tally.shop.pk if tally.shop else 0]

    def _pop_watermark(self) -> str:
        return self.watermarks[self.shops.pop.pk].text if self.shops.pop else ""

    def _declared(self, tally: StatusTally) -> tuple[str, ListPage]:
        return tally.key, self.gateway.page(tally.status, 1, page_size=1, shop=shop_of(tally.shop))

    def _ask(
        self, key: str, number: int, *, since: str = "", until: str = ""
    ) -> Callable[[], ReadPage | SlowPage]:
        size = self._page_sizes.get(key, PAGE_SIZE)
        return partial(self._read, key, number, size=size, since=since, until=until)

    def _read(
        self, key: str, number: int, *, size: int, since: str, until: str
    ) -> ReadPage | SlowPage:
        """In a thread of the pool: what is made ready there does not keep the main one."""
        shop, status = self.shops.parts(key)
        try:
            page = self.gateway.page(
                status,
                number,
                shop=shop_of(shop),
                page_size=size,
                modified_since=modified_since(since, zone=self._zone),
                modified_until=until,
            )
        except TookTooLong:
            family = FAMILIES[shop.family if shop else POP]
            if size // 2 < family.smallest_page:
                raise
            return SlowPage(key, size)
        rows = self._staging.ready(page.products, shop=shop)
        details = [packed(one) for one in page.details]
        return ReadPage(key, replace(page, page_size=size, details=()), rows, details)

    def _stage(self, read: ReadPage) -> None:
        self._staging.add(read.rows)
        self._staging.details.add(read.details)
        self.unreadable += read.page.unreadable

    def _modified(
        self,
        lists: dict[str, ModifiedList],
        *,
        mark: Watermark,
        since: str,
        until: str = "",
    ) -> Iterator[ReadPage]:
        asked = {
            key: partial(self._ask, key, since=mark.spared(key, since=since), until=until)
            for key in lists
        }
        calls: ReadPages = deque(ask(1) for ask in asked.values())
        for answer in self._calls.each(calls):
            if isinstance(answer, SlowPage):
                if answer.page_size == self._page_sizes[answer.key]:
                    self._page_sizes[answer.key] //= 2
                    had = lists[answer.key]
                    lists[answer.key] = ModifiedList(
                        answer.key, self._page_sizes[answer.key], dispute=had.dispute
                    )
                    calls.append(asked[answer.key](1))
                continue
            one = lists[answer.key]
            if answer.page.page_size != one.page_size or one.repeats(answer.page):
                continue
            more = one.take(answer.page)
            calls.extend(asked[answer.key](number) for number in more)
            yield answer


def shop_of(shop: CountedShop | None) -> ShopAddress:
    return shop.address if shop else ShopAddress()


def kind_of(tally: StatusTally) -> str:
    return tally.shop.family if tally.shop else POP
