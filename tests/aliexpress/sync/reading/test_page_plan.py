"""Which pages are asked for, now that one is here."""

from aliexpress.gateway.answers import ListedProduct, ListPage, Products
from aliexpress.sync.reading.page_plan import MOST_AT_ONCE, pages_beyond


def page(number, *, pages):
    product = Products.of([ListedProduct(number, status="onSelling")])
    return ListPage("onSelling", number, 99 * pages, pages, product)


def test_a_number_of_pages_nobody_has_is_not_asked_for_all_at_once():
    more = pages_beyond(page(1, pages=20_000_000), expected=0, page_size=99)

    assert more == range(2, MOST_AT_ONCE + 2)


def test_every_page_of_a_large_list_is_asked_for_once():
    pages, asked = 10_102, [1]

    for number in asked:
        asked += pages_beyond(page(number, pages=pages), expected=len(asked), page_size=99)

    assert asked == list(range(1, pages + 1))
