"""One run's reading of a store until its counts are proven, or it is plain that they are not.

The rule for listings that move while they are read: the newest sighting stands; a listing seen
under two statuses, or under none though it was counted before, is asked for singly, and what
AliExpress says of it then stands.

AliExpress's counts are asked for before what was modified is read, and what they are held
against must be news to nobody by then: a listing that came in between would make up for one that
is gone, and the sum would agree with the wrong listings in it.
"""

from collections import Counter
from dataclasses import dataclass

from aliexpress.connection.probing import sees_a_part
from aliexpress.gateway.answers import ListedProduct
from aliexpress.lifecycle import State, state_of
from aliexpress.models import ListingSnapshot, Store, SyncRun
from aliexpress.sync.proving.disputes import Disputes
from aliexpress.sync.proving.evidence import named, never_agreed, sub_account
from aliexpress.sync.proving.guard import Guard
from aliexpress.sync.reading.lists import Reader
from aliexpress.sync.reading.single_products import Asking
from aliexpress.sync.staging.merged import Belief, Words
from aliexpress.sync.staging.table import Staging

ON_SALE = "onSelling"
MAX_ROUNDS = 24
# Rounds in which a listing that was only modified counts as news: it may have left its list and
# come back in between. Later ones let it pass, or a busy store would never be told.
CAUTIOUS_ROUNDS = 4
MAX_WALKS = 5  # full walks of one status in one run


class Unproven(Exception):
    """The lists and the counts of AliExpress did not come to agree. `str()` is for people."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Counts that are proven, and how."""

    kind: SyncRun.Kind
    verdict: ListingSnapshot.Verdict
    counts: Counter[Words]
    moved_count: int
    remark: str


class Settling:
    """Reads, compares with what AliExpress declares, and reads again what does not agree."""

    def __init__(
        self,
        *,
        store: Store,
        previous: ListingSnapshot | None,
        reader: Reader,
        asking: Asking,
        staging: Staging,
    ) -> None:
        self._reader = reader
        self._asking = asking
        self._previous = previous
        self._staging = staging
        self._belief = Belief(store=store, previous=previous, staging=staging)
        self._guard = Guard(previous)
        self._disputes = Disputes(previous)
        self._read_again = False  # for the guard: at most once a run
        self._looked_again = False  # at statuses that were off
        self._news = False  # whether something was learnt since AliExpress declared its counts
        self._changed = False  # whether anything was, in all of this run
        self._moved: set[int] = set()

    def settle(self, *, full: bool) -> Settled:
        """Raises Unproven, or a GatewayError from below."""
        if full:
            self._reader.declare()
            self._reader.walk(self._statuses)
        for attempt in range(MAX_ROUNDS):
            declared = self._reader.declare()
            if not self._catch_up(cautious=attempt < CAUTIOUS_ROUNDS):
                self._reader.walk(self._statuses)
                continue
            if not self._settle_the_hidden() or not self._settle_the_unsettled() or self._news:
                continue
            counts = self._counts()
            off = self._off(declared, counts)
            disputed = [status for status in off if self._reader.tallies[status].says_it_again]
            if len(disputed) < len(off):
                self._read_what_is_off(off)
                continue
            remark = self._remark(counts)
            if remark and not self._read_again:
                self._walk_again_for_the_guard()
                continue
            is_disputed = bool(off) or self._disputes.still_hold(self._reader.tallies)
            return self._settled(counts, disputed=is_disputed, remark=remark)
        raise Unproven(never_agreed(self._reader))

    @property
    def _statuses(self) -> list[str]:
        return list(self._reader.tallies)

    @property
    def _everything_was_walked(self) -> bool:
        return all(tally.walks for tally in self._reader.tallies.values())

    def _catch_up(self, *, cautious: bool) -> bool:
        """False when what was modified cannot be told from the lists: all must be walked."""
        expected = self._reader.watermark_product_id
        seen_so_far = self._staging.seq
        came_back = self._reader.catch_up(disputes=self._disputes.carried)
        words = ["status", "gmt_modified"] if cautious else ["status"]
        self._news = self._belief.learns_from(seen_so_far, words=words)
        self._changed = self._changed or self._news
        if came_back or self._everything_was_walked:
            return True
        return expected in self._settle_the_removed()

    def _settle_the_removed(self) -> set[int]:
        """Ask singly for what AliExpress lists as removed and we still count."""
        removed = self._reader.removed_lately() or set()
        self._ask_for(removed)
        return removed

    def _ask_for(self, removed: set[int]) -> None:
        suspects = self._belief.held_among(removed)
        if not self._guard.too_many_missing(len(suspects)):
            self._ask_singly(suspects)

    def _settle_the_hidden(self) -> bool:
        """Listings that are gone while another makes up for them, so that the counts agree all the
        same. False when a list was read again.

        A listing removed from a page already read lets another slide past unseen; later runs miss
        the one they knew, a first run has to look for the other. And one that was declared may move
        between two lists just as they are read, and be in neither: so wherever something goes on,
        what AliExpress lists as removed is looked at before the counts are taken for proven.
        """
        first = self._previous is None
        goes_on = self._changed and not self._news  # with news all is looked at once more anyway
        if not first and (not goes_on or self._everything_was_walked):
            return True
        removed = self._reader.removed_lately()
        if removed is not None:
            self._ask_for(removed)
        if removed is not None or not first:
            return True
        slid = [
            tally.status
            for tally in self._reader.tallies.values()
            if len(tally.declared_meanwhile) > 1 and tally.walks < 2
        ]
        self._reader.walk(slid)
        return not slid

    def _settle_the_unsettled(self) -> bool:
        """Ask singly where the lists do not tell. False when all was read again instead."""
        unsettled = self._belief.unsettled(self._reader.tallies)
        missing = len(unsettled.missing) + len(unsettled.missing_drafts)
        if self._guard.too_many_missing(missing) and not self._read_again:
            self._walk_again_for_the_guard()
            return False
        if self._guard.too_many_missing(missing):
            self._refuse_a_sub_account()
        self._asking.drop(unsettled.missing_drafts)
        existing = self._ask_singly(unsettled.to_ask)
        self._moved.update(unsettled.in_two_states)
        missing_but_there = {product.product_id for product in existing} & set(unsettled.missing)
        if self._guard.too_many_missing(len(missing_but_there)):
            raise Unproven(
                sub_account(f"no longer lists {len(missing_but_there):,} that still exist")
            )
        return True

    def _refuse_a_sub_account(self) -> None:
        """Where the seller's own counter is told, a token that sees a part of it is known by it."""
        listed = self._reader.tallies[ON_SALE].declared or 0
        on_sale = self._asking.on_sale_by_profile()
        if on_sale is not None and sees_a_part(on_sale=on_sale, listed=listed):
            raise Unproven(sub_account(f"counts {on_sale:,} on sale and lists {listed:,} of them"))

    def _ask_singly(self, product_ids: list[int]) -> list[ListedProduct]:
        """Those that exist. One that was in none of the lists and is there all the same moved
        meanwhile; one that is gone most likely went before."""
        existing = self._asking.ask_singly(product_ids)
        self._news = self._news or bool(product_ids)
        self._moved.update(product.product_id for product in existing)
        for product in existing:
            if product.status in self._reader.tallies:
                self._reader.tallies[product.status].moved += 1
        return existing

    def _counts(self) -> Counter[Words]:
        return self._belief.counts(everything_was_walked=self._everything_was_walked)

    def _off(self, declared: dict[str, int], counts: Counter[Words]) -> list[str]:
        """The statuses whose list and declared count do not agree."""
        listed: Counter[str] = Counter()
        for (status, _), number in counts.items():
            listed[status] += number
        for status, tally in self._reader.tallies.items():
            tally.listed = listed[status]
        tallies = self._reader.tallies
        return [
            status
            for status, number in declared.items()
            if number != self._disputes.expected(tallies[status])
        ]

    def _read_what_is_off(self, off: list[str]) -> None:
        if not self._looked_again:
            # Most likely something was removed, or moved between two calls: catch up once more.
            self._looked_again = True
            if any(self._is_short(status) for status in off) and not self._everything_was_walked:
                self._settle_the_removed()
            return
        for status in off:
            if self._reader.tallies[status].walks >= MAX_WALKS:
                raise Unproven(never_agreed(self._reader))
        self._reader.walk(
            [status for status in off if not self._reader.tallies[status].says_it_again]
        )

    def _is_short(self, status: str) -> bool:
        tally = self._reader.tallies[status]
        return (tally.declared or 0) < tally.listed

    def _walk_again_for_the_guard(self) -> None:
        self._read_again = True
        self._reader.walk(self._statuses)

    def _remark(self, counts: Counter[Words]) -> str:
        active = sum(n for words, n in counts.items() if state_of(*words) == State.ACTIVE)
        return self._guard.remark(total=counts.total(), active=active)

    def _settled(self, counts: Counter[Words], *, disputed: bool, remark: str) -> Settled:
        walked = self._everything_was_walked
        verdicts = ListingSnapshot.Verdict
        return Settled(
            kind=SyncRun.Kind.FULL if walked else SyncRun.Kind.INCREMENTAL,
            verdict=verdicts.DISPUTED if disputed else verdicts.COMPLETE,
            counts=counts,
            moved_count=len(self._moved),
            remark=" ".join([remark, *named(self._reader.unreadable)]).strip(),
        )
