"""Reads a file from its first line to its last: the items, and what else it held, line by line."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from aliexpress.source.files.columns import columns_of
from aliexpress.source.files.damage import Damage
from aliexpress.source.files.file_text import Text
from aliexpress.source.files.lines import Line, Refused, row_of
from aliexpress.source.item_row import ItemRow
from aliexpress.source.staging import StagedItems
from aliexpress.typed.bad_input import BadInput

MOST_REFUSED: Final = 200  # told one by one
SAMPLE: Final = 5
PRODUCT, VARIANTS = "product", frozenset({"variant", "sku"})


@dataclass(slots=True)
class Contents:
    """lines = items + parents + others + blank + refused"""

    items: StagedItems = field(default_factory=StagedItems)
    header: list[str] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    damage: Damage = field(default_factory=Damage)
    line_count: int = 0
    item_count: int = 0
    parent_count: int = 0  # products whose variants follow
    other_count: int = 0  # pictures and the like
    blank_count: int = 0
    refused_count: int = 0
    without_code_count: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    sample: list[list[str]] = field(default_factory=list)

    def refuse(self, number: int, reason: str) -> None:
        self.refused_count += 1
        if len(self.refused) < MOST_REFUSED:
            self.refused.append((number, reason))

    def preview(self) -> dict[str, Any]:
        """What a person looks at before the file is published."""
        counts = ("line", "item", "parent", "other", "blank", "refused", "without_code")
        return {
            **{f"{name}_count": getattr(self, f"{name}_count") for name in counts},
            "product_count": self.items.product_count,
            "header": self.header[:60],
            "columns": {ours: self.header[place] for ours, place in self.columns.items()},
            "refused": [list(one) for one in self.refused],
            "damage": self.damage.told(),
            "sample": self.sample,
            "tells_stock": "stock" in self.columns,
            "tells_prices": "price" in self.columns,
            "tells_tool": "in_tool" in self.columns,
        }


def contents_of(
    text: Text, chosen: Mapping[str, str], *, remembered: Mapping[str, str] | None = None
) -> Contents:
    """`chosen`: columns as a person picked them, ours by theirs; `remembered`: as they were picked
    for a file before, which this one need not have. Raises BadInput."""
    lines = iter(text.lines())
    header = next(lines, [])
    found = Contents(header=[name.strip() for name in header])
    found.columns = columns_of(found.header, chosen, remembered=remembered or {})
    is_ours = "code_as_text" in found.columns
    numbered = (
        Line(number, cells, found.columns, is_ours) for number, cells in enumerate(lines, start=2)
    )
    ids = _Ids()
    for line, parent in with_parents(numbered, found):
        found.line_count += 1
        _take(line, parent, ids, found)
    if not found.line_count:
        raise BadInput("file", "file has a header and no line below it.")
    return found


def with_parents(lines: Iterator[Line], found: Contents) -> Iterator[tuple[Line, Line | None]]:
    """Each line, with the product it stands under. A product with variants below is none to sell
    itself: it is counted as a parent."""
    product: Line | None = None
    has_variants = False
    for line in lines:
        kind = line.cell("item").casefold()
        if kind == PRODUCT:
            if product is not None and not has_variants:
                yield product, None
            product, has_variants = line, False
        elif kind in VARIANTS and product is not None:
            if not has_variants:
                found.line_count += 1
                found.parent_count += 1
            has_variants = True
            yield line, product
        elif kind and kind not in VARIANTS:
            found.line_count += 1
            found.other_count += 1
        else:
            yield line, None
    if product is not None and not has_variants:
        yield product, None


def _take(line: Line, parent: Line | None, ids: "_Ids", found: Contents) -> None:
    if line.is_blank:
        found.blank_count += 1
        return
    if len(line.cells) > len(found.header) and any(line.cells[len(found.header) :]):
        found.refuse(line.number, "it has more cells than the first line has names")
        return
    try:
        code = line.code
        row = _row(line, parent, ids, code)
    except Refused as reason:
        found.refuse(line.number, str(reason))
        return
    found.damage.look(line.number, code)
    found.items.add(row)
    found.item_count += 1
    found.without_code_count += not code
    if len(found.sample) < SAMPLE:
        found.sample.append([cell[:80] for cell in line.cells])


def _row(line: Line, parent: Line | None, ids: "_Ids", code: str) -> ItemRow:
    external_id = ids.of(line, code)
    product = line.cell("product") or external_id
    name = line.cell("name")
    if parent is not None:
        product = parent.cell("id") or f"line {parent.number}"
        name = parent.cell("name") or name
    elif line.cell("item").casefold() == PRODUCT:
        product = line.cell("id") or external_id
    return row_of(line, external_id=external_id, product=product, name=name, code=code)


class _Ids:
    """The source's own key of each line: its id where the file has one, else its code and the
    how-manieth it is of that code, so that the same file gives the same keys again."""

    def __init__(self) -> None:
        self._seen = Counter[str]()

    def of(self, line: Line, code: str) -> str:
        told = line.cell("source_id")
        if not told and (number := line.cell("id")):
            told = f"{line.cell('item').casefold() or 'id'}:{number}"
        if told:
            self._seen[told] += 1
            if self._seen[told] > 1:
                raise Refused(f"the id {told[:60]!r} is there twice")
            return told[:300]
        self._seen[code] += 1
        return f"{self._seen[code]}:{code}"
