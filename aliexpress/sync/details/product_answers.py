"""What AliExpress answers of single products in one reading, and for which it could not."""

from typing import Final

from aliexpress.gateway import Gateway
from aliexpress.gateway.errors import Bound, Failed, NotPermitted, Refused, Unavailable
from aliexpress.gateway.families import ShopAddress
from aliexpress.lifecycle import OTHER, POP
from aliexpress.models import Listing, Store
from aliexpress.sync.details.storage import UNKNOWN_PRODUCT, Asked

# So many products in a row that AliExpress could not answer for are no trouble of their own.
MOST_FAILURES_IN_A_ROW: Final = 20


class ProductAnswers:
    """`failed`: listings AliExpress could not answer for just now, and why."""

    def __init__(self, store: Store, *, gateway: Gateway) -> None:
        self.failed: dict[int, str] = {}
        self._failures_in_a_row = 0
        self._gateway = gateway
        # Those that are not the account's own POP shop have to be named.
        self._shops = {
            one.pk: ShopAddress(one.family, one.channel, one.channel_seller_id)
            for one in store.shops.exclude(family__in=[POP, OTHER])
        }
        self._refused: dict[int | None, str] = {}  # shops the app may not ask about, and why

    def ask(self, listing: Listing) -> Asked:
        """In a thread of its own: nothing here touches the database. Raises what says something of
        more than this product."""
        try:
            if listing.shop_id in self._refused:
                return Asked(listing, None, self._refused[listing.shop_id])
            shop = self._shops.get(listing.shop_id or 0, ShopAddress())
            found = self._gateway.detail(listing.product_id, shop=shop)
        except Failed as error:
            return Asked(listing, None, str(error), passes=True)
        except NotPermitted as error:
            if listing.shop_id not in self._shops:
                raise
            # Of one family of shops alone: the products of the others are read.
            self._refused[listing.shop_id] = str(error)
            return Asked(listing, None, str(error))
        except Refused as error:
            if error.binds is not Bound.CALL:
                raise
            return Asked(listing, None, str(error))
        return Asked(listing, found, "" if found else UNKNOWN_PRODUCT)

    def is_told(self, asked: Asked) -> bool:
        """Whether there is something to keep of it; noted as failed where not. Raises Unavailable
        where AliExpress answers for no product any more."""
        if not asked.passes:
            self._failures_in_a_row = 0
            return True
        self.failed[asked.listing.pk] = asked.problem
        self._failures_in_a_row += 1
        if self._failures_in_a_row >= MOST_FAILURES_IN_A_ROW:
            raise Unavailable(asked.problem)
        return False

    def what_failed(self, *, answered_count: int) -> str:
        """A sentence; "" where AliExpress answered for all that were asked for."""
        if not self.failed:
            return ""
        asked = answered_count + len(self.failed)
        reason = next(iter(self.failed.values()))
        return (
            f"{len(self.failed):,} of {asked:,} products are missing and asked for again soon: "
            f"{reason}"
        )
