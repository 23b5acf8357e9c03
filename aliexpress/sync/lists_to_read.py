"""The lists a run reads: every counted status of every counted shop of the account.

A list goes by its key: the status alone for the POP shop, as it is where that shop is the only one,
and "ONLINE@6012345" for a status of the shop 6012345.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aliexpress.gateway.errors import Bound, Refused
from aliexpress.gateway.families import ShopAddress
from aliexpress.lifecycle import DRAFT_STATUS, KINDS, POP, State, state_of
from aliexpress.models import Connection, Shop, Store


class Undecided(Refused):
    """Somebody must say whether a shop of the account is counted."""


@dataclass(frozen=True, slots=True)
class CountedShop:
    """A shop as a run reads it."""

    pk: int
    family: str
    address: ShopAddress
    name: str
    statuses: tuple[str, ...]
    watermark: tuple[str, int | None, tuple[str, ...]]

    def key(self, status: str) -> str:
        return status if self.family == POP else f"{status}@{self.address.channel_seller_id}"

    @property
    def on_sale(self) -> str:
        return self.key(KINDS[self.family].on_sale)


class ShopLists:
    """The counted shops of a store. `rows`: what a snapshot says of every shop of the account, []
    where there is nothing to say because the POP shop is the only one."""

    def __init__(self, shops: Iterable[CountedShop], *, rows: list[dict[str, Any]]) -> None:
        self.shops = list(shops)
        self.rows = rows
        self._by_pk = {shop.pk: shop for shop in self.shops}
        self._by_seller = {shop.address.channel_seller_id: shop for shop in self.shops}
        self._pop = next((shop for shop in self.shops if shop.family == POP), None)

    @classmethod
    def of(cls, store: Store) -> "ShopLists":
        """Raises Undecided where a shop is, and Refused where none is counted."""
        connection = store.connection
        shops = [shop for shop in store.shops.order_by("pk") if is_there(shop, connection)]
        undecided = [shop for shop in shops if shop.is_counted is None]
        if undecided:
            raise Undecided(connection.shops_warning, binds=Bound.SELLER)
        counted = [counted_shop_of(shop, store) for shop in shops if shop.is_counted]
        if not counted:
            raise Refused(
                "None of the account's shops is counted.",
                remedy="Say in the admin which are, or ask operations to.",
                binds=Bound.SELLER,
            )
        counted.sort(key=lambda shop: shop.family != POP)
        alone = [shop.family for shop in shops] == [POP]
        return cls(counted, rows=[] if alone else [row_of(shop) for shop in shops])

    @property
    def keys(self) -> list[str]:
        return [shop.key(status) for shop in self.shops for status in shop.statuses]

    @property
    def pop(self) -> CountedShop | None:
        return self._pop

    @property
    def only_pop(self) -> bool:
        return [shop.family for shop in self.shops] == [POP]

    def shop_of(self, pk: int | None) -> CountedShop | None:
        """Of a listing; what nobody has told a shop of is the POP shop's."""
        return self._pop if pk is None else self._by_pk.get(pk)

    def key(self, pk: int | None, status: str) -> str:
        """The list a listing stands in; "" for one of a shop that is not counted."""
        shop = self.shop_of(pk)
        return shop.key(status) if shop else ""

    def parts(self, key: str) -> tuple[CountedShop | None, str]:
        """The shop and the status of a list."""
        status, _, seller = key.rpartition("@")
        shop = self._by_seller.get(seller) if status else None
        return (shop, status) if shop and shop.family != POP else (self._pop, key)

    def family(self, key: str) -> str:
        """Of the shop of a list."""
        shop, _ = self.parts(key)
        return shop.family if shop else POP

    def state(self, key: str, reason: str) -> State:
        _, status = self.parts(key)
        return state_of(status, reason, family=self.family(key))

    def mean_otherwise(self, rows: Iterable[Mapping[str, Any]]) -> bool:
        """Whether AliExpress's words in rows of a snapshot come to another state by now: a later
        release may know what they mean."""
        return any(
            self.state(key_of_row(row), row["offline_reason"]) != row["state"] for row in rows
        )

    def marks(self, key: str) -> dict[str, str]:
        """What a row about a list says of its shop; nothing where the POP shop is the only one."""
        shop, _ = self.parts(key)
        if not self.rows or shop is None:
            return {}
        return {"shop": shop.address.channel_seller_id, "family": shop.family}


def key_of_row(row: Mapping[str, Any]) -> str:
    """The list a row of a snapshot is about."""
    own = row.get("family", POP) == POP
    return str(row["status"] if own else f"{row['status']}@{row['shop']}")


def counted_in(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Which shops a snapshot counts, and as what, by rows of it."""
    return sorted((row["shop"], row["family"]) for row in rows if row["counted"])


def is_there(shop: Shop, connection: Connection) -> bool:
    """A shop that is not counted, and that AliExpress names no more, is a shop of the account no
    more."""
    told_at = connection.shops_told_at
    is_named = shop.seen_at is None or told_at is None or shop.seen_at >= told_at
    return is_named or shop.is_counted is not False


def counted_shop_of(shop: Shop, store: Store) -> CountedShop:
    watched: Shop | Store = store if shop.family == POP else shop
    drafts = [DRAFT_STATUS] if shop.family == POP and store.counts_drafts else []
    return CountedShop(
        pk=shop.pk,
        family=shop.family,
        address=ShopAddress(shop.family, shop.channel, shop.channel_seller_id),
        name=shop.name,
        statuses=(*KINDS[shop.family].statuses, *drafts),
        watermark=(
            watched.watermark,
            watched.watermark_product_id,
            tuple(watched.watermark_crowds),
        ),
    )


def row_of(shop: Shop) -> dict[str, Any]:
    return {
        "shop": shop.channel_seller_id,
        "channel": shop.channel,
        "name": shop.name,
        "family": shop.family,
        "counted": bool(shop.is_counted),
        "reason": shop.not_counted_reason,
    }
