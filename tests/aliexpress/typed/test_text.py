"""Text people type: its length is what the box they typed it into counts."""

import pytest

from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.text import text_from


def test_the_end_of_a_line_counts_as_one_character_though_browsers_send_two():
    assert text_from("note", "a\r\n" * 5, longest=10) == "a\na\na\na\na"

    with pytest.raises(BadInput, match="at most 9 ordinary characters"):
        text_from("note", "a\r\n" * 5, longest=9)
