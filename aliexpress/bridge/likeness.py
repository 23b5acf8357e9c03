"""Looser forms of a code, by which proposals compare codes that are not the same."""

import re
import unicodedata
from decimal import Decimal
from typing import Final

CUT_AT: Final = 20  # characters of a code AliExpress keeps
LEAST_DIGITS: Final = 12  # from so many on spreadsheets write a number as a power of ten
_NO_WORD: Final = re.compile(r"[\W_]+")
_POWER: Final = re.compile(r"(\d(?:[.,]\d+)?)e\+?(\d{1,2})")


def letters(key: str) -> str:
    """Letters and digits alone."""
    return _NO_WORD.sub("", key)


def without_zeros(key: str) -> str:
    return key.lstrip("0") if key.isdecimal() and key.isascii() else ""


def power_of_ten(key: str) -> tuple[int, str] | None:
    """Of "1.23457e+11": to how many decimals it is told, and its number written plainly."""
    found = _POWER.fullmatch(key)
    if found is None or not found[1].isascii() or int(found[2]) < LEAST_DIGITS - 1:
        return None
    mantissa = found[1].replace(",", ".")
    decimals = len(mantissa.partition(".")[2])
    return decimals, f"{Decimal(f'{mantissa}E{found[2]}'):.{decimals}E}"


def rounded(key: str, decimals: int) -> str:
    """A long number as a power of ten, with so many decimals; "" for what is none."""
    if len(key) < LEAST_DIGITS or not (key.isascii() and key.isdecimal()):
        return ""
    return f"{Decimal(key):.{decimals}E}"


def words(text: str) -> frozenset[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return frozenset(word for word in _NO_WORD.split(folded) if word)
