"""The gateway as the rest of the application sees it: what one store can be asked."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from aliexpress.gateway import (
    category_attributes,
    merchant_profile,
    names,
    product_diagnosis,
    shops,
)
from aliexpress.gateway.answers import (
    CategoryAsks,
    DiagnosisPage,
    ListedProduct,
    ListPage,
    ProductDetail,
)
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
from aliexpress.gateway.store_calls import StoreCalls
from aliexpress.lifecycle import KINDS, STATUSES

POP_SHOP: Final = ShopAddress()


class Gateway(StoreCalls):
    """What a store is asked. Every method may raise Unavailable or Refused."""

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
        return self.ask(
            method,
            parameters,
            lambda answer: family.page(answer, asked, time_zone=credentials.time_zone),
        )

    def relations(self) -> list[shops.Relation]:
        """The shops of the account."""
        return self.ask(shops.RELATIONS, {}, shops.relations)

    def joined(self, number: int) -> shops.JoinedPage:
        """One page of the POP products that joined semi-managed."""
        return self.ask(shops.JOINED_LIST, shops.joined_query(number), shops.joined_page)

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
        return self.ask(
            method, parameters, lambda answer: family.detail(answer, product_id), paced=True
        )

    def category_asks(self, category_id: int) -> CategoryAsks:
        """The attributes a leaf category asks for."""
        return self.ask(
            category_attributes.ATTRIBUTES,
            {"cate_id": str(category_id), "locale": "en"},
            lambda answer: category_attributes.category_asks(answer, category_id),
        )

    def diagnosis(self, number: int) -> DiagnosisPage:
        """One page, of fifty, of what AliExpress finds wrong with products on sale."""
        return self.ask(
            product_diagnosis.DIAGNOSIS,
            product_diagnosis.diagnosis_query(number),
            product_diagnosis.diagnosis,
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
            found = self.ask(
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
        return self.ask(merchant_profile.METHOD, {}, merchant_profile.parsed)

    # --- What numbers are called

    def group_names(self) -> names.Names:
        return self.ask(names.GROUPS, {}, names.groups)

    def freight_names(self) -> names.Names:
        return self.ask(names.FREIGHT, {}, names.freight_templates)

    def category_name(self, category_id: int) -> names.Names:
        return self.ask(names.CATEGORY, {"param0": str(category_id)}, names.categories)

    def hosting_limit(self, shop: ShopAddress) -> int:
        """How many products a managed shop may have."""
        parameters = {"channel": shop.channel, "channel_seller_id": shop.channel_seller_id}
        return self.ask(names.HOSTING_LIMIT, parameters, names.hosting_limit)

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
