"""Words for people."""

import pytest

from aliexpress.admin.display import status_words as in_the_admin
from aliexpress.words import status_words


@pytest.mark.parametrize(
    ("status", "words", "words_of_the_admin"),
    [
        ("onSelling", "On selling", "On selling (onSelling)"),
        ("ONLINE", "Online", "Online (ONLINE)"),
        ("ONLINE@6012345", "Online, shop 6012345", "Online, shop 6012345 (ONLINE)"),
        ("frozen@6012345", "frozen, shop 6012345", "frozen, shop 6012345 (frozen)"),
        ("frozen@home", "frozen@home", "frozen@home"),
        ("@6012345", "@6012345", "@6012345"),
    ],
)
def test_a_list_is_named_by_its_status_and_its_shop(status, words, words_of_the_admin):
    assert (status_words(status), in_the_admin(status)) == (words, words_of_the_admin)
