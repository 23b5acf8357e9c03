"""One sellable thing as a reader of a source hands it over, whatever the source."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

import orjson

from aliexpress.models import SourceItem

# What the columns hold.
LONGEST_CODE: Final = 255
LARGEST_STOCK: Final = 2**31 - 1


class ItemRow(NamedTuple):
    """The fields of SourceItem a source tells of. `external_id` is the source's own key."""

    external_id: str
    product_external_id: str = ""
    code: str = ""
    name: str = ""
    option: str = ""
    parent_code: str = ""
    price: Decimal | None = None
    sale_price: Decimal | None = None
    currency: str = ""
    stock: int | None = None
    tracking: str = SourceItem.Tracking.ITEM.value
    not_for_sale: str = ""
    barcode: str = ""
    image_changed_at: datetime | None = None
    is_meant: bool = True
    in_tool: str = SourceItem.InTool.NOT_TOLD.value
    tool_word: str = ""
    aliexpress_product_id: int | None = None
    brand: str = ""
    category: str = ""

    def packed(self) -> bytes:
        """A third of the memory: a whole catalogue is held while it is read."""
        # Copied: behind what orjson gives stands room for kilobytes, as long as it is held.
        return memoryview(orjson.dumps(list(self), default=exactly)).tobytes()


def exactly(value: Any) -> str:
    """A price as it is kept: 12.5 and 12.50 are the same."""
    if isinstance(value, Decimal):
        return f"{value:.4f}"
    raise TypeError(f"{type(value)} is in no item.")


def unpacked(packed: bytes) -> ItemRow:
    return ItemRow(*_typed(orjson.loads(packed)))


def id_in(packed: bytes) -> str:
    """The id of a packed item."""
    found: str = orjson.loads(packed)[0]
    return found


def fingerprint(packed: bytes) -> str:
    """The same for the same fields: whether a row has to be written at all."""
    return hashlib.blake2b(packed, digest_size=16).hexdigest()


def is_fingerprint_of(kept: str, row: ItemRow) -> bool:
    """Also one of a release before, which knew neither brand nor category: an item that was not
    read otherwise since bears it still."""
    former = orjson.dumps(list(row[: ItemRow._fields.index("brand")]), default=exactly)
    return kept in (fingerprint(row.packed()), fingerprint(former))


def digest_of(fingerprints: Iterable[tuple[str, str]]) -> str:
    """Of every field of every item: from their ids and fingerprints, in whatever order."""
    whole = hashlib.sha256()
    for external_id, of_item in sorted(fingerprints):
        whole.update(f"{external_id}\x00{of_item}\n".encode())
    return whole.hexdigest()


def _typed(values: list[Any]) -> list[Any]:
    for place in _PRICES:
        if values[place] is not None:
            values[place] = Decimal(values[place])
    if values[_CHANGED] is not None:
        values[_CHANGED] = datetime.fromisoformat(values[_CHANGED])
    return values


_PRICES = (ItemRow._fields.index("price"), ItemRow._fields.index("sale_price"))
_CHANGED = ItemRow._fields.index("image_changed_at")
