"""Whether a reading is disputed: where AliExpress contradicts itself, and goes on doing so."""

from collections.abc import Mapping

from aliexpress.models import ListingSnapshot
from aliexpress.sync.lists_to_read import key_of_row
from aliexpress.sync.proving.round import Publish, Round
from aliexpress.sync.status_tally import StatusTally


def contradicts_itself(round: Round) -> bool:
    """AliExpress declares another number than it lists, now or of a status that was not walked
    since it did; or it names a listing in two lists."""
    return bool(round.off) or round.still_disputed or round.is_in_two_lists


def verdict_of(step: Publish, *, joined_in_no_list: bool) -> ListingSnapshot.Verdict:
    """Of what is published; disputed too where products joined semi-managed and are in no list."""
    verdicts = ListingSnapshot.Verdict
    return verdicts.DISPUTED if step.disputed or joined_in_no_list else verdicts.COMPLETE


class Disputes:
    """What the last snapshot was disputed for: it still holds of a status not walked since."""

    def __init__(self, previous: ListingSnapshot | None) -> None:
        self.carried: dict[str, int] = {
            key_of_row(row): row["declared"] - row["listed"]
            for row in (previous.evidence if previous else [])
            if row["declared"] is not None and row["declared"] != row["listed"]
        }

    def expected(self, tally: StatusTally) -> int:
        """What AliExpress should declare: what we list, and the difference that still holds."""
        if tally.walks:
            return tally.listed
        return tally.listed + self.carried.get(tally.key, 0)

    def still_hold(self, tallies: Mapping[str, StatusTally]) -> bool:
        return any(not tallies[key].walks for key in self.carried if key in tallies)
