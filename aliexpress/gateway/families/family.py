"""What every family of shops answers to, and what a call about one of its shops is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from aliexpress.gateway.answers import ListedProduct, ListPage, ProductDetail
from aliexpress.lifecycle import POP


@dataclass(frozen=True, slots=True)
class ShopAddress:
    """Which shop of an account a call is for. A POP shop is the account's own: it is not named."""

    family: str = POP
    channel: str = ""
    channel_seller_id: str = ""


@dataclass(frozen=True, slots=True)
class PageQuery:
    """One page of one status. The moments are AliExpress's own texts of a modification."""

    status: str
    number: int
    page_size: int
    modified_since: str = ""
    modified_until: str = ""
    product_id: int | None = None
    offline_reason: str = ""


class Request(NamedTuple):
    method: str
    parameters: Mapping[str, str]


class Family(Protocol):
    """One kind of shop: how it is asked, and how its answers are read."""

    @property
    def largest_page(self) -> int: ...

    @property
    def smallest_page(self) -> int:
        """Pages halve down to this where AliExpress takes too long over them."""
        ...

    @property
    def brings_skus(self) -> bool:
        """Whether its pages hold the SKUs and the stock of each product."""
        ...

    def list_request(self, shop: ShopAddress, asked: PageQuery, *, list_method: str) -> Request:
        """`list_method`: the one the app may call, where the family has more than one."""
        ...

    def page(self, answer: dict[str, Any], asked: PageQuery, *, time_zone: str) -> ListPage:
        """Raises Unavailable where the answer contradicts itself: then nothing of it is used."""
        ...

    def product_request(self, shop: ShopAddress, product_id: int, *, list_method: str) -> Request:
        """One product asked for singly."""
        ...

    def product(
        self, answer: dict[str, Any], product_id: int, *, time_zone: str
    ) -> ListedProduct | None:
        """The product under the status its list has it in; None where AliExpress says there is
        none. Raises Failed where the answer does not tell."""
        ...

    def detail(self, answer: dict[str, Any], product_id: int) -> ProductDetail | None:
        """What the same answer adds to the product's place in the lists; None where there is no
        such product. Raises Failed, and NoDetail where AliExpress refuses this one product."""
        ...
