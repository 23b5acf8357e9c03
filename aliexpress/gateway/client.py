"""The gateway as the rest of the application sees it: one store's calls, retried and paced."""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from aliexpress.gateway import (
    merchant_profile,
    names,
    product_detail,
    shops,
    tokens,
)
from aliexpress.gateway.answers import (
    CategoryAsks,
    DiagnosisPage,
    ListedProduct,
    ListPage,
    ProductDetail,
    Tokens,
)
from aliexpress.gateway.credentials import Credentials
from aliexpress.gateway.errors import (
    Bound,
    Failed,
    GatewayError,
    NotPermitted,
    Refused,
    Unavailable,
)
from aliexpress.gateway.families import FAMILIES, PageQuery, ShopAddress, pop
from aliexpress.gateway.merchant_profile import MerchantProfile
from aliexpress.gateway.retry import Call, Parsed, Pause, Retrying
from aliexpress.gateway.signed_post import Answer, Transport
from aliexpress.lifecycle import KINDS, STATUSES
from aliexpress.typed.moments import CLOCKS_DIFFER
from aliexpress.typed.redaction import hold

POP_SHOP: Final = ShopAddress()


class Gateway:
    """Calls for one store. Every method may raise Unavailable or Refused; safe for threads.

    `patience`: how many seconds in all one call may wait before it is given up; an answer may
    take not quite half of them. `seconds`: for all calls together, where somebody waits.
    `connections`: how many calls of the app key may be under way at once, at least.
    `on_pause` is told until when AliExpress wants the app key to wait.
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        clock: Callable[[], datetime],
        connections: int = 1,
        patience: float = 20.0,
        seconds: float | None = None,
        on_pause: Callable[[Pause], None] | None = None,
        cancelled: threading.Event | None = None,
    ) -> None:
        self.credentials = credentials
        self._clock = clock
        self._transport = Transport(
            clock=clock, connections=connections, public_only=credentials.public_only
        )
        self._retrying = Retrying(
            credentials,
            clock=clock,
            connections=connections,
            patience=patience,
            seconds=seconds,
            on_pause=on_pause,
            cancelled=cancelled,
        )

    @property
    def request_count(self) -> int:
        return self._retrying.request_count

    @property
    def server_time(self) -> datetime | None:
        """What AliExpress's clock said in its last answer; None where it does not tell."""
        return self._transport.server_time

    def now(self) -> datetime:
        """The moment of what is found out now: by our clock, or by AliExpress's where ours is ahead
        of it. A fact that is dated ahead would be told of no moment until its own has come."""
        lead = self._transport.lead
        return self._clock() - lead if lead > CLOCKS_DIFFER else self._clock()

    def use(self, credentials: Credentials) -> None:
        """From the next call on, these."""
        self.credentials = credentials
        self._retrying.use(credentials)

    def pause_until(self, moment: datetime, *, method: str = "") -> None:
        """Obey a pause another worker of the app key was given."""
        self._retrying.pause_until(moment, method=method)

    def close(self) -> None:
        self._transport.close()

    # --- Lists

    def declared(self, status: str, *, shop: ShopAddress = POP_SHOP) -> int:
        """How many listings AliExpress says are in a status: one small call."""
        return self.page(status, 1, page_size=1, shop=shop).declared

    def page(
        self,
        status: str,
        number: int,
        *,
        shop: ShopAddress = POP_SHOP,
        page_size: int | None = None,
        modified_since: str = "",
        modified_until: str = "",
        product_id: int | None = None,
        offline_reason: str = "",
    ) -> ListPage:
        """One page of a status of a shop, the largest there is where no size is given.
        `modified_since` and `modified_until` are AliExpress's own texts of a gmt_modified."""
        credentials, family = self.credentials, FAMILIES[shop.family]
        asked = PageQuery(
            status,
            number,
            page_size=family.largest_page if page_size is None else page_size,
            modified_since=modified_since,
            modified_until=modified_until,
            product_id=product_id,
            offline_reason=offline_reason,
        )
        method, parameters = family.list_request(shop, asked, list_method=credentials.list_method)
        return self._sync(
            method,
            parameters,
            lambda answer: family.page(answer, asked, time_zone=credentials.time_zone),
        )

    def relations(self) -> list[shops.Relation]:
        """The shops of the account."""
        return self._sync(shops.RELATIONS, {}, shops.relations)

    def joined(self, number: int) -> shops.JoinedPage:
        """One page of the POP products that joined semi-managed."""
        return self._sync(shops.JOINED_LIST, shops.joined_query(number), shops.joined_page)

    def probe(self) -> str:
        """The full name of the list method this app may call. Raises Refused where neither."""
        refusal: NotPermitted | None = None
        for method in pop.LIST_METHODS:
            self.use(replace(self.credentials, list_method=method))
            try:
                self.declared(STATUSES[0])
            except NotPermitted as error:
                refusal = error
            else:
                return method
        raise NotPermitted(
            "The app may call neither of AliExpress's list methods.",
            remedy="Ask for the permission to list products in the app console.",
        ) from refusal

    # --- Details

    def detail(self, product_id: int, *, shop: ShopAddress = POP_SHOP) -> ProductDetail | None:
        """One product in full, at the pace AliExpress allows; None where there is none.

        Raises NoDetail where AliExpress refuses this one product.
        """
        family = FAMILIES[shop.family]
        method, parameters = family.product_request(
            shop, product_id, list_method=self.credentials.list_method
        )
        return self._sync(
            method, parameters, lambda answer: family.detail(answer, product_id), paced=True
        )

    def category_asks(self, category_id: int) -> CategoryAsks:
        """The attributes a leaf category asks for."""
        return self._sync(
            product_detail.ATTRIBUTES,
            {"cate_id": str(category_id), "locale": "en"},
            lambda answer: product_detail.category_asks(answer, category_id),
        )

    def diagnosis(self, number: int) -> DiagnosisPage:
        """One page, of fifty, of what AliExpress finds wrong with products on sale."""
        return self._sync(
            product_detail.DIAGNOSIS,
            product_detail.diagnosis_query(number),
            product_detail.diagnosis,
        )

    # --- One product, one seller

    def look_up(self, product_id: int, *, shop: ShopAddress = POP_SHOP) -> ListedProduct | None:
        """What AliExpress says of one product of a shop now; None where it says there is none.

        Where the product's own answer does not tell, the lists are asked for it.
        """
        family, statuses = FAMILIES[shop.family], KINDS[shop.family].statuses
        method, parameters = family.product_request(
            shop, product_id, list_method=self.credentials.list_method
        )
        try:
            found = self._sync(
                method,
                parameters,
                lambda answer: family.product(
                    answer, product_id, time_zone=self.credentials.time_zone
                ),
                paced=True,
            )
        except GatewayError as error:
            if not tells_of_one_product(error):
                raise
            return self._find_in_lists(product_id, statuses, shop)
        if found is None or found.status not in statuses:
            return found
        # The list knows the product in the very form every other listing is kept in.
        return self._find_in_lists(product_id, [found.status], shop) or found

    def merchant_profile(self) -> MerchantProfile:
        return self._sync(merchant_profile.METHOD, {}, merchant_profile.parsed)

    # --- What numbers are called

    def group_names(self) -> names.Names:
        return self._sync(names.GROUPS, {}, names.groups)

    def freight_names(self) -> names.Names:
        return self._sync(names.FREIGHT, {}, names.freight_templates)

    def category_name(self, category_id: int) -> names.Names:
        return self._sync(names.CATEGORY, {"param0": str(category_id)}, names.categories)

    def hosting_limit(self, shop: ShopAddress) -> int:
        """How many products a managed shop may have."""
        parameters = {"channel": shop.channel, "channel_seller_id": shop.channel_seller_id}
        return self._sync(names.HOSTING_LIMIT, parameters, names.hosting_limit)

    # --- Tokens

    def refresh_tokens(self) -> Tokens:
        """A new pair. Refreshing does not prolong the refresh token's own life."""
        return self._tokens(tokens.REFRESH, refresh_token=self.credentials.refresh_token)

    def exchange_code(self, code: str) -> Tokens:
        """The first pair, for the code the seller came back with (valid three minutes, once)."""
        hold(code)
        return self._tokens(tokens.CREATE, code=code)

    def _tokens(self, path: str, **parameters: str) -> Tokens:
        """Never sent again once AliExpress answered, whatever it answered."""
        return self._retrying.make(
            Call(
                path,
                lambda read_seconds: self._transport.rest(
                    self.credentials, path, parameters, read_seconds=read_seconds
                ),
                lambda answer: tokens.parsed(answer, at=self._clock()),
                once=True,
            )
        )

    def _sync(
        self,
        method: str,
        parameters: Mapping[str, str],
        read: Callable[[Answer], Parsed],
        *,
        paced: bool = False,
    ) -> Parsed:
        return self._retrying.make(
            Call(
                method,
                lambda read_seconds: self._transport.sync(
                    self.credentials, method, parameters, read_seconds=read_seconds
                ),
                read,
                paced=paced,
            )
        )

    def _find_in_lists(
        self, product_id: int, statuses: Iterable[str], shop: ShopAddress
    ) -> ListedProduct | None:
        """None where none of these statuses lists it."""
        for status in statuses:
            page = self.page(status, 1, page_size=1, product_id=product_id, shop=shop)
            for found in page.products:
                if found.product_id == product_id:
                    return found
                raise Unavailable(
                    "AliExpress answered about something else than the product asked for."
                )
        return None


def tells_of_one_product(error: GatewayError) -> bool:
    """Whether a product's look-up failed in a way that says nothing of any other call."""
    return isinstance(error, Failed | NotPermitted) or (
        isinstance(error, Refused) and error.binds is Bound.CALL
    )
