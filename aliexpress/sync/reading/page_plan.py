"""Which pages of a list are still to be asked for, and whether a filtered list came whole."""

from dataclasses import dataclass, field

from aliexpress.gateway.answers import ListPage
from aliexpress.gateway.errors import Unavailable

# Pages one answer has us ask for. The answers to those have us ask for the rest, so that a number
# of pages nobody has is found out before we have listed them all.
MOST_AT_ONCE = 1_000


def pages_beyond(page: ListPage, *, expected: int, page_size: int) -> range:
    """The next pages this answer says exist beyond the `expected` ones, which all were asked for.

    Never trusts the first page alone: the list may grow while it is read. Nor the number of pages
    alone: where it falls short of the listings declared, we read on until a page is empty.
    """
    if page.page_count > max(1, page.declared):
        raise Unavailable(
            f"AliExpress says {page.declared:,} listings stand on {page.page_count:,} pages, "
            "which cannot be; the number is unchanged."
        )
    expected = max(expected, 1)
    last = max(expected, page.page_count)
    holds_some = bool(page.products or page.unreadable)
    if page.number >= last and holds_some and page.number * page_size < page.declared:
        last = page.number + 1
    return range(expected + 1, min(last, expected + MOST_AT_ONCE) + 1)


@dataclass(slots=True)
class ModifiedList:
    """What of one status was modified since a moment, page by page.

    A listing that leaves such a list while it is read lets another slide past unseen, as in a
    whole list; but the counts of statuses would not tell, because what slid past may only have
    changed its reason or its dates. So the list has to agree with itself.
    """

    status: str
    dispute: int = 0  # by how much AliExpress declares more of this status than it lists, always
    pages_expected: int = 0
    unreadable: int = 0
    seen: set[int] = field(default_factory=set)
    declared: set[int] = field(default_factory=set)

    def take(self, page: ListPage, *, page_size: int) -> range:
        """The pages to be asked for besides, now that this one is here."""
        self.seen.update(page.products.product_ids)
        self.unreadable += len(page.unreadable)
        self.declared.add(page.declared)
        more = pages_beyond(page, expected=self.pages_expected, page_size=page_size)
        self.pages_expected = max(self.pages_expected, 1, more.stop - 1)
        return more

    @property
    def is_whole(self) -> bool:
        """All pages declared one number, and it is the number of listings on them, or differs
        from it as the status has been known to."""
        listed = len(self.seen) + self.unreadable
        return self.declared in ({listed}, {listed + self.dispute})
