"""Pairs of codes of shops, each with what becomes of it: linked, proposed, or left alone.

`corpus.tsv`: the number before a case is of the complaint it comes from.
"""

from pathlib import Path
from typing import NamedTuple

from aliexpress.bridge.proposals import proposals_of
from tests.aliexpress.bridge.worlds import World

NOTHING = "-"


class Pair(NamedTuple):
    case: str
    is_same: str  # yes or no: what a person says
    link: str
    proposal: str
    item: str
    sku: str


def pairs():
    lines = Path(__file__).with_name("corpus.tsv").read_text(encoding="ascii").splitlines()
    for line in lines[1:]:
        *told, item, sku = line.split("\t")
        yield Pair(*told, *(code.encode().decode("unicode_escape") for code in (item, sku)))


def became_of(pair):
    """The rule that linked it, and the one that proposed it."""
    world = World()
    world.item(pair.item)
    world.listing(pair.sku)
    parts = world.parts()
    [sku] = parts.skus
    proposed = [one.rule for one in proposals_of(parts, world.sides)]
    return sku.rule or NOTHING, *(proposed or [NOTHING])


def test_three_hundred_pairs_become_what_is_expected_of_them():
    found = {pair: became_of(pair) for pair in pairs()}

    assert len(found) >= 300
    assert {pair: one for pair, one in found.items() if one != (pair.link, pair.proposal)} == {}


def test_no_pair_that_a_person_calls_different_is_linked():
    different = [pair for pair in pairs() if pair.is_same == "no"]

    assert len(different) >= 60
    assert [pair for pair in different if became_of(pair)[0] != NOTHING] == []


def test_all_of_them_in_one_shop_link_no_pair_that_a_person_calls_different():
    world = World()
    kept = list(pairs())
    items: dict[str, int] = {}
    for pair in kept:
        items.setdefault(pair.item, world.item(pair.item))
        world.listing(pair.sku)
    linked = {
        (entry.item, entry.code) for entry in world.parts().skus if entry.part in ("first", "copy")
    }
    same = {(items[pair.item], pair.sku) for pair in kept if pair.is_same == "yes"}
    different = {(items[pair.item], pair.sku) for pair in kept if pair.is_same == "no"} - same

    assert not linked & different


def test_blank_is_a_part_of_its_own_on_either_side():
    for pair in pairs():
        if pair.case == "blank":
            world = World()
            world.item(pair.item)
            world.listing(pair.sku)
            assert "listed" not in world.item_parts().values()
            assert "first" not in world.sku_parts().values()
