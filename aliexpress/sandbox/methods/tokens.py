"""The token calls of /rest, and what a seller may ask about the account itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from aliexpress.sandbox.accounts import Accounts, ManagedShop, Seller
from aliexpress.sandbox.aliexpress_words import (
    AUDITING,
    ON_SELLING,
    TOKEN_CREATE,
    TOKEN_REFRESH,
    TOKEN_SECURITY_CREATE,
    TOKEN_SECURITY_REFRESH,
)
from aliexpress.sandbox.errors import Json, Refusal
from aliexpress.sandbox.methods.call import Call

TOKEN_PATHS: Final = frozenset(
    {TOKEN_CREATE, TOKEN_REFRESH, TOKEN_SECURITY_CREATE, TOKEN_SECURITY_REFRESH}
)
PRODUCT_LIMIT: Final = 100_000


def answer_tokens(
    path: str, parameters: Mapping[str, str], *, accounts: Accounts, now: datetime
) -> Json:
    """A pair of tokens for a code or a refresh token; raises Refusal when that is no good."""
    if path in (TOKEN_CREATE, TOKEN_SECURITY_CREATE):
        if parameters.get("uuid"):  # AliExpress: this alone can make a code invalid
            raise Refusal("InvalidCode", "Invalid authorization code")
        seller = accounts.redeem(parameters.get("code", ""), at=now)
    else:
        seller = accounts.exchange(parameters.get("refresh_token", ""), at=now)
    pair = token_pair(seller, accounts=accounts, now=now)
    if path in (TOKEN_SECURITY_CREATE, TOKEN_SECURITY_REFRESH):
        return pair
    is_seller = seller.platform == "seller_center"
    return pair | {
        "user_id": seller.seller_id,
        "seller_id": seller.seller_id,
        "account_id": None if is_seller else seller.seller_id,
        "account_platform": seller.platform,
        "havana_id": f"177{seller.seller_id}",
        "user_nick": seller.nick,
        "account": f"{seller.nick}@example.com",
        "sp": "ae",
        "locale": "en_US",
    }


def token_pair(seller: Seller, *, accounts: Accounts, now: datetime) -> Json:
    access_end = accounts.access[seller.access_token].expires_at
    refresh_end = accounts.refresh[seller.refresh_token].expires_at
    refresh_seconds = int((refresh_end - now).total_seconds())
    return {
        "access_token": seller.access_token,
        "refresh_token": seller.refresh_token,
        "expires_in": int((access_end - now).total_seconds()),
        "refresh_expires_in": refresh_seconds if seller.refreshable else 0,
        "expire_time": int(access_end.timestamp() * 1000),
        "refresh_token_valid_time": int(refresh_end.timestamp() * 1000),
    }


def merchant_profile(call: Call) -> Json:
    """aliexpress.merchant.profile.get: two of the states counted, numbers as text."""
    counts = call.catalogue.counts()
    profile = {
        "seller_id": call.seller.seller_id,
        "online_store_product_number": str(counts[ON_SELLING]),
        "auth_store_product_number": str(counts[AUDITING]),
        "limit_store_product_number": str(PRODUCT_LIMIT),
        "country": "CN",
        "quotation_currency": "USD",
    }
    return {"profile": profile}


def seller_relations(call: Call) -> Json:
    """global.seller.relation.query: the shops of the account, one row each. It takes no parameter,
    and so ignores a business_type."""
    seller = call.seller
    rows = [relation_of(shop, seller=seller) for shop in call.shops]
    if seller.has_pop_shop:
        pop = ManagedShop(
            channel_seller_id=seller.catalogue_of,
            of=seller.seller_id,
            family="",
            name=seller.nick,
            business_type=seller.business_type,
        )
        rows.insert(0, relation_of(pop, seller=seller))
    return {"success": True, "global_currency": "USD", "seller_relation_list": rows}


def relation_of(shop: ManagedShop, *, seller: Seller) -> Json:
    relation = {
        "channel_seller_id": int(shop.channel_seller_id),
        "seller_id": int(seller.catalogue_of),
        "channel": shop.channel,
        "channel_currency": shop.currency,
        "channel_shop_name": shop.name,
        "business_type": shop.business_type,
    }
    return {name: value for name, value in relation.items() if value != ""}
