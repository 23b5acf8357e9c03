"""A product held against what its category asks for."""

from collections.abc import Sequence

from aliexpress.models import CategoryAttributes, ListingDetail


def judge(detail: ListingDetail, category: CategoryAttributes) -> None:
    filled = set(detail.filled)
    detail.missing = [number for number in category.required if number not in filled]
    detail.required_filled = _percent(category.required, filled)
    detail.key_filled = _percent(category.key, filled)


def _percent(asked: Sequence[int], filled: set[int]) -> int:
    """Whole percent, rounded down: only what is complete is 100."""
    if not asked:
        return 100
    return 100 * sum(number in filled for number in asked) // len(asked)
