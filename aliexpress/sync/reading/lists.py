"""Reads lists of AliExpress into the staging table and keeps the tally of each status."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from aliexpress.gateway import Gateway
from aliexpress.gateway.answers import ListPage, Products
from aliexpress.gateway.errors import Failed, Refused
from aliexpress.gateway.families.pop import FIND_LIST
from aliexpress.gateway.product_fields import moment
from aliexpress.lifecycle import DRAFT_STATUS, REMOVED_STATUSES
from aliexpress.sync.call_pool import Calls
from aliexpress.sync.reading.page_plan import ModifiedList, pages_beyond
from aliexpress.sync.staging.rows import Rows
from aliexpress.sync.staging.table import Staging
from aliexpress.sync.staging.walks import close_walks
from aliexpress.sync.status_tally import StatusTally

PAGE_SIZE = 99  # AliExpress: "less than 100"
MOST_PAGES_OF_REMOVED = 10
# With lists that do not come whole, before they are walked instead:
MOST_STRETCHES = 3  # of time, one after the other
MOST_TRIES = 2  # with one of them
# As far as moments may be ahead of ours where they are read in another zone than they were written.
FARTHEST_AHEAD = timedelta(days=1)

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
        watermark: tuple[str, int | None] = ("", None),
    ) -> None:
        self.gateway = gateway
        self._zone = ZoneInfo(gateway.credentials.time_zone)
        self._calls = calls
        self._staging = staging
        self._clock = clock
        self.tallies = {status: StatusTally(status) for status in statuses}
        self.watermark, self.watermark_product_id = watermark
        self._watermark_at = str(moment(self.watermark, self._zone).value or "")
        self.began_at_watermark = self.watermark
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
        if not self.watermark:
            # Everything that changes from here on is modified no earlier than the newest of
            # these was: the first catch-up has somewhere to start.
            for page in pages:
                self._raise_watermark(page.products)
            self.began_at_watermark = self.watermark
        return {status: tally.declared or 0 for status, tally in self.tallies.items()}

    def walk(self, statuses: Iterable[str]) -> None:
        """Read every page of these statuses."""
        for status in statuses:
            self.tallies[status].begin_walk(after=self._staging.seq)
        # Statuses one after another begin in their order; their pages are read side by side.
        calls: ReadPages = deque(partial(self._read, status, 1) for status in statuses)
        for page, rows in self._calls.each(calls):
            tally = self.tallies[page.status]
            if page.number == 1 and tally.declared_before is None:
                tally.declared_before = page.declared
            self._take(page, rows, tally)
            calls.extend(self._pages_still_to_ask(page, tally))
        close_walks([self.tallies[status] for status in statuses], staging=self._staging)

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
        since, expected = self.watermark, self.watermark_product_id
        if not since:
            return True
        seen: set[int] = set()
        torn = [status for status in self.tallies if status != DRAFT_STATUS]
        never_whole: list[str] = []
        for _ in range(MOST_STRETCHES):
            torn = self._read_modified(torn, since=since, disputes=disputes, seen=seen)
            until = self.watermark
            still_torn = torn
            for _ in range(MOST_TRIES if torn else 0):
                still_torn = self._read_modified(
                    still_torn, since=since, until=until, disputes=disputes, seen=seen
                )
            never_whole += still_torn
            torn = [status for status in torn if status not in still_torn]
            since = until
        self.walk([*never_whole, *torn])
        return expected is None or expected in seen

    def _read_modified(
        self,
        statuses: Iterable[str],
        *,
        since: str,
        disputes: Mapping[str, int],
        seen: set[int],
        until: str = "",
    ) -> list[str]:
        """The statuses whose lists did not come whole. Adds to the products `seen`."""
        lists = [ModifiedList(status, disputes.get(status, 0)) for status in statuses]
        for page, rows in self._modified(lists, since=since, until=until):
            tally = self.tallies[page.status]
            if not tally.walks:  # the pages of a full walk are told as they are
                tally.pages += 1
            tally.at = self._clock()
            self._stage(page, rows)
            self._raise_watermark(page.products)
        for one in lists:
            seen |= one.seen
        return [one.status for one in lists if not one.is_whole]

    def removed_lately(self) -> set[int] | None:
        """Products AliExpress lists as removed since the watermark this run began with.

        A hint that spares walking a whole status for one listing that is gone; None where the
        app may not list removed products, where there are too many to be a hint, or where the lists
        moved while they were read.
        """
        if self.gateway.credentials.list_method != FIND_LIST or not self.began_at_watermark:
            return None
        lists = [ModifiedList(status) for status in REMOVED_STATUSES]
        removed: set[int] = set()
        try:
            for page, _ in self._modified(lists, since=self.began_at_watermark):
                removed.update(page.products.product_ids)
                if sum(one.pages_expected for one in lists) > MOST_PAGES_OF_REMOVED:
                    return None
        except (Refused, Failed):
            return None
        return removed if all(one.is_whole for one in lists) else None

    def _read(
        self, status: str, number: int, *, modified_since: str = "", modified_until: str = ""
    ) -> ReadPage:
        """In a thread of the pool: what is made ready there does not keep the main one."""
        page = self.gateway.page(
            status,
            number,
            page_size=PAGE_SIZE,
            modified_since=modified_since,
            modified_until=modified_until,
        )
        return page, self._staging.ready(page.products)

    def _take(self, page: ListPage, rows: Rows, tally: StatusTally) -> None:
        tally.pages += 1
        tally.listed += len(page.products)
        tally.unreadable += len(page.unreadable)
        if page.number < page.page_count:
            tally.page_sizes.add(len(page.products) + len(page.unreadable))
        tally.declared = page.declared
        tally.declared_meanwhile.add(page.declared)
        tally.at = self._clock()
        self._stage(page, rows)

    def _stage(self, page: ListPage, rows: Rows) -> None:
        self._staging.add(rows)
        self.unreadable += page.unreadable

    def _pages_still_to_ask(
        self, page: ListPage, tally: StatusTally
    ) -> list[Callable[[], ReadPage]]:
        more = pages_beyond(page, expected=tally.pages_expected, page_size=PAGE_SIZE)
        tally.pages_expected = max(tally.pages_expected, 1, more.stop - 1)
        return [partial(self._read, page.status, number) for number in more]

    def _modified(
        self, lists: Sequence[ModifiedList], *, since: str, until: str = ""
    ) -> Iterator[ReadPage]:
        asked = partial(self._read, modified_since=since, modified_until=until)
        by_status = {one.status: one for one in lists}
        calls: ReadPages = deque(partial(asked, status, 1) for status in by_status)
        for page, rows in self._calls.each(calls):
            more = by_status[page.status].take(page, page_size=PAGE_SIZE)
            calls.extend(partial(asked, page.status, number) for number in more)
            yield page, rows

    def _raise_watermark(self, products: Products) -> None:
        """To the newest moment among these. What cannot be read as one sets no mark, nor does one
        that is yet to come: nothing that changes from now on would be newer."""
        ahead = f"{(self._clock() + FARTHEST_AHEAD).astimezone(UTC):%Y-%m-%d %H:%M:%S}"
        newest = max((at for at in products.modified_at if at and at < ahead), default="")
        if newest > self._watermark_at:
            product = products[products.modified_at.index(newest)]
            self._watermark_at = newest
            self.watermark = product.gmt_modified
            self.watermark_product_id = product.product_id
