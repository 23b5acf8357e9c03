"""What a measure is handed: one snapshot of one store, and what was counted beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from django.db.models import Model

from aliexpress.lifecycle import State
from aliexpress.models import BridgeTally, DetailTally, ValidityTally
from cards.catalogue.definitions import definition
from cards.measures.rejections import Rejections

# What a card may stand on besides a snapshot: the names of the catalogue, of the fields of Facts
# and, of tallies, of the pointers of a StoreNow.
REJECTIONS: Final = "rejections"
VALIDITY: Final = "validity"
DETAILS: Final = "details"
BRIDGE: Final = "bridge"
TALLIES: Final[Mapping[str, type[Model]]] = {
    VALIDITY: ValidityTally,
    DETAILS: DetailTally,
    BRIDGE: BridgeTally,
}
BESIDES: Final = frozenset({REJECTIONS, *TALLIES})


class Counts(Protocol):
    """What a snapshot says, and so does a point of its history."""

    @property
    def total_count(self) -> int: ...

    def count_of(self, state: State) -> int: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything here belongs to the one snapshot, so whatever a measure divides, it divides
    within it. What a card does not stand on is None."""

    counts: Counts
    snapshot: int
    rejections: Rejections | None = None
    validity: ValidityTally | None = None
    details: DetailTally | None = None
    bridge: BridgeTally | None = None
    settings: Mapping[str, int] = field(default_factory=dict)
    knows_expiry: bool = True  # whether it counts a shop whose listings expire
    # Whether it counts a shop of whose listings AliExpress tells the attributes, and the names of
    # those it does not tell them of.
    knows_attributes: bool = True
    shops_without_attributes: Sequence[str] = ()
    is_whole: bool = True  # whether `counts` are those of every listing of the snapshot
    titles: Mapping[str, str] = field(default_factory=dict)  # of cards it names, by their keys

    def title_of(self, key: str) -> str:
        """The title of another card as people gave it, or else as it was delivered."""
        return self.titles.get(key) or definition(key).title
