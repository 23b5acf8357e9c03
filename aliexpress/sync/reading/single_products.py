"""What lists do not tell is asked for product by product, or of the seller's own counter."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from aliexpress.gateway import Gateway
from aliexpress.gateway.answers import ListedProduct
from aliexpress.gateway.errors import Failed, Refused
from aliexpress.gateway.families.pop import FIND_LIST
from aliexpress.lifecycle import DRAFT_STATUS, REMOVED_STATUSES
from aliexpress.sync.call_pool import Calls
from aliexpress.sync.lists_to_read import CountedShop
from aliexpress.sync.staging.table import Staging


class Found(NamedTuple):
    """A product that exists, and the shop that knows it."""

    shop: CountedShop
    product: ListedProduct

    @property
    def key(self) -> str:
        """The list it stands in."""
        return self.shop.key(self.product.status)


LookUps = deque[Callable[[], tuple[int, Found | None]]]


class Asking:
    """One run's single questions; what AliExpress says of a product is staged."""

    def __init__(self, *, gateway: Gateway, calls: Calls, staging: Staging) -> None:
        self._gateway = gateway
        self._calls = calls
        self._staging = staging

    def ask_singly(self, shops: Mapping[int, Sequence[CountedShop]]) -> list[Found]:
        """Ask for these products one by one, each in its shops; stage what AliExpress says each
        is now.

        Returns those that exist; one that does not, or was removed, is staged as gone.
        """
        calls: LookUps = deque(
            partial(self._look_up, product_id, some) for product_id, some in shops.items()
        )
        existing = []
        for product_id, found in self._calls.each(calls):
            if found is None:
                self._staging.add_gone(product_id)
            else:
                self._staging.add_product(found.product, shop=found.shop)
                existing.append(found)
        return existing

    def drop(self, product_ids: Iterable[int]) -> None:
        """Stage these as gone without asking."""
        for product_id in product_ids:
            self._staging.add_gone(product_id)

    def are_removed(self, product_ids: Collection[int]) -> bool:
        """Whether AliExpress lists every one of these as removed; False where it does not tell."""
        if self._gateway.credentials.list_method != FIND_LIST:
            return False
        calls: deque[Callable[[], bool]] = deque(
            partial(self._is_removed, product_id) for product_id in product_ids
        )
        try:
            return False not in list(self._calls.each(calls))
        except (Refused, Failed):
            return False

    def is_in_list(self, product_id: int, *, shop: CountedShop | None, status: str) -> bool:
        """Whether that list still names it; True where AliExpress does not tell: of drafts, and
        where it answers with another product, as if nothing was asked for."""
        if shop is None or status == DRAFT_STATUS:
            return True
        ask = partial(
            self._gateway.page,
            status,
            1,
            page_size=1,
            product_id=product_id,
            shop=shop.address,
        )
        try:
            return bool(self._calls.one(ask).products)
        except (Refused, Failed):
            return True

    def what_is(self, product_id: int, *, shop: CountedShop) -> ListedProduct | None:
        """What AliExpress says of it, staged nowhere; None where it says there is none."""
        return self._calls.one(partial(self._gateway.look_up, product_id, shop=shop.address))

    def on_sale_by_profile(self) -> int | None:
        """The seller's own count of products on sale; None where AliExpress does not tell."""
        try:
            return self._calls.one(self._gateway.merchant_profile).online_count
        except (Refused, Failed):
            return None

    def _look_up(self, product_id: int, shops: Sequence[CountedShop]) -> tuple[int, Found | None]:
        """In the first of the shops that knows it."""
        for shop in shops:
            product = self._gateway.look_up(product_id, shop=shop.address)
            if product is not None and product.status not in REMOVED_STATUSES:
                return product_id, Found(shop, product)
        return product_id, None

    def _is_removed(self, product_id: int) -> bool:
        pages = (
            self._gateway.page(status, 1, page_size=1, product_id=product_id)
            for status in sorted(REMOVED_STATUSES)
        )
        return any(product_id in page.products.product_ids for page in pages)
