"""Every item, SKU and listing is in one part, and the parts add up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aliexpress.bridge.sides import Before, Decisions
from aliexpress.lifecycle import State
from aliexpress.models.bridge_words import ListingClass, Rule
from tests.aliexpress.bridge.worlds import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def test_the_worked_example_adds_up_to_the_unit():
    world = worked_example()

    tally = world.tally()

    assert tally.item_count == 12_349
    assert (tally.left_out_count, tally.blank_count, tally.shared_count) == (83, 12, 8)
    assert (tally.missing_count, tally.missing_product_count) == (244, 96)
    assert tally.missing_variant_count == 41
    assert tally.withdrawn_count == 19
    assert tally.listed_count == tally.first_count == 12_002
    assert tally.not_meant_listed_count == 5
    assert (tally.copy_count, tally.orphan_count) == (36, 61)
    assert (tally.unclear_count, tally.no_code_count, tally.bundle_count) == (4, 9, 0)
    assert tally.sku_count == 12_112
    rules = [tally.by_rule(rule) for rule in (Rule.EXACT, Rule.NORMALISED, Rule.ALIAS)]
    assert rules == [11_905, 85, 12]
    classes = [ListingClass.OURS, "duplicate", "orphan", "unclear", "no_code"]
    assert {
        state: [tally.cell(State(state), ListingClass(kind)) for kind in classes]
        for state in ("active", "auditing", "rejected", "expired")
    } == {
        "active": [4262, 18, 22, 3, 5],
        "auditing": [331, 4, 3, 1, 1],
        "rejected": [113, 1, 3, 0, 3],
        "expired": [46, 1, 3, 0, 0],
    }
    assert tally.listing_count == 4820


# Of §7.12: state, class, and how many listings of how many SKUs.
OTHERS = [
    ("active", "copy", {1: 9, 2: 9}),
    ("auditing", "copy", {1: 1, 2: 3}),
    ("rejected", "copy", {1: 1}),
    ("expired", "copy", {1: 1}),
    ("active", "orphan", {1: 8, 2: 7, 3: 7}),
    ("auditing", "orphan", {1: 1, 2: 1, 3: 1}),
    ("rejected", "orphan", {1: 1, 2: 1, 3: 1}),
    ("expired", "orphan", {1: 1, 2: 1, 3: 1}),
    ("active", "unclear", {1: 3}),
    ("auditing", "unclear", {1: 1}),
    ("active", "blank", {1: 5}),
    ("auditing", "blank", {1: 1}),
    ("rejected", "blank", {1: 3}),
]
OURS = {"active": 4262, "auditing": 331, "rejected": 113, "expired": 46}


def worked_example():
    """4,752 listings of ours with 12,002 SKUs, and the 68 others with 110."""
    world = World()
    sizes = [3 if number < 2498 else 2 for number in range(4752)]
    assert sum(sizes) == 12_002
    made, aliases = 0, {}
    for state, number in OURS.items():
        for _ in range(number):
            codes = []
            for place in range(sizes[made]):
                code = f"HH-{made:05}-{place}"
                theirs = code
                if made < 12 and not place:
                    theirs = f"OLD-{made:05}"
                elif made < 97 and not place:
                    theirs = code.lower()
                item = world.item(
                    code, product=f"p{made}", is_meant=not (97 <= made < 102 and not place)
                )
                if theirs.startswith("OLD"):
                    aliases[theirs.lower()] = item
                codes.append(theirs)
            world.listing(*codes, state=state)
            made += 1
    copied = iter(f"HH-{made:05}-1" for made in range(2000, 3000))
    orphans, shared = iter(range(1000)), iter(range(4))
    for state, kind, listings in OTHERS:
        for size, number in listings.items():
            for _ in range(number):
                if kind == "copy":
                    codes = [next(copied) for _ in range(size)]
                elif kind == "orphan":
                    codes = [f"STRAY-{next(orphans)}" for _ in range(size)]
                else:
                    codes = [f"TWICE-{next(shared)}"] if kind == "unclear" else [""]
                world.listing(*codes, state=state)
    for number in range(4):
        world.item(f"TWICE-{number}")
        world.item(f"twice-{number}")
    for number in range(41):
        world.item(f"SHORT-{number}", product=f"p{number}")
    gone = {}
    for number in range(203):
        item = world.item(f"AWAY-{number}", product=f"away{number % 96}")
        if number < 19:
            gone[item] = 999_999
    for _ in range(12):
        world.item("")
    for number in range(83):
        world.item(f"SHOP-ONLY-{number}", is_meant=False)
    world.decisions = Decisions(same=aliases, count=12)
    world.before = Before(gone, {})
    return world


def test_blank_never_matches_blank(world):
    world.item("")
    world.listing("")

    assert (world.item_parts(), world.sku_parts()) == ({"": "blank"}, {"": "no_code"})


def test_a_key_of_two_items_matches_neither_though_one_is_written_the_same(world):
    world.item("AB-1")
    world.item("ab-1")
    world.listing("AB-1")

    tally = world.tally()

    assert (tally.shared_count, tally.unclear_count) == (2, 1)


def test_a_key_stays_shared_where_one_of_the_two_is_matched_by_a_person(world):
    one = world.item("AB-1")
    world.item("AB-1")
    world.decisions = Decisions(same={"mine": one}, count=1)
    world.listing("mine")
    world.listing("AB-1")

    tally = world.tally()

    assert (tally.listed_count, tally.shared_count, tally.unclear_count) == (1, 1, 1)


def test_the_first_copy_is_the_one_on_sale_and_the_others_are_further_copies(world):
    world.item("AB-1")
    world.listing("AB-1", state="rejected")
    on_sale = world.listing("AB-1", state="active")
    world.listing("AB-1", state="auditing")

    [entry] = world.parts().items
    tally = world.tally()

    assert (entry.listing, entry.state) == (on_sale, "active")
    assert (tally.first_count, tally.copy_count, tally.duplicate_listing_count) == (1, 2, 2)


def test_a_listing_that_was_not_read_is_in_no_other_class(world):
    world.item("AB-1")
    world.listing(is_read=False)

    tally = world.tally()

    assert (tally.not_read_listing_count, tally.missing_count) == (1, 1)
    assert not tally.is_whole


def test_a_bundle_makes_a_listing_ours_and_lists_no_item(world):
    item = world.item("AB-1")
    world.decisions = Decisions(bundles={"ab-1*2": item}, count=1)
    world.listing("AB-1*2")

    tally = world.tally()

    assert (tally.bundle_count, tally.ours_listing_count, tally.missing_count) == (1, 1, 1)


def test_an_item_that_is_not_meant_and_listed_stays_listed_with_a_list_of_its_own(world):
    world.item("AB-1", is_meant=False)
    world.item("AB-2", is_meant=False)
    world.listing("AB-1")

    tally = world.tally()

    assert (tally.listed_count, tally.not_meant_listed_count, tally.left_out_count) == (1, 1, 1)
    assert tally.not_meant_listing_count == 1


def test_mixed_split_and_partly_overlap_with_the_classes(world):
    world.item("A-1", product="A")
    world.item("A-2", product="A")
    world.item("B-1", product="B")
    both = world.listing("A-1", "B-1", "STRAY")
    other = world.listing("A-2")

    marks = {
        one.listing: (one.is_mixed, one.is_split, one.is_partly) for one in world.parts().listings
    }

    assert marks == {both: (True, True, True), other: (False, True, False)}


CODES = st.sampled_from(
    [
        "",
        " ",
        "A-1",
        "a-1",
        "A\u20131",
        "\uff21-1",
        "A-11",
        "007",
        "7",
        "1.2E+11",
        "x" * 255,
        "B",
        "b\u200b",
    ]
)
STATES = st.sampled_from([state.value for state in State])


@pytest.mark.thorough
@settings(max_examples=25, deadline=None)
@given(
    items=st.lists(st.tuples(CODES, st.sampled_from("PQR"), st.booleans()), max_size=8),
    listings=st.lists(st.tuples(STATES, st.booleans(), st.lists(CODES, max_size=4)), max_size=6),
    aliased=st.integers(0, 7),
)
def test_every_identity_holds_for_random_catalogues(items, listings, aliased):
    world = World()
    for code, product, is_meant in items:
        world.item(code, product=product, is_meant=is_meant)
    for state, is_read, codes in listings:
        world.listing(*(codes if is_read else ()), state=state, is_read=is_read)
    if aliased < len(world.items):
        world.decisions = Decisions(same={"b": world.items[aliased].pk}, count=1)

    tally = world.tally()

    assert tally.item_count == len(items)
    assert len(world.parts().firsts) == tally.listed_count
    assert list(world.parts()) == list(world.parts())
