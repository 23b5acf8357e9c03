"""The stand-in BigCommerce's calls: /stores/{hash}/v3/… and /v2/…"""

import gzip
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from aliexpress.sandbox.bigcommerce.gate import answer
from aliexpress.sandbox.faults.script import RequestSeen
from aliexpress.sandbox.marketplace import Marketplace
from aliexpress.sandbox.server.reply import Reply

WORTH_PACKING: Final = 1024  # bytes


def answer_stores(
    market: Marketplace, verb: str, path: str, query: str, headers: Mapping[str, str]
) -> Reply:
    """All that is computed is computed at one instant of the shop."""
    hash_, _, rest = path.removeprefix("/stores/").partition("/")
    parameters = dict(parse_qsl(query, keep_blank_values=True, errors="replace"))
    page = parameters.get("page", "")
    seen = RequestSeen(
        method=f"/{rest}",
        moment=market.clock.now(),
        seller_id=hash_,
        page=int(page) if page.isascii() and page.isdigit() else None,
        parameters=parameters,
    )
    fired = market.note(seen)
    with market.lock:
        said = answer(
            market.source_shops.get(hash_), verb, f"/{rest}", parameters,
            token=headers.get("X-Auth-Token") or "", now=market.clock.now(), fired=fired,
        )  # fmt: skip
    more, body = dict(said.headers), said.body
    if len(body) > WORTH_PACKING and "gzip" in (headers.get("Accept-Encoding") or ""):
        body, more["Content-Encoding"] = gzip.compress(body, 1), "gzip"
    return Reply(body, fired, status=said.status, content_type="application/json", headers=more)
