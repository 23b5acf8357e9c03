"""Which pages of a list are still to be asked for, and whether the list came whole.

A list is what was listed, never what was declared: it ends at a page that comes short of the pages
before it, and beyond a full last page one more is asked for. What AliExpress declares (how many
listings, on how many pages) only says which pages can be asked for side by side.
"""

from dataclasses import dataclass, field

from aliexpress.gateway.errors import Unavailable
from aliexpress.sync.read_page import ReadPage

# Pages one answer has us ask for. The answers to those have us ask for the rest, so that a number
# of pages nobody has is found out before we have listed them all.
MOST_AT_ONCE = 1_000
# Pages beyond the number declared: a list that goes on for ever is none.
MOST_BEYOND = 12_000
# A page alone is the only one to learn the size of pages from. They are cut to round numbers.
SMALLEST_SIZE = 10


@dataclass(slots=True)
class PagedList:
    """One reading of one list, page by page."""

    status: str
    page_size: int  # asked for; AliExpress may cut it without a word
    asked: int = 0  # the number of the last page asked for
    promised: int = 0  # pages AliExpress says there are
    sizes: dict[int, int] = field(default_factory=dict)  # by page: what stood on it
    declared: set[int] = field(default_factory=set)  # by its pages: how many listings match
    unreadable: int = 0
    _contents: set[int] = field(default_factory=set)

    def take(self, page: ReadPage) -> range:
        """The pages to be asked for besides, now that this one is here."""
        if page.page_count > max(1, page.declared):
            raise Unavailable(
                f"AliExpress says {page.declared:,} listings stand on {page.page_count:,} pages, "
                "which cannot be."
            )
        length = 0 if self.repeats(page) else page.length
        self.promised = max(self.promised, page.page_count)
        is_full = self._is_full(page, length)
        self.sizes[page.number] = length
        self.declared.add(page.declared)
        self.unreadable += len(page.unreadable)
        self._contents.add(content_of(page))
        return self._ask_up_to(page.number + 1 if is_full else 0)

    def repeats(self, page: ReadPage) -> bool:
        """Whether a page beyond the last shows one of the others once more, in place of nothing."""
        return page.number > max(1, self.promised) and content_of(page) in self._contents

    @property
    def has_even_pages(self) -> bool:
        """Whether no page is shorter than another but the last."""
        lengths = [self.sizes[number] for number in sorted(self.sizes)]
        while lengths and not lengths[-1]:
            lengths.pop()
        return len(set(lengths[:-1])) <= 1 and (not lengths or lengths[-1] <= lengths[0])

    @property
    def capacity(self) -> int:
        """How many listings its pages can hold: where more are declared, some did not come."""
        lengths = [length for length in self.sizes.values() if length]
        return len(lengths) * (max(lengths) if len(lengths) > 1 else self.page_size)

    def _is_full(self, page: ReadPage, length: int) -> bool:
        """Whether another page may follow: this one is as long as was asked for, or as the longest
        of the others; or it is alone, and may have been cut."""
        if length >= self.page_size:
            return True
        longest = max((n for number, n in self.sizes.items() if number != page.number), default=0)
        if longest:
            return length >= longest
        return length >= SMALLEST_SIZE and self._may_be_cut(length, page.declared)

    def _may_be_cut(self, length: int, declared: int) -> bool:
        """A page alone: whether more is declared, or it ends where pages are cut."""
        return length < declared or length % SMALLEST_SIZE == 0

    def _ask_up_to(self, wanted: int) -> range:
        asked = max(self.asked, 1)
        last = min(max(wanted, self.promised, asked), asked + MOST_AT_ONCE)
        if last > self.promised + MOST_BEYOND:
            raise Unavailable(f"AliExpress's list of {self.status} does not end.")
        self.asked = last
        return range(asked + 1, last + 1)


@dataclass(slots=True)
class ModifiedList(PagedList):
    """What of one status was modified since a moment, page by page.

    A listing that leaves such a list while it is read lets another slide past unseen, as in a
    whole list; but the counts of statuses would not tell, because what slid past may only have
    changed its reason or its dates. So the list has to agree with itself.
    """

    dispute: int = 0  # by how much AliExpress declares more of this status than it lists, always
    seen: set[int] = field(default_factory=set)

    def take(self, page: ReadPage) -> range:
        self.seen.update(page.product_ids)
        # Not `super()`: a class with slots is made twice, and only the first knows that name.
        return PagedList.take(self, page)

    def _may_be_cut(self, length: int, declared: int) -> bool:
        return length < declared - self.dispute  # a list as long as declared is whole

    @property
    def is_whole(self) -> bool:
        """All pages declared one number, and it is the number of listings on them, or differs
        from it as the status has been known to."""
        if len(self.declared) != 1:
            return False
        missing = max(self.declared) - len(self.seen) - self.unreadable
        return missing in (0, self.dispute) or self.dispute < missing < 0


def content_of(page: ReadPage) -> int:
    """Two pages with one content hold the same products; an empty one is like no other."""
    ids = tuple(page.product_ids)
    return hash(ids) if ids else -page.number
