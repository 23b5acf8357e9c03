"""Numbers of any length and form: read, or refused in one sentence before they reach a column."""

from decimal import Decimal

import pytest

from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import LARGEST_ID, LARGEST_PRICE, price, whole_number


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("0", 0),
        ("12.50", "12.5"),
        (".5", "0.5"),
        ("7.", 7),
        ("0.0001", "0.0001"),
        ("1000000000000000", LARGEST_PRICE),
    ],
)
def test_a_price_is_digits_with_at_most_four_places(text, read):
    assert price("min_price", text) == Decimal(read)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "cheap",
        "NaN",
        "Infinity",
        "-1",
        "+1",
        "0E-16384",
        "1E999999",
        "1e3",
        "1_000",
        "1,5",
        "0.00001",
        "\N{ARABIC-INDIC DIGIT THREE}",
        "1000000000000000.01",
        "9" * 10_000,
        "1 ",
    ],
)
def test_what_is_no_price_is_refused_and_shown(text):
    with pytest.raises(BadInput, match=r"min_price must be a price such as 12\.50") as refused:
        price("min_price", text)

    assert refused.value.field == "min_price"


@pytest.mark.parametrize(("text", "read"), [("0", 0), ("007", 7), ("9" * 19, LARGEST_ID)])
def test_a_whole_number_never_outgrows_its_column(text, read):
    assert whole_number("group", text) == read


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", "1.0", "1e3", "1_000", "9" * 20, "\N{ARABIC-INDIC DIGIT THREE}"]
)
def test_what_is_no_whole_number_is_refused(text):
    with pytest.raises(BadInput, match="group must be a whole number"):
        whole_number("group", text)
