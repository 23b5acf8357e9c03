"""The door for other processes: read the truth, set the clock, script faults, move listings."""

import json
from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from aliexpress.sandbox.catalogue.listing_columns import NoSuchProduct
from aliexpress.sandbox.errors import Json
from aliexpress.sandbox.faults.script import Fault
from aliexpress.sandbox.marketplace import Marketplace
from aliexpress.sandbox.server.envelopes import to_bytes
from aliexpress.sandbox.server.reply import Reply

OPERATIONS: Final = frozenset(
    {"create", "move", "approve", "reject", "edit", "expire", "renew", "take_down"}
    | {
        "delete",
        "service_delete",
        "create_draft",
        "publish",
        "modify",
        "reprice",
        "sell_out",
        "restock",
        "turn_down",
        "treat_all_alike",
    }
)


def answer_control(
    market: Marketplace, verb: str, path: str, body: bytes, *,
    host: str, caller: str, content_type: str,
) -> Reply:  # fmt: skip
    """JSON in, JSON out; only for callers on this machine that mean it.

    A page in a browser cannot reach it: it would need another Host or another content type.
    """
    name = urlsplit(f"//{host}").hostname or ""
    here = name == "localhost" or is_loopback(name)
    if not (is_loopback(caller) and here):
        return json_reply({"message": "This door opens on the same machine only."}, status=403)
    door = DOORS.get((verb, path.removeprefix("/sandbox/")))
    if door is None:
        return json_reply({"message": "There is nothing here."}, status=404)
    if verb == "POST" and not content_type.startswith("application/json"):
        return json_reply({"message": "Send application/json."}, status=415)
    try:
        asked = json.loads(body) if body else {}
        if not isinstance(asked, dict):
            raise ValueError("the body is not a JSON object")
        return json_reply(door(market, asked))
    except (ValueError, TypeError, KeyError, NoSuchProduct) as error:
        return json_reply({"message": f"That could not be done: {error}"}, status=400)


def truth_now(market: Marketplace, asked: Json) -> Json:
    stores = {}
    for seller in market.accounts.sellers.values():
        catalogue = market.catalogue(seller)
        truth = {str(key): standing for key, standing in catalogue.truth().items()}
        stores[seller.seller_id] = {"counts": catalogue.counts(), "listings": truth}
    return {"moment": market.clock.now().isoformat(), "sellers": stores}


def counts_now(market: Marketplace, asked: Json) -> Json:
    return {
        seller.seller_id: market.catalogue(seller).counts()
        for seller in market.accounts.sellers.values()
    }


def requests_seen(market: Marketplace, asked: Json) -> Json:
    return {
        "requests": [
            {
                "method": seen.method,
                "moment": seen.moment.isoformat(),
                "seller_id": seen.seller_id,
                "parameters": seen.parameters,
            }
            for seen in list(market.requests)
        ]
    }


def set_clock(market: Marketplace, asked: Json) -> Json:
    """{"moment": ISO} stands still there; {} follows the wall clock."""
    if asked.get("moment"):
        market.clock.set(datetime.fromisoformat(asked["moment"]))
    else:
        market.clock.run()
    return {"moment": market.clock.now().isoformat()}


def script_faults(market: Marketplace, asked: Json) -> Json:
    """{"add": [{"kind": …}, …]} and / or {"clear": true}, which comes first."""
    if asked.get("clear"):
        market.faults.clear()
    added = [market.faults.add(Fault(**fault)) for fault in asked.get("add", [])]
    return {"added": len(added)}


def change_listing(market: Marketplace, asked: Json) -> Json:
    """{"operation": "expire", "product_id": …, …}; or {"operation": "fill", "counts": {…}}; of the
    managed shop whose channel_seller_id is "shop", where that is given."""
    seller_id = asked.pop("seller_id", "")
    shop_id = asked.pop("shop", "")
    seller = market.accounts.sellers[seller_id] if seller_id else market.seller
    of = market.shops[shop_id] if shop_id else seller
    operation = asked.pop("operation")
    if operation == "fill":
        market.fill(of, asked["counts"])
        return {"filled": sum(asked["counts"].values())}
    if operation not in OPERATIONS:
        raise ValueError(f"there is no operation {operation!r}")
    return {"product_id": getattr(market.catalogue(of), operation)(**asked)}


Door = Callable[[Marketplace, Any], Json]

DOORS: Final[dict[tuple[str, str], Door]] = {
    ("GET", "truth"): truth_now,
    ("GET", "counts"): counts_now,
    ("GET", "requests"): requests_seen,
    ("POST", "clock"): set_clock,
    ("POST", "faults"): script_faults,
    ("POST", "change"): change_listing,
}


def is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def json_reply(answer: Json, *, status: int = 200) -> Reply:
    return Reply(to_bytes(answer), [], status=status)
