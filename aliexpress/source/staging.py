"""What a read has listed so far: held in memory by product, until it is proved and published."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from aliexpress.source.item_row import ItemRow, digest_of, fingerprint, id_in, unpacked


class StagedItem(NamedTuple):
    external_id: str
    fingerprint: str
    packed: bytes

    @property
    def row(self) -> ItemRow:
        return unpacked(self.packed)


class StagedItems:
    """The items of a source, by product. A product put again replaces what was put before."""

    def __init__(self) -> None:
        self._products: dict[str, bytearray] = {}  # a packed item a line

    def put(self, product_id: str, rows: Iterable[ItemRow]) -> None:
        self._products[product_id] = lines_of(rows)

    def add(self, row: ItemRow) -> None:
        """One more item of its product."""
        if (lines := self._products.get(row.product_external_id)) is None:
            self.put(row.product_external_id, [row])
        else:
            lines += b"\n" + row.packed()

    def rows_of(self, product_id: str) -> list[ItemRow]:
        """No row where the product is not there."""
        lines = self._products.get(product_id)
        return [unpacked(bytes(line)) for line in lines.split(b"\n")] if lines else []

    def holds(self, product_id: str, rows: Iterable[ItemRow]) -> bool:
        """Whether the product is there, with these very items."""
        return self._products.get(product_id) == lines_of(rows)

    def drop(self, product_ids: Iterable[str]) -> None:
        """Products that are no longer there."""
        for product_id in product_ids:
            self._products.pop(product_id, None)

    @property
    def product_ids(self) -> set[str]:
        return set(self._products)

    @property
    def product_count(self) -> int:
        return len(self._products)

    @property
    def item_count(self) -> int:
        return sum(lines.count(b"\n") + 1 for lines in self._products.values())

    @property
    def twice(self) -> str:
        """The id of an item that is there with two products; "" where there is none."""
        seen: set[str] = set()
        for item in self:
            if item.external_id in seen:
                return item.external_id
            seen.add(item.external_id)
        return ""

    def __iter__(self) -> Iterator[StagedItem]:
        for lines in self._products.values():
            for line in lines.split(b"\n"):
                packed = bytes(line)
                yield StagedItem(id_in(packed), fingerprint(packed), packed)

    def digest(self) -> str:
        return digest_of((item.external_id, item.fingerprint) for item in self)


def lines_of(rows: Iterable[ItemRow]) -> bytearray:
    return bytearray(b"\n".join(row.packed() for row in rows))
