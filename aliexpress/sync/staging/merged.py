"""What the store's listings are, as far as this run knows: the listings we had, with what was
read laid over them. Costs what was read, not what the store holds."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from aliexpress.lifecycle import DRAFT_STATUS, STATUSES
from aliexpress.models import Listing, ListingSnapshot, StagedListing, Store
from aliexpress.sync.staging.table import Staging
from aliexpress.sync.status_tally import StatusTally

Words = tuple[str, str]  # status, offline reason
IDS_A_STATEMENT = 500


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Products whose state this run cannot tell from the lists."""

    in_two_lists: Mapping[int, Collection[str]]  # and which
    missing: list[int]  # in none of the lists, and counted before
    missing_drafts: list[int]  # likewise, but drafts: nothing to ask for singly


class Belief:
    """The listings the last snapshot counted, under what this run has staged."""

    def __init__(self, *, store: Store, previous: ListingSnapshot | None, staging: Staging) -> None:
        self._previous = previous
        self._staging = staging
        self._had = Listing.objects.of(store).counted()

    def unsettled(self, tallies: Mapping[str, StatusTally]) -> Unsettled:
        walked = [tally for tally in tallies.values() if tally.walks]
        void = Q()
        for tally in walked:
            void |= Q(status=tally.status, seq__lte=tally.walked_from)
        in_two_lists = self._staging.keep_newest_sightings(void=void or None)
        asked = {tally.status for tally in walked}
        if len(walked) == len(tallies):
            # Words AliExpress has no list for, which are always asked singly; and drafts, where
            # they are no longer counted.
            words = {row["status"] for row in self._previous.reasons} if self._previous else set()
            asked |= (words - {*STATUSES}) | {DRAFT_STATUS}
        missing = defaultdict[str, list[int]](list)
        unseen = self._unseen().filter(status__in=asked)
        for status, product_id in unseen.values_list("status", "product_id") if asked else ():
            missing[status].append(product_id)
        for tally in walked:
            missing[tally.status] += self._seen_before_the_walk(tally)
        drafts = missing.pop(DRAFT_STATUS, [])
        return Unsettled(
            {pid: words for pid, words in in_two_lists.items() if all(words)},
            [product_id for some in missing.values() for product_id in some],
            drafts,
        )

    def held_among(self, product_ids: Collection[int]) -> list[int]:
        """Those of these products that the last snapshot counted or this run has seen."""
        found: set[int] = set()
        for some in batched(sorted(product_ids), IDS_A_STATEMENT):
            seen = self._staging.sightings().filter(product_id__in=some).exclude(status="")
            found.update(seen.values_list("product_id", flat=True))
            unseen = self._unseen().filter(product_id__in=some)
            found.update(unseen.values_list("product_id", flat=True))
        return sorted(found)

    def learns_from(self, sightings_after: int, *, words: Sequence[str]) -> bool:
        """Whether one of the sightings after a `seq` differs in these words from what we believed.

        Before the older sightings are dropped.
        """
        before = StagedListing.objects.filter(
            product_id=OuterRef("product_id"), seq__lte=sightings_after
        ).order_by("-seq")
        had = self._had.filter(product_id=OuterRef("product_id"))
        new = self._staging.sightings().filter(seq__gt=sightings_after)
        return any(
            new.annotate(
                believed=Coalesce(
                    Subquery(before.values(word)[:1]), Subquery(had.values(word)[:1]), Value("")
                )
            )
            .exclude(believed=F(word))
            .exists()
            for word in words
        )

    def statuses_of(self, product_ids: Collection[int]) -> dict[int, tuple[str, str]]:
        """Status and `gmt_modified` of these listings, as the last snapshot counted them."""
        rows = self._had.filter(product_id__in=product_ids)
        return {
            product_id: (status, modified)
            for product_id, status, modified in rows.values_list(
                "product_id", "status", "gmt_modified"
            )
        }

    def counts(self, *, everything_was_walked: bool) -> Counter[Words]:
        """How many listings are in each status and offline reason."""
        self._staging.keep_newest_sightings()  # a draft found gone has a row from before as well
        counts: Counter[Words] = Counter()
        if not everything_was_walked and self._previous is not None:
            for row in self._previous.reasons:
                counts[row["status"], row["offline_reason"]] = row["count"]
            seen = StagedListing.objects.filter(product_id=OuterRef("product_id"))
            for status, reason, number in _by_words(self._had.filter(Exists(seen))):
                counts[status, reason] -= number
        for status, reason, number in _by_words(self._staging.sightings().exclude(status="")):
            counts[status, reason] += number
        return Counter({words: number for words, number in counts.items() if number})

    def _seen_before_the_walk(self, tally: StatusTally) -> list[int]:
        """And not in it."""
        if not tally.walked_from:
            return []  # nothing was read before it began
        seen = self._staging.sightings().filter(status=tally.status, seq__lte=tally.walked_from)
        return list(seen.values_list("product_id", flat=True))

    def _unseen(self) -> QuerySet[Listing]:
        """Listings counted before, of which this run has seen nothing."""
        self._staging.settle()
        seen = StagedListing.objects.filter(product_id=OuterRef("product_id"))
        return self._had.filter(~Exists(seen))


def _by_words(rows: QuerySet[Listing] | QuerySet[StagedListing]) -> Iterator[tuple[str, str, int]]:
    for row in rows.values("status", "offline_reason").annotate(number=Count("pk")).order_by():
        yield row["status"], row["offline_reason"], row["number"]


def batched(ids: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
