"""The settings of a store that its bridge depends on: how codes are declared, what may differ."""

from typing import Any, Final

from aliexpress.models import SourceCatalogue

SETTINGS: Final = (
    "prefix",
    "suffix",
    "code_is",
    "price_basis",
    "price_factor",
    "price_fee",
    "price_currency",
    "price_rate_on",
    "price_tolerance",
    "title_tolerance",
    "titles_are_rewritten",
    "stock_buffer",
    "counts_not_for_sale",
)


def settings_of(catalogue: SourceCatalogue) -> dict[str, Any]:
    """As JSON keeps them."""
    values = {name: getattr(catalogue, name) for name in SETTINGS}
    return {
        name: value if isinstance(value, bool | int | None) else str(value)
        for name, value in values.items()
    }
