"""Reads lists of AliExpress into the staging table and keeps the tally of each status."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from aliexpress.gateway import Gateway
from aliexpress.gateway.answers import ListPage
from aliexpress.gateway.errors import Failed, Refused
from aliexpress.gateway.families.pop import FIND_LIST
from aliexpress.lifecycle import DRAFT_STATUS, REMOVED_STATUSES
from aliexpress.sync.call_pool import Calls
from aliexpress.sync.reading.page_plan import ModifiedList, PagedList
from aliexpress.sync.reading.watermark import Watermark, modified_since
from aliexpress.sync.staging.rows import Rows
from aliexpress.sync.staging.table import Staging
from aliexpress.sync.staging.walks import close_walks
from aliexpress.sync.status_tally import StatusTally

PAGE_SIZE = 99  # AliExpress: "less than 100"
MOST_PAGES_OF_REMOVED = 10
# With lists that do not come whole, before they are walked instead:
MOST_STRETCHES = 3  # of time, one after the other
MOST_TRIES = 2  # with one of them

Pages = deque[Callable[[], ListPage]]
ReadPage = tuple[ListPage, Rows]
ReadPages = deque[Callable[[], ReadPage]]


class Reader:
    """One run's view of AliExpress."""

    def __init__(
        self,
        *,
        gateway: Gateway,
        calls: Calls,
        staging: Staging,
        statuses: Iterable[str],
        clock: Callable[[], datetime],
        watermark: tuple[str, int | None, Iterable[str]] = ("", None, ()),
    ) -> None:
        self.gateway = gateway
        self._zone = ZoneInfo(gateway.credentials.time_zone)
        self._calls = calls
        self._staging = staging
        self._clock = clock
        self.tallies = {status: StatusTally(status) for status in statuses}
        self.watermark = Watermark(*watermark, zone=self._zone)
        self.began_at_watermark = self.watermark.text
        self.unreadable: list[str] = []

    def declare(self) -> dict[str, int]:
        """Ask every status for its declared count, one small call each."""
        calls: Pages = deque(
            partial(self.gateway.page, status, 1, page_size=1) for status in self.tallies
        )
        pages: list[ListPage] = []
        for page in self._calls.each(calls):
            tally = self.tallies[page.status]
            tally.declared = page.declared
            tally.at = self._clock()
            if tally.declared_before is None:
                tally.declared_before = page.declared
            pages.append(page)
        if not self.watermark.text:
            # Everything that changes from here on is modified no earlier than the newest of
            # these was: the first catch-up has somewhere to start.
            for page in pages:
                self.watermark.raise_to(page.products, now=self._clock())
            self.began_at_watermark = self.watermark.text
        return {status: tally.declared or 0 for status, tally in self.tallies.items()}

    def walk(self, statuses: Iterable[str]) -> None:
        """Read every page of these statuses."""
        lists = {status: PagedList(status, PAGE_SIZE) for status in statuses}
        for status in lists:
            self.tallies[status].begin_walk(after=self._staging.seq)
        # Statuses one after another begin in their order; their pages are read side by side.
        calls: ReadPages = deque(partial(self._read, status, 1) for status in lists)
        for page, rows in self._calls.each(calls):
            tally, walked = self.tallies[page.status], lists[page.status]
            if tally.declared_before is None:
                tally.declared_before = page.declared
            if not walked.repeats(page):
                tally.take(page, at=self._clock())
                self._stage(page, rows)
            more = walked.take(page)
            tally.pages_expected = walked.asked
            calls.extend(partial(self._read, page.status, number) for number in more)
        for status, walked in lists.items():
            tally = self.tallies[status]
            tally.capacity, tally.has_even_pages = walked.capacity, walked.has_even_pages
            tally.was_torn, tally.unreadable = len(walked.declared) > 1, walked.unreadable
        close_walks([self.tallies[status] for status in lists], staging=self._staging)

    def catch_up(self, *, disputes: Mapping[str, int]) -> bool:
        """Read what was modified since the watermark; a status whose list of it does not come
        whole is walked instead. `disputes`: by how much AliExpress is known to declare more of a
        status than it lists.

        A list torn by what goes on is read again up to the newest moment seen, where nothing comes
        in any more, and then from there on, where little has gone on yet: so a shop that never
        stands still costs little more than one that does.

        False when the listing that set the watermark did not come back: then the filter does
        not mean what we think it means, or that listing is gone.
        """
        since, expected = self.watermark.text, self.watermark.product_id
        if not since:
            return True
        read = partial(self._read_modified, disputes=disputes)
        came: set[int | None] = {None}
        torn = [status for status in self.tallies if status != DRAFT_STATUS]
        never_whole: list[str] = []
        for _ in range(MOST_STRETCHES):
            torn = read(torn, since=since, came=came)
            until = self.watermark.text
            still_torn = torn
            for _ in range(MOST_TRIES if torn else 0):
                still_torn = read(still_torn, since=since, until=until, came=came)
            never_whole += still_torn
            torn = [status for status in torn if status not in still_torn]
            since = until
        self.walk([*never_whole, *torn])
        return expected in came

    def _read_modified(
        self,
        statuses: Iterable[str],
        *,
        since: str,
        until: str = "",
        disputes: Mapping[str, int],
        came: set[int | None],
    ) -> list[str]:
        """The statuses whose lists did not come whole. Adds to the products that `came`."""
        lists = {
            status: ModifiedList(status, PAGE_SIZE, dispute=disputes.get(status, 0))
            for status in statuses
        }
        if self.watermark.is_spared(since=since):
            came.add(self.watermark.product_id)
        for page, rows in self._modified(lists, since=since, until=until):
            tally = self.tallies[page.status]
            if not tally.walks:  # the pages of a full walk are told as they are
                tally.pages += 1
            tally.at = self._clock()
            self._stage(page, rows)
            self.watermark.raise_to(page.products, now=self._clock())
        for one in lists.values():
            came |= one.seen
        if not until:
            self.watermark.note_crowds(lists.values(), since=since)
        return [one.status for one in lists.values() if not one.is_whole]

    def removed_lately(self) -> set[int] | None:
        """Products AliExpress lists as removed since the watermark this run began with.

        A hint that spares walking a whole status for one listing that is gone; None where the
        app may not list removed products, where there are too many to be a hint, or where the lists
        moved while they were read.
        """
        if self.gateway.credentials.list_method != FIND_LIST or not self.began_at_watermark:
            return None
        lists = {status: ModifiedList(status, PAGE_SIZE) for status in REMOVED_STATUSES}
        try:
            for _ in self._modified(lists, since=self.began_at_watermark):
                if sum(one.asked for one in lists.values()) > MOST_PAGES_OF_REMOVED:
                    return None
        except (Refused, Failed):
            return None
        if not all(one.is_whole for one in lists.values()):
            return None
        return {product_id for one in lists.values() for product_id in one.seen}

    def _read(self, status: str, number: int, *, since: str = "", until: str = "") -> ReadPage:
        """In a thread of the pool: what is made ready there does not keep the main one."""
        page = self.gateway.page(
            status,
            number,
            page_size=PAGE_SIZE,
            modified_since=modified_since(since, zone=self._zone),
            modified_until=until,
        )
        return page, self._staging.ready(page.products)

    def _stage(self, page: ListPage, rows: Rows) -> None:
        self._staging.add(rows)
        self.unreadable += page.unreadable

    def _modified(
        self,
        lists: Mapping[str, ModifiedList],
        *,
        since: str,
        until: str = "",
    ) -> Iterator[ReadPage]:
        asked = {
            status: partial(
                self._read, status, since=self.watermark.spared(status, since=since), until=until
            )
            for status in lists
        }
        calls: ReadPages = deque(partial(ask, 1) for ask in asked.values())
        for page, rows in self._calls.each(calls):
            one = lists[page.status]
            if one.repeats(page):
                continue
            more = one.take(page)
            calls.extend(partial(asked[page.status], number) for number in more)
            yield page, rows
