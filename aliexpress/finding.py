"""Listings found among a million by what few of them have: words, a group, a price.

A list walks an index in order, which is quick where many listings match. Where few do, what is
known of whole stretches (ListingStretch) says which need not be walked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Upper

from aliexpress.models import Listing, ListingStretch, Store
from aliexpress.typed.numbers import LARGEST_ID, LONGEST_ID

SHORTEST_ID: Final = 10  # digits; fewer are a word like any other
# Stretches looked up at once, more and more as long as too little is found; and how many of those
# that may hold something are searched in one statement.
FIRST_STRETCHES: Final = 25
MORE_STRETCHES: Final = 4
STRETCHES_A_STATEMENT: Final = 16
# Then the rest is walked in one: many stretches forgotten one by one are as many to look into.
MOST_STATEMENTS: Final = 60

Span = tuple[int, int]  # product ids, themselves included


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a listing must be like, by what AliExpress says of it now; empty asks for nothing."""

    search: str = ""  # a whole product id, or words of the subject: all of them, in any order
    group: int | None = None
    min_price: Decimal | None = None
    max_price: Decimal | None = None

    def among(self, listings: QuerySet[Listing]) -> QuerySet[Listing]:
        if self._is_an_id:
            listings = listings.filter(product_id=int(self.search))
        for word in self._words:
            listings = listings.filter(subject__icontains=word)
        if self.group is not None:
            listings = listings.filter(group_id=self.group)
        if self.min_price is not None:
            listings = listings.filter(max_price__gte=self.min_price)
        if self.max_price is not None:
            listings = listings.filter(min_price__lte=self.max_price)
        return listings

    def possible(self) -> Q:
        """Of stretches: one of these listings may be in it."""
        found = Q()
        for word in self._words:
            found &= Q(words__contains=Upper(Value(word)))
        if self.group is not None:
            found &= Q(groups__contains=f" {self.group} ")
        if self.min_price is not None:
            found &= Q(highest_price__gte=self.min_price)
        if self.max_price is not None:
            found &= Q(lowest_price__lte=self.max_price)
        return found

    @property
    def _is_an_id(self) -> bool:
        text = self.search
        return text.isascii() and text.isdecimal() and SHORTEST_ID <= len(text) <= LONGEST_ID

    @property
    def _words(self) -> list[str]:
        return [] if self._is_an_id else self.search.split()


ANYTHING: Final = Wanted()


def first_rows(
    listings: QuerySet[Listing],
    wanted: Wanted,
    *,
    store: Store,
    limit: int,
    beyond: int | None = None,
    upwards: bool = True,
) -> list[Listing]:
    """The first so many of these listings, which are `among` those wanted, by product id: upwards
    or downwards, beyond one or from the end."""
    listings = listings.order_by("product_id" if upwards else "-product_id")
    if beyond is not None:
        listings = listings.filter(**{f"product_id__{'gt' if upwards else 'lt'}": beyond})
    if not wanted.possible():
        return list(listings[:limit])
    rows: list[Listing] = []
    for spans in _statements(store, wanted, beyond=beyond, upwards=upwards):
        rows += listings.filter(_within(spans))[: limit - len(rows)]
        if len(rows) == limit:
            break
    return rows


def _within(spans: list[Span]) -> Q:
    """All of them is a span as well: databases often think it quickest to walk it in order, and
    without its ends they walked the whole store for each statement."""
    found = Q(product_id__range=(min(spans)[0], max(spans)[1]))
    if len(spans) > 1:
        found &= reduce(or_, (Q(product_id__range=span) for span in spans))
    return found


def _statements(
    store: Store, wanted: Wanted, *, beyond: int | None, upwards: bool
) -> Iterator[list[Span]]:
    """In order, and not without end: what may hold a listing that is wanted. A list of them is a
    statement's work."""
    for number, spans in enumerate(_spans(store, wanted, beyond=beyond, upwards=upwards), start=1):
        if number == MOST_STATEMENTS:
            yield [(spans[0][0], LARGEST_ID) if upwards else (-LARGEST_ID, spans[0][1])]
            return
        yield spans


def _spans(
    store: Store, wanted: Wanted, *, beyond: int | None, upwards: bool
) -> Iterator[list[Span]]:
    # Downwards all is the same with product ids below zero.
    sign, near, far = 1, "first_product_id", "last_product_id"
    if not upwards:
        sign, near, far = -1, far, near
    # Neither yes nor no where a price is asked for and none is known: then it holds nothing.
    known = (
        ListingStretch.objects.filter(store=store)
        .annotate(possible=wanted.possible())
        # They do not overlap, and this end has an index.
        .order_by("first_product_id" if upwards else "-first_product_id")
        .values_list(near, far, "possible")
    )
    unseen = -LARGEST_ID if beyond is None else sign * beyond + 1
    if unseen > LARGEST_ID:
        return
    waiting: list[Span] = []
    for number in _more_and_more():
        some = known.filter(**{f"{far}__gte" if upwards else f"{far}__lte": sign * unseen})[:number]
        for first, last, possible in some:
            if unseen < sign * first:  # nothing is known of these
                yield from _in_turn(waiting, [(unseen, sign * first - 1)], sign=sign)
                waiting = []
            if possible:
                waiting.append((max(unseen, sign * first), sign * last))
            if len(waiting) == STRETCHES_A_STATEMENT:
                yield from _in_turn(waiting, sign=sign)
                waiting = []
            unseen = sign * last + 1
        if len(some) < number:
            break
    rest = [(unseen, LARGEST_ID)] if unseen <= LARGEST_ID else []
    yield from _in_turn(waiting, rest, sign=sign)


def _more_and_more() -> Iterator[int]:
    number = FIRST_STRETCHES
    while True:
        yield number
        number *= MORE_STRETCHES


def _in_turn(*statements: list[Span], sign: int) -> Iterator[list[Span]]:
    """As they are asked for: neighbours as one, and the right way up."""
    for spans in filter(None, statements):
        joined = spans[:1]
        for first, last in spans[1:]:
            if joined[-1][1] + 1 == first:
                joined[-1] = joined[-1][0], last
            else:
                joined.append((first, last))
        yield [(first, last) if sign > 0 else (-last, -first) for first, last in joined]
