"""Codes a person would call the same have one key, and no others do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aliexpress.sku_key import sku_key
from tests.thorough import examples


@pytest.mark.parametrize(
    "code",
    [
        "LC-140",
        "lc-140",
        "  LC-140\t",
        "LC\N{EN DASH}140",
        "LC\N{NON-BREAKING HYPHEN}140",
        "LC\N{MINUS SIGN}140",
        "\uff2c\uff23\uff0d\uff11\uff14\uff10",
        "\ufeffLC-\u200b140",
        "L\u00adC-140",
    ],
)
def test_the_same_code_written_otherwise_has_the_same_key(code):
    assert sku_key(code) == "lc-140"


@pytest.mark.parametrize(
    ("one", "other"),
    [("A-1-1", "A-11"), ("0017", "17"), ("90.750", "90.75"), ("AB", "A B"), ("A/B", "A-B")],
)
def test_codes_that_only_look_alike_keep_keys_of_their_own(one, other):
    assert sku_key(one) != sku_key(other)


def test_spaces_within_a_code_are_one_space():
    assert sku_key("sage \N{NO-BREAK SPACE}  140") == "sage 140"


@pytest.mark.parametrize("blank", ["", "   ", "\u200b", "\ufeff \u00ad"])
def test_a_blank_code_has_no_key(blank):
    assert sku_key(blank) == ""


@settings(max_examples=examples(60))
@given(st.text(max_size=12))
def test_a_key_is_its_own_key(code):
    assert sku_key(sku_key(code)) == sku_key(code)
