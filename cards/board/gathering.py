"""The facts readings stand on, for any number of stores in a fixed number of statements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from aliexpress.models import ListingSnapshot
from cards.catalogue import definition
from cards.measures.facts import Facts
from cards.measures.rejections import Rejections, rejections_of, window_of
from cards.models import Card


@dataclass(frozen=True, slots=True)
class Gathered:
    """One store's facts at one moment: a snapshot, when it was last found true, and what the
    cards asked for stand on besides."""

    snapshot: ListingSnapshot
    confirmed_at: datetime
    rejections: Rejections | None = None

    def facts_for(self, card: Card) -> Facts:
        return Facts(
            counts=self.snapshot,
            snapshot=self.snapshot.pk,
            rejections=self.rejections,
            settings=card.settings,
        )


def gather(
    cards: Iterable[Card], confirmed: Mapping[int, tuple[ListingSnapshot, datetime]]
) -> dict[int, Gathered]:
    """By store id. `confirmed`: the snapshot of each store, and when it was last found true.

    A statement or two for each kind of fact the cards stand on besides the snapshot.
    """
    needed = {definition(card.key).stands_on for card in cards}
    rejections: dict[int, Rejections] = {}
    if "rejections" in needed:
        rejections = rejections_of({key: window_of(*known) for key, known in confirmed.items()})
    return {
        store_id: Gathered(snapshot, confirmed_at, rejections=rejections.get(store_id))
        for store_id, (snapshot, confirmed_at) in confirmed.items()
    }
