"""How many of an account's shops a reading covers, where it has more than its POP shop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aliexpress.models.shop import CHANNEL


@dataclass(frozen=True, slots=True)
class ShopsCovered:
    """`shops`: every shop of the account, as the snapshot has it."""

    shops: tuple[Mapping[str, Any], ...]

    @property
    def counted(self) -> int:
        return sum(bool(shop["counted"]) for shop in self.shops)

    @property
    def is_short(self) -> bool:
        return self.counted < len(self.shops)

    @property
    def sentence(self) -> str:
        """'covers 2 of 3 shops', and which are left out and why."""
        said = f"covers {self.counted} of {len(self.shops)} shops"
        left_out = "; ".join(
            f"not counted is {shop['name'] or shop['shop']}: {shop['reason'].rstrip('.')}"
            for shop in self.shops
            if not shop["counted"]
        )
        return f"{said} ({left_out})" if left_out else said

    def as_json(self) -> dict[str, Any]:
        return {
            "counted": self.counted,
            "of": len(self.shops),
            "is_short": self.is_short,
            "sentence": self.sentence,
            "shops": [dict(shop) for shop in self.shops],
        }


def shops_of(rows: Sequence[Mapping[str, Any]]) -> ShopsCovered | None:
    """None where the POP shop is the only one: then there is nothing to say."""
    shops = tuple(row for row in rows if row.get("channel", CHANNEL) == CHANNEL)
    return ShopsCovered(shops) if shops else None
