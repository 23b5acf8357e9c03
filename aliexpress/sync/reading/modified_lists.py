"""Reads what was modified since a shop was last read, and what AliExpress lists as removed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aliexpress.gateway import Gateway
from aliexpress.gateway.answers import ListPage
from aliexpress.gateway.errors import Failed, Refused
from aliexpress.gateway.families.pop import FIND_LIST
from aliexpress.lifecycle import DRAFT_STATUS, REMOVED_STATUSES
from aliexpress.sync.lists_to_read import CountedShop, ShopLists
from aliexpress.sync.read_page import newest_of
from aliexpress.sync.reading.page_plan import ModifiedList
from aliexpress.sync.reading.pages import PageCalls, Pages, ReadyPage
from aliexpress.sync.reading.watermark import Watermark
from aliexpress.sync.status_tally import StatusTally

MOST_PAGES_OF_REMOVED = 10
# With lists that do not come whole, before they are walked instead:
MOST_STRETCHES = 3  # of time, one after the other
MOST_TRIES = 2  # with one of them


class CaughtUp(NamedTuple):
    """What reading the modified came to."""

    never_whole: Sequence[str] = ()  # lists that did not come whole, and are to be walked instead
    # The listing that set the watermark, where it did not come back: then the filter does not mean
    # what we think it means, or that listing is gone.
    lost: int | None = None


class ModifiedLists:
    """Of one run. `watermarks`: up to where each shop has been read."""

    def __init__(
        self,
        *,
        gateway: Gateway,
        pages: Pages,
        shops: ShopLists,
        tallies: Mapping[str, StatusTally],
    ) -> None:
        zone = ZoneInfo(gateway.credentials.time_zone)
        self.watermarks = {shop.pk: Watermark(*shop.watermark, zone=zone) for shop in shops.shops}
        self._gateway = gateway
        self._pages = pages
        self._shops = shops
        self._tallies = tallies
        self._began_at = self._pop_watermark()

    def begin(self, pages: Iterable[tuple[str, ListPage]]) -> None:
        """Set a mark where a shop has none, by the newest listings of its lists. Everything that
        changes from here on is modified no earlier: the first catch-up has somewhere to start."""
        unmarked = {pk for pk, mark in self.watermarks.items() if not mark.text}
        for key, page in pages:
            shop, _ = self._shops.parts(key)
            if shop is not None and shop.pk in unmarked:
                newest = newest_of(page.products, now=self._gateway.now())
                self.watermarks[shop.pk].raise_to(newest)
        self._began_at = self._began_at or self._pop_watermark()

    def catch_up(self, shop: CountedShop, *, disputes: Mapping[str, int]) -> CaughtUp:
        """Read what was modified since the watermark. `disputes`: by how much AliExpress is known
        to declare more of a list than is on it.

        A list torn by what goes on is read again up to the newest moment seen, where nothing comes
        in any more, and then from there on, where little has gone on yet: so a shop that never
        stands still costs little more than one that does.
        """
        mark = self.watermarks[shop.pk]
        since, expected = mark.text, mark.product_id
        if not since:
            return CaughtUp()
        read = partial(self._read, mark=mark, disputes=disputes)
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
        return CaughtUp([*never_whole, *torn], None if expected in came else expected)

    def _read(
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
            key: ModifiedList(key, self._pages.size(key), dispute=disputes.get(key, 0))
            for key in keys
        }
        if mark.is_spared(since=since):
            came.add(mark.product_id)
        for read in self._modified(lists, mark=mark, since=since, until=until):
            tally = self._tallies[read.page.key]
            if not tally.walks:  # the pages of a full walk are told as they are
                tally.pages += 1
            tally.at = self._gateway.now()
            self._pages.stage(read)
            mark.raise_to(read.page.newest)
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
        pop, method = self._shops.pop, self._gateway.credentials.list_method
        if pop is None or method != FIND_LIST or not self._began_at:
            return None
        lists = {
            status: ModifiedList(status, self._pages.size(status)) for status in REMOVED_STATUSES
        }
        mark = self.watermarks[pop.pk]
        try:
            for _ in self._modified(lists, mark=mark, since=self._began_at):
                if sum(one.asked for one in lists.values()) > MOST_PAGES_OF_REMOVED:
                    return None
        except (Refused, Failed):
            return None
        if not all(one.is_whole for one in lists.values()):
            return None
        return {product_id for one in lists.values() for product_id in one.seen}

    def _pop_watermark(self) -> str:
        return self.watermarks[self._shops.pop.pk].text if self._shops.pop else ""

    def _modified(
        self,
        lists: dict[str, ModifiedList],
        *,
        mark: Watermark,
        since: str,
        until: str = "",
    ) -> Iterator[ReadyPage]:
        asked = {
            key: partial(self._pages.ask, key, since=mark.spared(key, since=since), until=until)
            for key in lists
        }
        calls = PageCalls(ask(1) for ask in asked.values())

        def begin_again(key: str) -> None:
            size, dispute = self._pages.size(key), lists[key].dispute
            lists[key] = ModifiedList(key, size, dispute=dispute)
            calls.append(asked[key](1))

        for read in self._pages.each(calls, begin_again=begin_again):
            one = lists[read.page.key]
            if read.page.page_size != one.page_size or one.repeats(read.page):
                continue
            more = one.take(read.page)
            calls.extend(asked[read.page.key](number) for number in more)
            yield read
