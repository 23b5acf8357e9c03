"""Numbers people and other apps send. Their length is looked at before they are read, so that no
text is too long for Python or too large for a column."""

import re
from decimal import Decimal
from typing import Final

from aliexpress.typed.bad_input import BadInput

LARGEST_ID: Final = 2**63 - 1
LONGEST_ID: Final = 19  # digits
LARGEST_PRICE: Final = Decimal(10) ** 15
# No sign, no exponent, and as many places as a price is kept with.
_PRICE: Final = re.compile(r"(?=\.?[0-9])[0-9]{0,16}\.?[0-9]{0,4}")


def is_id(text: str) -> bool:
    """Whether the text is digits alone, no more than the largest id has."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID


def id_of(digits: str) -> int:
    """The id that `is_id`; never more than a column can hold."""
    return min(int(digits), LARGEST_ID)


def whole_number(field: str, text: str) -> int:
    """From 0 to LARGEST_ID. Raises BadInput."""
    if not is_id(text):
        raise BadInput(field, f"{field} must be a whole number; it is {text!r}.")
    return id_of(text)


def price(field: str, text: str) -> Decimal:
    """From 0 to LARGEST_PRICE, with at most four places. Raises BadInput."""
    found = Decimal(text) if _PRICE.fullmatch(text) else None
    if found is None or found > LARGEST_PRICE:
        raise BadInput(field, f"{field} must be a price such as 12.50; it is {text!r}.")
    return found
