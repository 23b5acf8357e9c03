"""One call to a shop: let in or refused, counted against the quota, and answered in JSON."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from aliexpress.sandbox.bigcommerce import lists
from aliexpress.sandbox.bigcommerce.goods import Json
from aliexpress.sandbox.bigcommerce.lists import Asked
from aliexpress.sandbox.bigcommerce.query import Refused
from aliexpress.sandbox.bigcommerce.shop import Shop
from aliexpress.sandbox.faults.script import Fault

HUGE: Final = 100 * 1024 * 1024
# Path → the scope it needs, and who answers it.
DOORS: Final[Mapping[str, tuple[str, Callable[[Asked], Json]]]] = {
    "/v2/time": ("information", lambda asked: {"time": int(asked.now.timestamp())}),
    "/v2/store": ("information", lambda asked: store_facts(asked.shop)),
    "/v3/catalog/products": ("products", lists.products),
    "/v3/catalog/variants": ("products", lists.variants),
    "/v3/catalog/summary": ("products", lists.summary),
    "/v3/inventory/items": ("inventory", lists.stocks),
    "/v3/inventory/locations": ("locations", lists.locations),
    "/v3/channels": ("channel_settings", lists.channels),
}


class Said(NamedTuple):
    status: int
    body: bytes
    headers: Mapping[str, str] = {}


def answer(
    shop: Shop | None, verb: str, path: str, query: Mapping[str, str], *,
    token: str, now: datetime, fired: Sequence[Fault],
) -> Said:  # fmt: skip
    """What BigCommerce says. `path`: behind the shop's hash."""
    if shop is None:
        return refusal(403, "You don't have a required scope to access the endpoint", path)
    if verb != "GET":
        shop.writes.append(f"{verb} {path}")
        return refusal(405, "Method Not Allowed", path)
    if token != shop.token:
        return refusal(401, "Unauthorized", path)
    shop.refresh()
    said = scripted(fired, path)
    if said is None and not shop.quota.take():
        said = throttled(path, {"X-Retry-After": "1"})
    headers = dict(shop.quota.headers())
    if said is not None:
        return said._replace(headers=headers | dict(said.headers))
    return answered(Asked(shop, query, now, fired), path)._replace(headers=headers)


def answered(asked: Asked, path: str) -> Said:
    channel = path.removeprefix("/v3/channels/").removesuffix("/listings")
    is_listings = path.endswith("/listings") and channel.isdigit()
    if path not in DOORS and not is_listings:
        return refusal(404, "The requested resource was not found", path)
    scope = "channel_listings" if is_listings else DOORS[path][0]
    if scope not in asked.shop.scopes:
        return refusal(403, "You don't have a required scope to access the endpoint", path)
    try:
        said = lists.listings(asked, int(channel)) if is_listings else DOORS[path][1](asked)
    except Refused as refused:
        return refusal(refused.status, str(refused), path)
    if bad := asked.fault("bad_shape"):
        return Said(200, json.dumps(bad.shape).encode())
    body = json.dumps(said, separators=(",", ":")).encode()
    return Said(200, body + b" " * HUGE if asked.fault("huge_page") else body)


def scripted(fired: Sequence[Fault], path: str) -> Said | None:
    """What a fault has BigCommerce say instead."""
    for fault in fired:
        if fault.kind == "throttled":
            told = {"X-Retry-After": f"{fault.seconds:g}"} if fault.seconds else {}
            return throttled(path, told)
        if fault.kind == "token_refused":
            return refusal(401, "Unauthorized", path)
        if fault.kind == "error_response":
            return refusal(int(fault.code or 500), fault.message or "Internal Server Error", path)
        if fault.kind == "empty_answer":
            return Said(int(fault.code or 500), b"")
    return None


def throttled(path: str, headers: Mapping[str, str]) -> Said:
    said = refusal(429, "You have made too many requests in a short window of time.", path)
    return said._replace(headers=headers)


def refusal(status: int, title: str, path: str) -> Said:
    """V2 says it as a list."""
    kind = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"
    said: Any = {"status": status, "title": title, "type": kind, "errors": {}}
    if path.startswith("/v2/"):
        said = [{"status": status, "message": title}]
    return Said(status, json.dumps(said).encode())


def store_facts(shop: Shop) -> Json:
    return {
        "id": shop.hash,
        "name": shop.name,
        "currency": shop.currency,
        "plan_level": "Plus",
        "status": "ready",
        "timezone": {"name": "UTC"},
        "is_price_entered_with_tax": shop.includes_tax,
        "decimal_places": 2,
    }
