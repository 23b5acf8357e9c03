"""The facts readings stand on, for any number of stores in a fixed number of statements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from aliexpress.models import ListingSnapshot, ValidityTally
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
    validity: ValidityTally | None = None

    def facts_for(self, card: Card) -> Facts:
        return Facts(
            counts=self.snapshot,
            snapshot=self.snapshot.pk,
            rejections=self.rejections,
            validity=self.validity,
            settings=card.settings,
        )


def gather(
    cards: Iterable[Card],
    confirmed: Mapping[int, tuple[ListingSnapshot, datetime]],
    *,
    by: datetime | None = None,
) -> dict[int, Gathered]:
    """By store id. `confirmed`: the snapshot of each store, and when it was last found true.
    `by`: only what was published by then.

    A statement or two for each kind of fact the cards stand on besides the snapshot.
    """
    needed = {definition(card.key).stands_on for card in cards}
    rejections: dict[int, Rejections] = {}
    if "rejections" in needed:
        rejections = rejections_of({key: window_of(*known) for key, known in confirmed.items()})
    validity: dict[int, ValidityTally] = {}
    if "validity" in needed:
        snapshots = [snapshot for snapshot, _ in confirmed.values()]
        tallies = ValidityTally.objects.newest_for(snapshots, by=by)
        validity = {tally.store_id: tally for tally in tallies}
    return {
        store_id: Gathered(
            snapshot,
            confirmed_at,
            rejections=rejections.get(store_id),
            validity=validity.get(store_id),
        )
        for store_id, (snapshot, confirmed_at) in confirmed.items()
    }
