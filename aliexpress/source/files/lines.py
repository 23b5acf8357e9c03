"""One line of a file as an item, or the reason why it is none."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from aliexpress.models import SourceItem
from aliexpress.source.item_row import LARGEST_STOCK, LONGEST_CODE, ItemRow

YES: Final = frozenset({"", "y", "yes", "true", "1", "x"})
NO: Final = frozenset({"n", "no", "false", "0"})
TRACKING: Final = {
    "none": SourceItem.Tracking.NONE,
    "no": SourceItem.Tracking.NONE,
    "product": SourceItem.Tracking.PRODUCT,
    "by product": SourceItem.Tracking.PRODUCT,
}
IN_TOOL: Final = {
    "pending": SourceItem.InTool.WAITING,
    "queued": SourceItem.InTool.WAITING,
    "submitted": SourceItem.InTool.WAITING,
    "waiting": SourceItem.InTool.WAITING,
    "error": SourceItem.InTool.FAILED,
    "failed": SourceItem.InTool.FAILED,
    "rejected": SourceItem.InTool.FAILED,
    "active": SourceItem.InTool.SENT,
    "sent": SourceItem.InTool.SENT,
}
# In front of what a spreadsheet would run, in files of our own.
_GUARDED: Final = re.compile(r"'(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
_GUARDED_ID: Final = re.compile(r"'(?=[0-9=+\-@\uff1d\uff0b\uff0d\uff20])")
IDS: Final = frozenset({"product", "parent", "source_id", "barcode", "code"})
_PRICE: Final = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,4})?")
_STOCK: Final = re.compile(r"(-?[0-9]{1,10})(?:\.0+)?")


class Refused(Exception):
    """The line is no item: the reason in words."""


class Line(NamedTuple):
    """The cells of one line, by our names for them; a column that is not there is ""."""

    number: int
    cells: list[str]
    columns: Mapping[str, int]
    is_ours: bool  # in a file we wrote, some text is guarded

    def cell(self, name: str) -> str:
        place = self.columns.get(name)
        if place is None or place >= len(self.cells):
            return ""
        text = self.cells[place].strip()
        if not self.is_ours or text[:1] != "'":
            return text
        guarded = _GUARDED_ID if name in IDS else _GUARDED
        return guarded.sub("", text, count=1) if guarded.match(text) else text

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)

    @property
    def code(self) -> str:
        """As written, but for the white space a file has around its cells. Raises Refused."""
        exact = self.cell("code_as_text")
        code = exact.removeprefix("text:") if exact.startswith("text:") else self.cell("code")
        if len(code) > LONGEST_CODE:
            raise Refused(f"the code has {len(code):,} characters; at most {LONGEST_CODE}")
        if any(ord(c) < 32 or ord(c) == 127 for c in code):
            raise Refused("the code holds a control character")
        return code


def row_of(line: Line, *, external_id: str, product: str, name: str, code: str) -> ItemRow:
    """Raises Refused."""
    return ItemRow(
        external_id=external_id,
        product_external_id=product[:300],
        code=code,
        name=plain(name),
        option=plain(line.cell("option")),
        parent_code=line.cell("parent")[:LONGEST_CODE],
        price=price(line.cell("price"), "price"),
        sale_price=price(line.cell("sale_price"), "sale price"),
        currency=line.cell("currency").upper()[:12],
        stock=stock(line.cell("stock")),
        tracking=TRACKING.get(line.cell("tracking").casefold(), SourceItem.Tracking.ITEM).value,
        not_for_sale=_not_for_sale(line),
        barcode=line.cell("barcode")[:60],
        is_meant=yes(line.cell("meant"), "meant"),
        in_tool=IN_TOOL.get(line.cell("in_tool").casefold(), SourceItem.InTool.NOT_TOLD).value,
        tool_word=plain(line.cell("in_tool"))[:120],
        brand=plain(line.cell("brand"))[:120],
        category=plain(line.cell("category"))[:200],
    )


def plain(text: str) -> str:
    """On one line, without what cannot be shown."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def price(text: str, what: str) -> Decimal | None:
    if not text:
        return None
    if not _PRICE.fullmatch(text):
        raise Refused(f"the {what} {text[:40]!r} is no number such as 12.50")
    return Decimal(text.replace(",", "."))


def stock(text: str) -> int | None:
    if not text:
        return None
    found = _STOCK.fullmatch(text)
    if found is None or abs(int(found[1])) > LARGEST_STOCK:
        raise Refused(f"the stock {text[:40]!r} is no whole number")
    return int(found[1])


def yes(text: str, what: str) -> bool:
    said = text.casefold()
    if said not in YES | NO:
        raise Refused(f"{what} {text[:40]!r} is neither yes nor no")
    return said in YES


def _not_for_sale(line: Line) -> str:
    if told := line.cell("not_for_sale"):
        return told[:60]
    if not yes(line.cell("visible"), "visible"):
        return "hidden"
    return "" if yes(line.cell("purchasable"), "purchasable") else "purchasing off"
