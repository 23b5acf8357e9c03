"""Random catalogues on both sides: every identity holds, and nothing depends on the order."""

from collections import Counter
from random import Random

import pytest

from aliexpress.bridge.counts import counts_of
from aliexpress.bridge.parts import parts_of
from aliexpress.bridge.sides import Before, Decisions
from aliexpress.lifecycle import State
from aliexpress.models.bridge_figures import BY_RULE, CELLS, LISTED_IN, STATE_COUNT
from aliexpress.models.bridge_words import ItemPart, ListingClass, SkuPart
from tests.aliexpress.bridge.worlds import World

CODES = (
    *("", " ", "A-1", "a-1", "A\u20131", "\uff21-1", "A-11", "A1-1", "007", "7", "1.2E+11", "B"),
    *("b\u200b", "x" * 255, "AE-B", "B-CN", "كرسي-3", "🙂", "A'B", "A+B", "50%"),
)
STATES = [state.value for state in State]


def some_world(chance):
    world = World()
    for number in range(chance.randrange(9)):
        world.item(
            chance.choice(CODES), product=chance.choice("PQR"), is_meant=chance.random() < 0.8,
            in_tool=chance.choice(["", "waiting", "failed"]), option=chance.choice(["", "Red"]),
            aliexpress_product_id=1_005_000 + number if chance.random() < 0.1 else None,
        )  # fmt: skip
    for _ in range(chance.randrange(7)):
        is_read = chance.random() < 0.85
        codes = [chance.choice(CODES) for _ in range(chance.randrange(5))] if is_read else []
        world.listing(*codes, state=chance.choice(STATES), is_read=is_read)
    if world.items and chance.random() < 0.4:
        one = chance.choice(world.items).pk
        world.decisions = chance.choice(
            [
                Decisions(same={"b": one}, count=1),
                Decisions(bundles={"a+b": one}, count=1),
                Decisions(not_ours=frozenset({"a-1"}), count=1),
                Decisions(not_meant=frozenset({one}), count=1),
            ]
        )
        world.before = Before({one: 10**6}, {})
    return world


def identities(told):
    """Both sides of each."""
    parts = [told[f"{part}_count"] for part in ItemPart]
    yield told["item_count"], sum(parts)
    yield told["listed_count"], told["first_count"]
    yield told["listed_count"], sum(told[name] for name in LISTED_IN.values())
    yield told["listed_count"], sum(told[name] for name in BY_RULE.values())
    yield told["missing_count"], told["missing_whole_count"] + told["missing_variant_count"]
    reasons = ("withdrawn", "waiting", "failed", "not_pushed")
    yield told["missing_count"], sum(told[f"{reason}_count"] for reason in reasons)
    yield told["sku_count"], sum(told[f"{part}_count"] for part in SkuPart)
    yield told["orphan_count"], told["orphan_never_count"] + told["orphan_gone_count"]
    yield told["listing_count"], sum(told[f"{kind}_listing_count"] for kind in ListingClass)
    for state in State:
        cells = [told[CELLS[state, kind]] for kind in ListingClass]
        yield told[STATE_COUNT[state]], sum(cells)
    for kind in ListingClass:
        cells = [told[CELLS[state, kind]] for state in State]
        yield told[f"{kind}_listing_count"], sum(cells)


def live(seed):
    chance = Random(seed)
    world = some_world(chance)
    sides = world.sides
    parts = parts_of(sides)
    told = counts_of(parts, sides)

    assert [pair for pair in identities(told) if pair[0] != pair[1]] == []
    assert told["item_count"] == len(world.items)
    assert told["sku_count"] == len(world.skus)
    assert told["listing_count"] == len(world.listings)
    # Blank is never matched, and a code of two items matches neither.
    firsts = [entry for entry in parts.skus if entry.part in ("first", "copy")]
    assert all(entry.code.strip() or entry.rule == "channel" for entry in firsts)
    holders = Counter(item.key for item in world.items if item.key)
    keys = {item.pk: item.key for item in world.items}
    doubled = [one for one in firsts if holders[keys[one.item]] > 1]
    assert all(one.rule in ("alias", "channel") for one in doubled)

    chance.shuffle(world.skus)
    again = {(entry.side, entry.listing, entry.sku_id): entry for entry in parts_of(world.sides)}
    assert all(again[one.side, one.listing, one.sku_id] == one for one in parts.skus)


def test_every_identity_holds_in_random_shops_whatever_the_order():
    for seed in range(300):
        live(seed)


@pytest.mark.thorough
def test_every_identity_holds_in_ten_thousand_random_shops():
    for seed in range(10_000):
        live(seed)
