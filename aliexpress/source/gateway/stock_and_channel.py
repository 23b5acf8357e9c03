"""Stock by location, and what the seller's tool says in its channel: where the token may see it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Set
from typing import Any, Final, NamedTuple

from aliexpress.models import SourceItem
from aliexpress.source.gateway.json_values import level, text, whole
from aliexpress.source.reading.shop import Stock, Told

STOCKS_A_PAGE: Final = 1000
LISTINGS_A_PAGE: Final = 250
LONGEST_WORD: Final = 120
InTool = SourceItem.InTool
# A state that says nothing of being on its way (disabled, deleted) is kept as a word alone.
STATES: Final = {
    "active": InTool.SENT,
    "pending": InTool.WAITING,
    "queued": InTool.WAITING,
    "submitted": InTool.WAITING,
    "error": InTool.FAILED,
    "rejected": InTool.FAILED,
    "partially_rejected": InTool.FAILED,
}
Get = Callable[[str, Mapping[str, object], Callable[[Any], Any], str], Any]


def enabled_locations(said: Any) -> list[int]:
    return [whole(one["id"]) for one in said["data"] if one.get("enabled", True)]


def stocks(get: Get, *, locations: list[int], products: Collection[str] = ()) -> Iterator[Stock]:
    """What the locations that count have to sell together; of these products, where some are
    named."""
    counted = frozenset(locations)

    def read(said: Any) -> list[Stock]:
        return [stock_in(row, counted) for row in said["data"]]

    number = 1
    only = {"product_id:in": ",".join(products)} if products else {}
    while rows := get(
        "/v3/inventory/items",
        {"page": number, "limit": STOCKS_A_PAGE, **only},
        read,
        "the stock by location",
    ):
        yield from rows
        number += 1


def stock_in(row: Any, counted: Set[int]) -> Stock:
    identity = row["identity"]
    places = [place for place in row["locations"] if whole(place["location_id"]) in counted]
    levels = [level(place["available_to_sell"]) or 0 for place in places]
    return Stock(
        str(whole(identity["product_id"])),
        str(whole(identity["variant_id"])),
        level(sum(levels)) if levels else None,
        any(place.get("total_inventory_onhand") not in (None, place["available_to_sell"])
            for place in places),
    )  # fmt: skip


class Channel(NamedTuple):
    id: int
    name: str


def channel_of(said: Any) -> Channel | None:
    """The one channel whose name or platform says AliExpress."""
    found = [
        Channel(whole(one["id"]), text(one["name"], most=100))
        for one in said["data"]
        if "aliexpress" in f"{one['name']} {one.get('platform')}".casefold().replace(" ", "")
    ]
    return found[0] if len(found) == 1 else None


def listings(get: Get, *, channel: int) -> Mapping[tuple[str, str], Told]:
    found: dict[tuple[str, str], Told] = {}
    after = 0

    def read(said: Any) -> list[tuple[int, list[tuple[tuple[str, str], Told]]]]:
        return [(whole(row["listing_id"]), list(told_in(row))) for row in said["data"]]

    while rows := get(
        f"/v3/channels/{channel}/listings",
        {"limit": LISTINGS_A_PAGE} | ({"after": after} if after else {}),
        read,
        "the channel's listings",
    ):
        for _, told in rows:
            found.update(told)
        last = max(number for number, _ in rows)
        if last <= after:
            break  # the same page again: what is there is evidence, not proof
        after = last
    return found


def told_in(row: Any) -> Iterator[tuple[tuple[str, str], Told]]:
    product = whole(row["product_id"])
    for one in row.get("variants") or ():
        word = text(one.get("state") or row["state"], most=LONGEST_WORD)
        named = str(one.get("external_id") or row.get("external_id") or "")
        number = int(named) if named.isascii() and named.isdigit() and len(named) <= 18 else None
        told = Told(STATES.get(word, InTool.NOT_TOLD).value, word, number)
        yield (str(product), str(whole(one["variant_id"]))), told
