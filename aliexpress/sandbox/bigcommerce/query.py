"""What a list was asked for: checked as strictly as BigCommerce does, or more."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from aliexpress.sandbox.bigcommerce.goods import Product

MOST_PRODUCTS: Final = 250
USUAL: Final = 50
HIGHEST_PAGE: Final = 2**31
SORTS: Final[Mapping[str, Callable[[Product], object]]] = {
    "id": lambda product: product.id,
    "name": lambda product: product.name,
    "date_modified": lambda product: product.modified,
}
KNOWN: Final = frozenset(
    {"page", "limit", "sort", "direction", "include", "include_fields", "channel_id:in"}
    | {"id", "id:in", "id:min", "id:max", "id:greater", "id:less"}
    | {"sku", "sku:in", "date_modified:min", "categories:in"}
)


class Refused(Exception):
    """The query makes no sense: 422, or another status."""

    def __init__(self, title: str, *, status: int = 422) -> None:
        super().__init__(title)
        self.status = status


class Page(NamedTuple):
    number: int
    limit: int


def whole_number(query: Mapping[str, str], name: str, *, otherwise: int) -> int:
    if name not in query:
        return otherwise
    text = query[name]
    if not (text.isascii() and text.isdigit()):
        raise Refused(f"{name} must be a number")
    return int(text)


def page_of(query: Mapping[str, str], *, most: int = MOST_PRODUCTS, usual: int = USUAL) -> Page:
    number = whole_number(query, "page", otherwise=1)
    limit = whole_number(query, "limit", otherwise=usual)
    if not 1 <= number <= HIGHEST_PAGE or not limit:
        raise Refused("The page or the limit is out of range")
    if limit > most:
        raise Refused(f"limit is at most {most}", status=413)
    if {"options", "modifiers"} & set(query.get("include", "").split(",")):
        limit = min(limit, 10)
    return Page(number, limit)


def numbers(text: str) -> set[int]:
    parts = text.split(",")
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise Refused("A list of numbers is needed")
    return {int(part) for part in parts}


def range_of(query: Mapping[str, str]) -> tuple[int, int | None]:
    """Ids above the first, and at most the second."""
    above = max(
        whole_number(query, "id:greater", otherwise=0),
        whole_number(query, "id:min", otherwise=1) - 1,
    )
    highest = [
        whole_number(query, "id:max", otherwise=0) if "id:max" in query else None,
        whole_number(query, "id:less", otherwise=1) - 1 if "id:less" in query else None,
    ]
    told = [one for one in highest if one is not None]
    return above, min(told) if told else None


def tests_of(query: Mapping[str, str], *, now: datetime) -> Iterator[Callable[[Product], bool]]:
    """All but the range of ids."""
    if "id" in query or "id:in" in query:
        wanted = numbers(query.get("id") or query.get("id:in", ""))
        yield lambda product: product.id in wanted
    if "sku" in query or "sku:in" in query:
        codes = set(query["sku:in"].split(",")) if "sku:in" in query else {query["sku"]}
        yield lambda product: bool(codes & {product.sku, *(v.sku for v in product.variants)})
    if "date_modified:min" in query:
        since = moment_asked(query["date_modified:min"], now=now)
        yield lambda product: product.modified >= since
    if "categories:in" in query:
        categories = numbers(query["categories:in"])
        yield lambda product: bool(categories & set(product.categories))
    if "channel_id:in" in query:
        channels = numbers(query["channel_id:in"])
        yield lambda product: bool(channels & set(product.channels))


def moment_asked(text: str, *, now: datetime) -> datetime:
    """A day without a time of day is given the time of the request: the trap of the real one."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused("date_modified must be a moment") from None
    if "T" not in text:
        return moment.replace(
            hour=now.hour, minute=now.minute, second=now.second, tzinfo=now.tzinfo
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def checked(query: Mapping[str, str], known: frozenset[str] = KNOWN) -> list[str]:
    """The parameters that mean nothing. Raises Refused for empty ones and an unknown order."""
    for name, value in query.items():
        if not value:
            raise Refused(f"{name} is empty")
    if query.get("sort", "id") not in SORTS:
        raise Refused("There is no such order")
    if query.get("direction", "asc") not in ("asc", "desc"):
        raise Refused("There is no such direction")
    return sorted(set(query) - known)
