"""Where one thing stands in the bridge."""

from typing import NamedTuple


class Entry(NamedTuple):
    """A BridgeEntry without its span, in the order of its columns."""

    side: str
    item: int | None
    listing: int | None
    sku_id: str
    code: str
    part: str
    state: str = ""
    rule: str = ""
    reason: str = ""
    sibling: int | None = None
    is_unmeant: bool = False
    is_mixed: bool = False
    is_split: bool = False
    is_partly: bool = False
