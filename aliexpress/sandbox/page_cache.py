"""The answers kept as bytes, so that the same page is not written twice."""

from collections import OrderedDict
from typing import Final

from aliexpress.sandbox.aliexpress_words import JOINED_LIST, LIST_METHODS, MANAGED_LISTS
from aliexpress.sandbox.methods.call import Call
from aliexpress.sandbox.methods.list_query import PARAMETER
from aliexpress.sandbox.methods.managed_query import CONDITION

CACHED: Final = {*LIST_METHODS, *MANAGED_LISTS.values(), JOINED_LIST}
# What tells one page of a list from another.
NAMES: Final = (
    "simplify",
    PARAMETER,
    CONDITION,
    "param",
    "channel_seller_id",
    "current_page",
    "page_size",
)


class PageCache:
    """Answers of the list methods, as bytes, until their catalogue changes.

    Without it a benchmark of the client would measure how fast the sandbox writes JSON.
    """

    def __init__(self, *, budget_bytes: int) -> None:
        self._budget = budget_bytes
        self._size = 0
        self._pages: OrderedDict[tuple[str, ...], tuple[int, bytes]] = OrderedDict()

    def get(self, call: Call) -> bytes | None:
        if not is_repeatable(call):
            return None
        version, body = self._pages.get(cache_key(call), (-1, None))
        return body if version == call.catalogue.version else None

    def keep(self, call: Call, body: bytes) -> None:
        if not is_repeatable(call):
            return
        key = cache_key(call)
        _, old = self._pages.pop(key, (0, b""))
        self._pages[key] = (call.catalogue.version, body)
        self._size += len(body) - len(old)
        while self._size > self._budget:
            _, (_, dropped) = self._pages.popitem(last=False)
            self._size -= len(dropped)


def is_repeatable(call: Call) -> bool:
    """off_line_time counts from now, and a fault may strike once only."""
    return (
        call.method in CACHED
        and not call.fired
        and "off_line_time" not in call.parameters.get(PARAMETER, "")
    )


def cache_key(call: Call) -> tuple[str, ...]:
    asked = (call.parameters.get(name, "") for name in NAMES)
    return call.seller.seller_id, call.method, *asked
