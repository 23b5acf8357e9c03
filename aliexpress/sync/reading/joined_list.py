"""Reads AliExpress's own list of the products that joined semi-managed."""

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Final

from aliexpress.gateway import Gateway
from aliexpress.gateway.errors import Unavailable
from aliexpress.gateway.shops import JOINED_PAGE, JoinedPage
from aliexpress.sync.call_pool import Calls

MOST_PAGES: Final = 5_000  # AliExpress lets a seller have 100,000 products


class JoinedList:
    """The list as it is now, begun with its first page."""

    def __init__(self, *, gateway: Gateway, calls: Calls) -> None:
        self._gateway = gateway
        self._calls = calls
        self._first = calls.one(partial(gateway.joined, 1))

    @property
    def declared(self) -> int:
        return self._first.total

    def product_ids(self) -> set[int]:
        """All of them. Raises Unavailable where fewer come than it declares."""
        pages = min(-(-self.declared // JOINED_PAGE), MOST_PAGES)
        calls: deque[Callable[[], JoinedPage]] = deque(
            partial(self._gateway.joined, number) for number in range(2, pages + 1)
        )
        found = set(self._first.product_ids)
        for page in self._calls.each(calls):
            found.update(page.product_ids)
        if len(found) < self.declared:
            raise Unavailable("AliExpress's list of semi-managed products did not come whole.")
        return found
