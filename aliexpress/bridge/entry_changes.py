"""What a bridge changes of the rows of the last one, and writes."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from aliexpress.batches import in_batches
from aliexpress.bridge.fetched_sides import ENTRY, Kept, Thing, thing_of
from aliexpress.bridge.parts import Parts
from aliexpress.bridge.sides import Entry
from aliexpress.json_table import insert
from aliexpress.models import BridgeEntry, BridgeTally
from aliexpress.models.bridge_words import Side
from aliexpress.table_statistics import learn_after_commit


class Changes(NamedTuple):
    """Open entries that end, and those that begin; and of those that stay open, by what now comes
    of comparing their items, those of which something else came before."""

    ended: list[int]
    begun: list[Entry]
    otherwise: dict[int, list[int]]

    @property
    def moved(self) -> bool:
        return bool(self.ended or self.begun)


def changes_of(before: Mapping[Thing, Kept], parts: Parts, outcomes: Mapping[int, int]) -> Changes:
    left = dict(before)
    ended, begun = [], []
    otherwise: dict[int, list[int]] = defaultdict(list)
    for entry in parts:
        known = left.pop(thing_of(entry), None)
        if known is None or known.entry != entry:
            begun.append(entry)
            ended += [] if known is None else [known.pk]
        elif known.outcome != (outcome := outcome_of(entry, outcomes)):
            otherwise[outcome].append(known.pk)
    return Changes([*ended, *(known.pk for known in left.values())], begun, dict(otherwise))


def outcome_of(entry: Entry, outcomes: Mapping[int, int]) -> int:
    return outcomes.get(entry.item or 0, 0) if entry.side == Side.ITEM else 0


def overwrite(changes: Changes) -> None:
    """What came of comparing items whose entries stay."""
    for outcome, keys in changes.otherwise.items():
        for some in in_batches(keys):
            BridgeEntry.objects.filter(pk__in=some).update(outcome=outcome)


def write(new: BridgeTally, changes: Changes, outcomes: Mapping[int, int]) -> None:
    """What ends first: a thing has one open entry."""
    for some in in_batches(changes.ended):
        BridgeEntry.objects.filter(pk__in=some).update(until_tally=new)
    insert(
        BridgeEntry,
        [*ENTRY, "outcome", "store_id", "since_tally_id"],
        ((*entry, outcome_of(entry, outcomes), new.store_id, new.pk) for entry in changes.begun),
    )
    learn_after_commit(BridgeEntry, written=len(changes.begun))
