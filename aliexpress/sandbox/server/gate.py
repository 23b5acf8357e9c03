"""The gateway proper: a call comes in, is checked, answered or refused, and may meet a fault."""

import json
from collections.abc import Mapping
from typing import Any, Final

from aliexpress.sandbox.accounts import Seller
from aliexpress.sandbox.aliexpress_words import (
    DRAFT,
    DRAFT_LIST,
    FAMILY_OF_METHOD,
    LIST_METHODS,
    ROOTED,
)
from aliexpress.sandbox.errors import BusinessError, Json, Refusal
from aliexpress.sandbox.faults.script import (
    Fault,
    RequestSeen,
    raise_business_faults,
    raise_gateway_faults,
)
from aliexpress.sandbox.marketplace import Marketplace
from aliexpress.sandbox.methods.call import Call
from aliexpress.sandbox.methods.list_query import PARAMETER
from aliexpress.sandbox.methods.managed_query import CONDITION, shop_asked_for
from aliexpress.sandbox.methods.method_table import METHODS
from aliexpress.sandbox.methods.tokens import TOKEN_PATHS, answer_tokens
from aliexpress.sandbox.server.call_checks import check_call
from aliexpress.sandbox.server.envelopes import (
    business_error,
    nested,
    rest_error,
    simplified,
    sync_error,
    to_bytes,
)
from aliexpress.sandbox.server.reply import Reply

COMMON: Final = frozenset(
    {"app_key", "method", "timestamp", "sign", "sign_method", "format", "simplify", "v"}
    | {"session", "access_token", "partner_id"}
)


def answer_sync(market: Marketplace, parameters: Mapping[str, str]) -> Reply:
    """Business calls. All that is computed is computed at one instant of the catalogue."""
    seen = request_seen(market, parameters.get("method", ""), parameters)
    fired = market.note(seen)
    request_id = market.next_request_id()
    try:
        with market.lock:
            call = call_of(market, parameters, seller_of(market, parameters, fired), fired)
            body = market.pages.get(call)
            if body is None:
                body = shaped_answer(market, call, request_id)
                market.pages.keep(call, body)
    except Refusal as refusal:
        body = to_bytes(sync_error(refusal, request_id=request_id))
    return Reply(body, fired)


def answer_rest(market: Marketplace, path: str, parameters: Mapping[str, str]) -> Reply:
    """Token calls: signed with the path in front, answered flat."""
    fired = market.note(request_seen(market, path, parameters))
    request_id = market.next_request_id()
    try:
        market.faults.check_ban()
        raise_gateway_faults(fired, market.faults)
        with market.lock:
            now = market.clock.now()
            check_call(
                parameters, app_key=market.app_key, app_secret=market.app_secret,
                now=now, path=path,
            )  # fmt: skip
            if path not in TOKEN_PATHS:
                raise Refusal("InvalidApiPath", "The specified API path is invalid")
            answer = answer_tokens(path, parameters, accounts=market.accounts, now=now)
        answer |= {"code": "0", "request_id": request_id}
    except Refusal as refusal:
        answer = rest_error(refusal, request_id=request_id)
    return Reply(to_bytes(answer), fired)


def seller_of(market: Marketplace, parameters: Mapping[str, str], fired: list[Fault]) -> Seller:
    """The seller whose token this is; Refusal for whatever the gateway checks first."""
    market.faults.check_ban()
    now = market.clock.now()
    check_call(parameters, app_key=market.app_key, app_secret=market.app_secret, now=now)
    method = parameters.get("method", "")
    if method not in METHODS:
        raise Refusal("InvalidApi", f"The method {method[:80]!r} does not exist")
    raise_gateway_faults(fired, market.faults)
    token = parameters.get("session") or parameters.get("access_token") or ""
    seller = market.accounts.seller_of(token, at=now)
    if (method in LIST_METHODS and method not in seller.list_methods) or (
        method in seller.refused_methods
    ):
        raise Refusal(
            "InsufficientPermission",
            "The app does not have permission to access this api",
        )
    market.limits.check(method, seller.seller_id)
    return seller


def call_of(
    market: Marketplace,
    parameters: Mapping[str, str],
    seller: Seller,
    fired: list[Fault],
) -> Call:
    method, shops = parameters["method"], market.shops_of(seller)
    shop = shop_asked_for(method, parameters, shops) if method in FAMILY_OF_METHOD else None
    return Call(
        method=method,
        parameters=parameters,
        seller=seller,
        catalogue=market.catalogue(shop or seller),
        zone=market.zone,
        now=market.clock.now(),
        fired=fired,
        shops=shops,
        shop=shop,
        counts_as_text="counts_as_text" in market.quirks,
    )


def shaped_answer(market: Marketplace, call: Call, request_id: str) -> bytes:
    try:
        raise_business_faults(call.fired)
        payload = METHODS[call.method](call)
    except BusinessError as error:
        said = business_error(error)
        # The managed families document no words for a failure.
        said = {"success": False} if call.fault("wordless_failure") else said
        payload = said if call.method in ROOTED else {"result": said}
    bad = call.fault("bad_shape")
    if bad is not None:
        return json.dumps(bad.shape).encode()
    if "result_as_text" in market.quirks:
        payload = {name: to_bytes({"": value}).decode()[4:-1] for name, value in payload.items()}
    if call.parameters.get("simplify") == "true":
        return to_bytes(simplified(payload, request_id=request_id))
    return to_bytes(
        nested(
            payload,
            method=call.method,
            request_id=request_id,
            single_as_object="single_as_object" in market.quirks,
        )
    )


def request_seen(market: Marketplace, method: str, parameters: Mapping[str, str]) -> RequestSeen:
    """What the call is about, as far as it can be read before it is checked."""
    business: Json = {k: v for k, v in parameters.items() if k not in COMMON}
    query: Any = None
    for name in (PARAMETER, CONDITION):
        if name in business:
            try:
                query = json.loads(business[name])
            except ValueError:
                query = None
    query = query if isinstance(query, dict) else {}
    paging = query if "current_page" in query else business
    status = query.get("product_status_type") or query.get("product_status") or ""
    token = parameters.get("session") or parameters.get("access_token") or ""
    grant = market.accounts.access.get(token)
    return RequestSeen(
        method=method,
        moment=market.clock.now(),
        seller_id=grant.seller_id if grant else "",
        status=DRAFT if method == DRAFT_LIST else str(status),
        page=number_or_none(paging.get("current_page")),
        page_size=number_or_none(paging.get("page_size")),
        shop=str(business.get("channel_seller_id", "")),
        parameters=query or business,
    )


def number_or_none(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return None
