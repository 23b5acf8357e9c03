"""Searches pass over stretches that hold nothing, and find all the same what a walk finds."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aliexpress import finding
from aliexpress.finding import Wanted, first_rows
from aliexpress.models import Listing, ListingStretch
from aliexpress.sync import stretches
from aliexpress.typed.numbers import LARGEST_ID
from tests.factories import ListingFactory, StoreFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db

# Letters that databases and Python change to other cases in their own ways, characters that mean
# something in a pattern, and spaces that are none to everybody.
SUBJECTS = [
    "",
    "Linen curtain",
    "linen CURTAIN, 100% soft",
    "Leinen_vorhang \\ grün",
    "GRÜN ẞtoff straße",
    "İnce \N{LATIN SMALL LETTER DOTLESS I}nce perde",
    "\N{LATIN SMALL LETTER LONG S}eide ΣΑΣ σας",
    "no\u00a0break\u3000space",
]
SEARCHES = [
    "linen",
    "curtain linen",
    "%",
    "_",
    "\\",
    "grün",
    "straße",
    "STRASSE",
    "i",
    "İnce",
    "\N{LATIN SMALL LETTER DOTLESS I}",
    "s",
    "ς",
    "break space",
    "velvet",
    "1005003033814656",
]
PRICES = [None, Decimal("0.5000"), Decimal(20), Decimal(9999)]

listings = st.lists(
    st.tuples(
        st.integers(1, 60) | st.sampled_from([LARGEST_ID - 1, LARGEST_ID]),  # product id
        st.sampled_from(SUBJECTS),
        st.sampled_from([None, 1, 12, 121]),  # group
        st.sampled_from(PRICES),
    ),
    max_size=25,
    unique_by=lambda row: row[0],
)
wanted = st.builds(
    Wanted,
    search=st.just("") | st.sampled_from(SEARCHES),
    group=st.none() | st.sampled_from([1, 12, 2]),
    min_price=st.sampled_from(PRICES),
    max_price=st.sampled_from(PRICES),
)
ends = st.none() | st.integers(0, 61) | st.just(LARGEST_ID)


@pytest.fixture
def store():
    return StoreFactory()


@pytest.fixture
def small_stretches(monkeypatch):
    monkeypatch.setattr(stretches, "LISTINGS_A_STRETCH", 3)
    monkeypatch.setattr(stretches, "LISTINGS_AT_ONCE", 7)
    monkeypatch.setattr(finding, "FIRST_STRETCHES", 2)
    monkeypatch.setattr(finding, "STRETCHES_A_STATEMENT", 2)
    monkeypatch.setattr(finding, "MOST_STATEMENTS", 4)


def listed(store, rows):
    Listing.objects.filter(store=store).delete()
    ListingStretch.objects.filter(store=store).delete()
    Listing.objects.bulk_create(
        ListingFactory.build(
            store=store,
            product_id=product_id,
            subject=subject,
            group_id=group,
            min_price=price,
            max_price=price,
        )
        for product_id, subject, group, price in rows
    )


def walked(found, *, limit, beyond, upwards):
    """The same without anything known of stretches."""
    if beyond is not None:
        found = [pid for pid in found if (pid > beyond if upwards else pid < beyond)]
    return sorted(found, reverse=not upwards)[:limit]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150
)
@given(
    rows=listings,
    looked_for=wanted,
    forgotten=st.sets(st.integers(0, 9)),
    limit=st.integers(1, 8),
    beyond=ends,
    upwards=st.booleans(),
)
def test_whatever_is_known_a_search_finds_what_a_walk_finds(
    small_stretches, store, rows, looked_for, forgotten, limit, beyond, upwards
):
    listed(store, rows)
    stretches.learn(store.pk)
    known = list(ListingStretch.objects.filter(store=store).order_by("first_product_id"))
    for number in forgotten & set(range(len(known))):
        known[number].delete()
    found = looked_for.among(Listing.objects.of(store))

    rows = first_rows(found, looked_for, store=store, limit=limit, beyond=beyond, upwards=upwards)

    there = found.values_list("product_id", flat=True)
    assert [row.product_id for row in rows] == walked(
        there, limit=limit, beyond=beyond, upwards=upwards
    )


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
@given(rows=listings, forgotten=st.sets(st.integers(0, 9)))
def test_what_is_learnt_lies_side_by_side_and_leaves_no_listing_out(
    small_stretches, store, rows, forgotten
):
    listed(store, rows)
    stretches.learn(store.pk)
    known = list(ListingStretch.objects.filter(store=store).order_by("first_product_id"))
    for number in forgotten & set(range(len(known))):
        known[number].delete()

    stretches.learn(store.pk)

    spans = list(
        ListingStretch.objects.filter(store=store)
        .order_by("first_product_id")
        .values_list("first_product_id", "last_product_id")
    )
    assert all(first <= last for first, last in spans)
    assert all(after[0] == before[1] + 1 for before, after in pairwise(spans))
    assert not spans or spans[0][0] == -LARGEST_ID
    assert (spans[-1][1] if spans else 0) == max((row[0] for row in rows), default=0)


def test_words_nobody_uses_are_looked_for_in_no_stretch(small_stretches, store):
    listed(store, [(number, "Linen curtain", None, None) for number in range(1, 31)])
    stretches.learn(store.pk)
    velvet = Wanted(search="velvet")

    with CaptureQueriesContext(connection) as asked:
        assert first_rows(Listing.objects.of(store), velvet, store=store, limit=5) == []

    of_listings = [one["sql"] for one in asked if '"aliexpress_listing"."subject"' in one["sql"]]
    assert len(of_listings) == 1
    assert "BETWEEN 31 AND" in of_listings[0]


def known(store, words, *, apart=0):
    """Of so many stretches; there may be ids between them of which nothing is known."""
    ListingStretch.objects.bulk_create(
        ListingStretch(
            store=store,
            first_product_id=(10 + apart) * number,
            last_product_id=(10 + apart) * number + 9,
            words=some,
            groups="",
        )
        for number, some in enumerate(words)
    )


def spans_looked_into(store, search, *, upwards):
    """By each of the statements."""
    wanted = Wanted(search=search)
    found = wanted.among(Listing.objects.of(store))
    with CaptureQueriesContext(connection) as asked:
        first_rows(found, wanted, store=store, limit=5, upwards=upwards)
    spans = [re.findall(r"BETWEEN +(-?\d+) AND +(-?\d+)", one["sql"]) for one in asked]
    return [[(int(first), int(last)) for first, last in some] for some in spans if some]


@pytest.mark.parametrize("upwards", [True, False])
def test_no_listing_is_read_on_the_way_by_two_statements(small_stretches, store, upwards):
    """Where a database takes it for quicker, it walks all that lies within what it is told; of
    several stretches alone it walked the whole store, for each statement."""
    known(store, ["LINEN", "VELVET"] * 6)

    statements = spans_looked_into(store, "linen", upwards=upwards)

    wholes = [spans[0] for spans in statements]
    assert max(len(spans) for spans in statements) > 2
    for (first, last), *stretches_of_it in statements:
        assert all(first <= one[0] and one[1] <= last for one in stretches_of_it)
    assert all(one[1] < other[0] for one, other in pairwise(sorted(wholes)))


@pytest.mark.parametrize("upwards", [True, False])
@pytest.mark.parametrize("apart", [0, 5])
def test_however_many_stretches_may_hold_it_the_statements_have_an_end(
    small_stretches, store, upwards, apart
):
    known(store, ["LINEN"] * 100, apart=apart)

    statements = spans_looked_into(store, "linen", upwards=upwards)

    assert len(statements) <= finding.MOST_STATEMENTS
    ends = {end for spans in statements for span in spans for end in span}
    assert {-LARGEST_ID, LARGEST_ID} <= ends


def test_words_everybody_uses_are_found_in_the_first_stretches(small_stretches, store):
    listed(store, [(number, "Linen curtain", None, None) for number in range(1, 31)])
    stretches.learn(store.pk)
    linen = Wanted(search="linen")

    with CaptureQueriesContext(connection) as asked:
        rows = first_rows(Listing.objects.of(store), linen, store=store, limit=5)

    assert [row.product_id for row in rows] == [1, 2, 3, 4, 5]
    assert len(asked) == 2  # what is known of the first stretches, and the listings


def test_a_list_that_asks_for_nothing_asks_for_no_stretch(store):
    ListingFactory(store=store)

    with CaptureQueriesContext(connection) as asked:
        first_rows(Listing.objects.of(store), finding.ANYTHING, store=store, limit=5)

    assert len(asked) == 1


def test_what_is_known_of_another_store_narrows_nothing(store):
    other = StoreFactory()
    stretches.learn(ListingFactory(store=other, product_id=5).store_id)
    here = ListingFactory(store=store, product_id=5, subject="Velvet")
    velvet = Wanted(search="velvet")

    found = velvet.among(Listing.objects.of(store))
    assert first_rows(found, velvet, store=store, limit=5) == [here]


@pytest.mark.parametrize("upwards", [True, False])
def test_the_largest_id_there_is_is_learnt_and_found(store, upwards):
    largest = ListingFactory(store=store, product_id=LARGEST_ID, subject="Velvet")
    velvet = Wanted(search="velvet")
    found = velvet.among(Listing.objects.of(store))

    assert [stretches.learn(store.pk), stretches.learn(store.pk)] == [1, 0]

    assert first_rows(found, velvet, store=store, limit=5, upwards=upwards) == [largest]


def test_a_listing_that_is_gone_is_known_of_too(store):
    """A list of the past may ask for it."""
    gone = ListingFactory(store=store, subject="Velvet", gone_at=NOON)
    ListingFactory(store=store)
    stretches.learn(store.pk)
    velvet = Wanted(search="velvet")

    found = velvet.among(Listing.objects.of(store))
    assert first_rows(found, velvet, store=store, limit=5) == [gone]
