"""What the store's listings are, as far as this run knows: the listings we had, with what was
read laid over them. Costs what was read, not what the store holds."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aliexpress.lifecycle import DRAFT_STATUS, STATUSES
from aliexpress.models import Listing, ListingSnapshot, Store
from aliexpress.sync.staging.table import TABLE, Staging
from aliexpress.sync.status_tally import StatusTally

LISTINGS = Listing._meta.db_table

Words = tuple[str, str]  # status, offline reason


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Products whose state this run cannot tell from the lists."""

    in_two_states: list[int]  # seen under two statuses during the read
    missing: list[int]  # in none of the lists, and counted before
    missing_drafts: list[int]  # likewise, but drafts: nothing to ask for singly

    @property
    def to_ask(self) -> list[int]:
        return sorted({*self.in_two_states, *self.missing})


class Belief:
    def __init__(self, *, store: Store, previous: ListingSnapshot | None, staging: Staging) -> None:
        self._store = store
        self._previous = previous
        self._staging = staging

    def unsettled(self, tallies: dict[str, StatusTally]) -> Unsettled:
        in_two_states = self._staging.keep_newest_sightings()
        walked = [tally for tally in tallies.values() if tally.walks]
        asked = {tally.status for tally in walked}
        if len(walked) == len(tallies):
            # Words AliExpress has no list for, which are always asked singly; and drafts, where
            # they are no longer counted.
            words = {row["status"] for row in self._previous.reasons} if self._previous else set()
            asked |= (words - {*STATUSES}) | {DRAFT_STATUS}
        unseen = self._had(sorted(asked))
        for tally in walked:
            unseen[tally.status] += self._seen_before_the_walk(tally)
        missing_drafts = unseen.pop(DRAFT_STATUS, [])
        missing = [product_id for some in unseen.values() for product_id in some]
        return Unsettled(sorted(in_two_states), missing, missing_drafts)

    def held_among(self, product_ids: set[int]) -> list[int]:
        """Those of these products that the last snapshot counted or this run has seen."""
        found: list[int] = []
        for some in batched(sorted(product_ids), 500):
            marks = ", ".join(["%s"] * len(some))
            found += self._ids(
                f"SELECT product_id FROM {TABLE} WHERE status <> '' AND product_id IN ({marks})"
                f" UNION SELECT had.product_id FROM {LISTINGS} had"
                f" WHERE had.store_id = %s AND had.gone_at IS NULL AND had.product_id IN ({marks})"
                f" AND NOT EXISTS (SELECT 1 FROM {TABLE} seen"
                " WHERE seen.product_id = had.product_id)",
                [*some, self._store.pk, *some],
            )
        return sorted(found)

    def learns_from(self, sightings_after: int, *, words: Sequence[str]) -> bool:
        """Whether one of the sightings after a `seq` differs in these words from what we believed.

        Before the older sightings are dropped.
        """
        differs = " OR ".join(f"seen.{word} <> {self._believed(word)}" for word in words)
        parameters: list[object] = [sightings_after, self._store.pk] * len(words)
        return bool(
            self._ids(
                f"SELECT seen.product_id FROM {TABLE} seen"
                f" WHERE seen.seq > %s AND ({differs}) LIMIT 1",
                [sightings_after, *parameters],
            )
        )

    @staticmethod
    def _believed(word: str) -> str:
        return (
            f"COALESCE((SELECT before.{word} FROM {TABLE} before"
            " WHERE before.product_id = seen.product_id AND before.seq <= %s"
            " ORDER BY before.seq DESC LIMIT 1),"
            f" (SELECT had.{word} FROM {LISTINGS} had WHERE had.store_id = %s"
            " AND had.product_id = seen.product_id AND had.gone_at IS NULL), '')"
        )

    def counts(self, *, everything_was_walked: bool) -> Counter[Words]:
        """How many listings are in each status and offline reason."""
        self._staging.keep_newest_sightings()  # a draft found gone has a row from before as well
        counts: Counter[Words] = Counter()
        if not everything_was_walked and self._previous is not None:
            for row in self._previous.reasons:
                counts[row["status"], row["offline_reason"]] = row["count"]
            for status, reason, number in self._staging.rows(
                f"SELECT had.status, had.offline_reason, COUNT(*) FROM {LISTINGS} had"
                f" JOIN {TABLE} seen ON seen.product_id = had.product_id"
                " WHERE had.store_id = %s AND had.gone_at IS NULL"
                " GROUP BY had.status, had.offline_reason",
                [self._store.pk],
            ):
                counts[status, reason] -= number
        for status, reason, number in self._staging.rows(
            f"SELECT status, offline_reason, COUNT(*) FROM {TABLE} WHERE status <> ''"
            " GROUP BY status, offline_reason"
        ):
            counts[status, reason] += number
        return Counter({words: number for words, number in counts.items() if number})

    def _seen_before_the_walk(self, tally: StatusTally) -> list[int]:
        """And not in it."""
        if not tally.walked_from:
            return []  # nothing was read before it began
        return self._ids(
            f"SELECT product_id FROM {TABLE} WHERE status = %s AND seq <= %s",
            [tally.status, tally.walked_from],
        )

    def _had(self, statuses: Sequence[str]) -> defaultdict[str, list[int]]:
        """By status: listings counted under it before, of which this run has seen nothing."""
        found = defaultdict[str, list[int]](list)
        if statuses:
            marks = ", ".join(["%s"] * len(statuses))
            for status, product_id in self._staging.rows(
                f"SELECT had.status, had.product_id FROM {LISTINGS} had"
                f" WHERE had.store_id = %s AND had.status IN ({marks}) AND had.gone_at IS NULL"
                f" AND NOT EXISTS (SELECT 1 FROM {TABLE} seen"
                " WHERE seen.product_id = had.product_id)",
                [self._store.pk, *statuses],
            ):
                found[status].append(product_id)
        return found

    def _ids(self, sql: str, parameters: list[object] | None = None) -> list[int]:
        return [row[0] for row in self._staging.rows(sql, parameters or [])]


def batched(ids: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
