"""People decide which code is which item: with why, undone, and the past stays as it was."""

from datetime import timedelta

import pytest

from aliexpress.bridge.decisions import accept, decide, undo
from aliexpress.models import BridgeEntry, ListingSku, SkuAlias, SkuProposal
from aliexpress.source.item_row import ItemRow
from aliexpress.typed.bad_input import BadInput
from tests.bridge_stores import counted, held_together, source_read
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def proposals(items, listings):
    store = held_together(items=items, listings=listings)
    counted(store)
    return store, list(SkuProposal.objects.order_by("pk"))


@pytest.mark.parametrize(
    ("item", "sku", "rule"),
    [
        ("ABCDEFGHIJ-KLMNOPQRSTUVW", "ABCDEFGHIJ-KLMNOPQRS", "cut"),
        ("000123", "123", "zeros"),
        ("AB/12.x", "ab-12x", "letters"),
        ("123456789012", "1.23457E+11", "scientific"),
        ("1,2E+11", "123456789012", "scientific"),
        ("4006381333931", "4.00638E+12", "scientific"),
    ],
)
def test_a_code_that_was_damaged_is_proposed_and_never_matched(item, sku, rule):
    store, [proposal] = proposals([item], [[sku]])

    assert proposal.rule == rule
    assert counted(store).missing_count == 1


def test_a_code_that_fits_two_items_is_not_proposed():
    assert proposals(["A-11", "A-1-1"], [["a1/1"]])[1] == []


def test_a_renamed_variant_is_proposed_beside_its_siblings():
    items = [ItemRow("1", "P", code="P-RED"), ItemRow("2", "P", code="P-NAVY")]

    [proposal] = proposals(items, [["P-RED", "P-BLUE"]])[1]

    assert (proposal.rule, proposal.item_code, proposal.code) == ("renamed", "P-NAVY", "P-BLUE")


@pytest.mark.parametrize(
    ("item", "sku"),
    [
        ("123456789012", "1.23458E+11"),  # another number
        ("12345", "1.2345E+4"),  # too short for a spreadsheet to write so
        ("123456789012", "123456789999"),  # two numbers that only begin alike
    ],
)
def test_numbers_that_are_not_one_are_not_proposed(item, sku):
    assert proposals([item], [[sku]])[1] == []


def test_two_numbers_that_are_written_alike_as_powers_of_ten_are_not_proposed():
    assert proposals(["123456789012", "123456711111"], [["1.23457E+11"]])[1] == []


def test_variants_renamed_together_are_told_apart_by_their_options():
    items = [
        ItemRow("1", "P", code="P-1", option="Red / L"),
        ItemRow("2", "P", code="P-2", option="Navy / L"),
        ItemRow("3", "P", code="P-3", option="Navy / XL"),
    ]

    found = proposals(items, [["P-1", "ART-NAVY-L", "ART-NAVY-XL"]])[1]

    assert [(one.rule, one.item_code, one.code) for one in found] == [
        ("option", "P-2", "ART-NAVY-L"),
        ("option", "P-3", "ART-NAVY-XL"),
    ]


def test_an_option_that_two_codes_name_is_not_proposed():
    items = [ItemRow("1", "P", code="P-1"), ItemRow("2", "P", code="P-2", option="Navy")]

    assert proposals(items, [["P-1", "OLD-NAVY", "NEW-NAVY"]])[1] == []


def test_an_accepted_proposal_is_an_alias_with_who_and_why_and_is_undone():
    store, waiting = proposals(["000123"], [["123"]])
    [alias] = accept(waiting, why="Zeros lost in Excel", at=NOON, by=None)
    with_alias = counted(store)

    undo(alias, why="Was wrong", at=NOON, by=None)
    without = counted(store)

    assert (with_alias.missing_count, with_alias.by_alias, with_alias.alias_count) == (0, 1, 1)
    assert (without.missing_count, without.alias_count) == (1, 0)
    with_alias.refresh_from_db()
    assert with_alias.missing_count == 0
    assert (alias.proposed_by, alias.ended_why) == ("zeros", "Was wrong")
    assert SkuAlias.objects.count() == 1


def test_an_alias_survives_a_rename_at_the_source_and_past_bridges_stay():
    """A code that is renamed on AliExpress is an orphan there, and the alias stands."""
    minute = timedelta(minutes=1)
    store = held_together(items=[ItemRow("1", "P", code="OLD")], listings=[["ART-7"]])
    decide(store, kind="same", code="ART-7", item="1", why="The supplier's list", at=NOON, by=None)
    first = counted(store)

    source_read(store, [ItemRow("1", "P", code="NEW")], at=NOON + minute)
    renamed = counted(store, at=NOON + minute)
    ListingSku.objects.update(code="ART-8", key="art-8")
    there = counted(store, at=NOON + 2 * minute)
    ListingSku.objects.update(code="art-7", key="art-7")
    again = counted(store, at=NOON + 3 * minute)

    tallies = [first, renamed, there, again]
    assert [tally.by_alias for tally in tallies] == [1, 1, 0, 1]
    assert [tally.orphan_gone_count for tally in tallies] == [0, 0, 1, 0]
    entries = BridgeEntry.objects.at_tally(first).filter(side="item")
    assert [(one.code, one.part, one.rule) for one in entries] == [("OLD", "listed", "alias")]
    assert SkuAlias.objects.in_force().count() == 1


@pytest.mark.parametrize(
    ("decision", "field"),
    [
        ({"kind": "same", "code": "X", "item": "A-1", "why": " "}, "why"),
        ({"kind": "same", "code": "X", "item": "nothing", "why": "so"}, "item"),
        ({"kind": "same", "code": " ", "item": "A-1", "why": "so"}, "code"),
        ({"kind": "other", "code": "X", "why": "so"}, "kind"),
        ({"kind": "bundle", "code": "X", "item": "A-1", "why": "so", "quantity": 0}, "quantity"),
    ],
)
def test_a_decision_that_says_too_little_is_refused(decision, field):
    store = held_together(items=["A-1"], listings=[])

    with pytest.raises(BadInput) as raised:
        decide(store, at=NOON, by=None, **decision)

    assert raised.value.field == field


def test_a_code_has_one_decision_in_force():
    store = held_together(items=["A-1"], listings=[])
    decide(store, kind="same", code="X-1", item="A-1", why="so", at=NOON, by=None)

    with pytest.raises(BadInput, match="undo that one first"):
        decide(store, kind="not_ours", code="x-1", why="so", at=NOON, by=None)


def test_an_item_is_named_by_its_code_where_no_other_has_it():
    items = [ItemRow("i1", "P", code="A-1"), *(ItemRow(f"i{n}", "P", code="TWICE") for n in (2, 3))]
    store = held_together(items=items, listings=[["X-1"]])

    def decided(item):
        return decide(store, kind="not_meant", item=item, why="so", at=NOON, by=None).item

    assert decided("A-1").external_id == "i1"
    assert decided("i2").external_id == "i2"
    with pytest.raises(BadInput, match="several have this code"):
        decided("TWICE")
    with pytest.raises(BadInput, match="the code or the id"):
        decided("a-1")
