"""Which pages are asked for, now that one is here; and whether the list came whole."""

from datetime import UTC, datetime

import pytest

from aliexpress.gateway.answers import ListedProduct, ListPage, Products
from aliexpress.gateway.errors import Unavailable
from aliexpress.sync.read_page import ReadPage
from aliexpress.sync.reading.page_plan import MOST_AT_ONCE, MOST_BEYOND, ModifiedList, PagedList

SIZE = 99
NOON = datetime(2026, 11, 1, 20, tzinfo=UTC)
NOTHING = Products(((),) * len(ListedProduct._fields))


def page(number, *, length=SIZE, declared=10_000, pages=1, first=None):
    first = number * 1_000 if first is None else first
    products = [ListedProduct(first + n, status="onSelling") for n in range(length)]
    listed = Products.of(products) if products else NOTHING
    answer = ListPage("onSelling", number, declared, pages, listed)
    return ReadPage.of(answer, key="onSelling", page_size=SIZE, now=NOON)


def read(lengths, *, declared=10_000, pages=1, kind=PagedList):
    """Reads pages of these lengths, and none beyond; returns the list and the pages asked for."""
    walked = kind("onSelling", SIZE)
    asked = [1]
    for number in asked:
        length = lengths[number - 1] if number <= len(lengths) else 0
        asked += walked.take(page(number, length=length, declared=declared, pages=pages))
    return walked, asked


def test_a_number_of_pages_nobody_has_is_not_asked_for_all_at_once():
    more = PagedList("onSelling", SIZE).take(page(1, pages=20_000_000, declared=2_000_000_000))

    assert more == range(2, MOST_AT_ONCE + 2)


def test_every_page_of_a_large_list_is_asked_for_once():
    _, asked = read([SIZE] * 10_101 + [3], declared=10_101 * SIZE + 3, pages=10_102)

    assert asked == list(range(1, 10_103))


def test_more_pages_than_listings_is_no_answer():
    with pytest.raises(Unavailable, match="which cannot be"):
        PagedList("onSelling", SIZE).take(page(1, declared=3, pages=9))


@pytest.mark.parametrize(
    ("lengths", "declared", "pages", "asked"),
    [
        ([], 0, 0, 1),
        ([7], 7, 1, 1),
        ([99, 99, 99, 3], 293, 3, 4),  # counted short
        ([99, 99, 99], 297, 3, 4),  # a full last page: one is asked beyond
        ([99] * 5 + [29], 300, 4, 6),  # count and pages capped
        ([50] * 11 + [40], 590, 6, 12),  # pages cut to fifty without a word
        ([20] * 12 + [14], 254, 3, 13),  # … to twenty
        ([33] * 3 + [1], 100, 2, 4),  # … to no round number
        ([99, 99, 56], 99, 1, 3),  # the counts of the page
        ([50, 50, 7], 50, 1, 3),  # … of a page that was cut
        ([99, 99, 52], 262, 3, 3),  # more declared than listed: the list ends all the same
        ([40], 41, 1, 2),
    ],
)
def test_a_list_ends_at_a_page_that_comes_short(lengths, declared, pages, asked):
    walked, numbers = read(lengths, declared=declared, pages=pages)

    assert numbers == list(range(1, asked + 1))
    assert sum(walked.sizes.values()) == sum(lengths)
    assert walked.has_even_pages


@pytest.mark.parametrize(
    ("lengths", "declared", "cut"),
    [
        ([99, 99, 99], 524, True),  # three pages, then nothing
        ([99, 99, 99, 3], 524, True),  # capped in the middle of a page
        ([], 250, True),  # lost
        ([99, 99, 52], 262, False),  # room for them on the last page: that is a dispute
        ([99, 99, 99], 297, False),
        ([99, 99, 99, 3], 293, False),
        ([50, 50, 7], 107, False),
        ([50, 50], 140, True),
        ([40], 41, False),
    ],
)
def test_a_list_is_cut_where_more_is_declared_than_its_pages_can_hold(lengths, declared, cut):
    walked, _ = read(lengths, declared=max(declared, 1), pages=1)

    assert (declared > walked.capacity) is cut


@pytest.mark.parametrize("shown", [1, 2])
def test_a_page_beyond_the_last_that_shows_another_again_is_none(shown):
    walked = PagedList("onSelling", SIZE)
    walked.take(page(1, pages=2, declared=198))
    walked.take(page(2, pages=2, declared=198))
    again = page(3, first=shown * 1_000, pages=2, declared=198)

    assert walked.repeats(again)
    assert list(walked.take(again)) == []
    assert walked.capacity == 198


def test_a_page_that_stands_in_place_of_another_is_not_taken_for_the_end():
    walked = PagedList("onSelling", SIZE)
    walked.take(page(1, pages=3, declared=250))

    assert not walked.repeats(page(2, first=1_000, pages=3, declared=250))


def test_pages_of_several_lengths_are_not_even():
    walked, _ = read([99, 97, 99, 3], pages=4)

    assert not walked.has_even_pages


def test_a_list_that_never_ends_is_given_up():
    walked = PagedList("onSelling", SIZE, asked=MOST_BEYOND + 1, promised=1)

    with pytest.raises(Unavailable, match="does not end"):
        walked.take(page(MOST_BEYOND + 1))


def test_a_list_of_what_was_modified_is_read_on_only_for_what_it_declares():
    _, asked = read([50, 10], declared=60, kind=ModifiedList)
    assert asked == [1, 2]
    _, asked = read([20], declared=20, kind=ModifiedList)
    assert asked == [1]


@pytest.mark.parametrize(
    ("length", "declared", "dispute", "whole"),
    [
        (3, 3, 0, True),
        (3, 4, 0, False),
        (3, 5, 2, True),
        (9, 2, -7, True),
        (3, 0, -7, True),  # it cannot declare less than none
        (9, 1, -7, False),
    ],
)
def test_a_list_of_what_was_modified_is_whole_where_it_agrees_with_itself(
    length, declared, dispute, whole
):
    modified = ModifiedList("onSelling", SIZE, dispute=dispute)
    modified.take(page(1, length=length, declared=declared))

    assert modified.is_whole is whole
