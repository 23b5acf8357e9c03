"""Packs the counts that one listed item is part of into a number that its entry keeps: so the next
tally knows what the item was without comparing it anew."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

# In the order of their bits: entries keep them, so a new one comes last and none is taken away.
COUNTS: Final = (
    "compared_count",
    "stock_known_count",
    "oos_count",
    "oos_negative_count",
    "not_for_sale_count",
    "untracked_count",
    "source_stock_unknown_count",
    "stock_unknown_count",
    "drift_count",
    "drift_price_count",
    "drift_stock_count",
    "drift_title_count",
    "drift_image_count",
    "price_untold_count",
    "stock_untold_count",
    "title_untold_count",
    "image_untold_count",
    "auditing_drift_count",
)
BIT: Final = {name: 1 << place for place, name in enumerate(COUNTS)}


# Few come about, and each of many items.
@lru_cache(maxsize=4_000)
def packed(names: tuple[str, ...]) -> int:
    return sum(BIT[name] for name in set(names))


def counts_in(outcomes: Iterable[int]) -> dict[str, int]:
    """How many items are in each count."""
    numbers: Mapping[int, int] = Counter(outcomes)
    return {
        name: sum(number for outcome, number in numbers.items() if outcome & bit)
        for name, bit in BIT.items()
    }
