"""One run's reading of a store until its counts are proven, or it is plain that they are not.

What to do next is decided in `next_step`, from a `Round`: what the run knows by then. Here the
round is put together, and the step is taken.
"""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from aliexpress.connection.probing import sees_a_part
from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store, SyncRun
from aliexpress.sync.proving import evidence
from aliexpress.sync.proving.disputes import Disputes
from aliexpress.sync.proving.guard import Guard
from aliexpress.sync.proving.looks import Looks
from aliexpress.sync.proving.next_step import next_step
from aliexpress.sync.proving.overlaps import Overlaps
from aliexpress.sync.proving.round import (
    AskSingly,
    CatchUp,
    GiveUp,
    Publish,
    Reason,
    Round,
    Sample,
    Standing,
    Step,
    Walk,
)
from aliexpress.sync.reading.lists import Reader
from aliexpress.sync.reading.single_products import Asking
from aliexpress.sync.shop_lists import CountedShop, key_of_row
from aliexpress.sync.staging.merged import Belief, Unsettled, Words
from aliexpress.sync.staging.table import Staging
from aliexpress.sync.status_tally import StatusTally

# Rounds in which a listing that was only modified counts as news: it may have left its list and
# come back in between. Later ones let it pass, or a busy store would never be told.
CAUTIOUS_ROUNDS = 4
SAMPLE = 20  # products asked for before all of far too many are


class Unproven(Exception):
    """The lists and the counts of AliExpress did not come to agree. `str()` is for people."""


class SeenOnce(Unproven):
    """A change far out of the ordinary, which is looked at again before it is believed."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Counts that are proven, and how."""

    kind: SyncRun.Kind
    verdict: ListingSnapshot.Verdict
    counts: Counter[Words]
    moved_count: int
    remark: str
    in_two_shops: Counter[tuple[str, str]]  # by the pair of their channel_seller_ids


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
        clock: Callable[[], datetime],
    ) -> None:
        self._reader = reader
        self._asking = asking
        self._previous = previous
        self._staging = staging
        self._clock = clock
        self._shops = reader.shops
        self._belief = Belief(store=store, shops=self._shops, previous=previous, staging=staging)
        self._guard = Guard(previous)
        self._disputes = Disputes(previous)
        self._overlaps = Overlaps(
            previous=previous, shops=self._shops, belief=self._belief, staging=staging
        )
        self._looks = Looks.of(store)
        self._catch_ups = 0
        self._is_stale = True
        self._is_news = self._has_changed = False
        self._looked_at_removed = self._looked_again = self._read_again = False
        self._removed: set[int] | None = None
        self._listed_as_removed: set[int] = set()  # as this run was told at any time
        self._lost: set[int] = set()  # the listings that set a watermark and are away
        self._sampled = Sample.NOT_ASKED
        self._unsettled = Unsettled({}, [], [])
        self._counts: Counter[Words] = Counter()
        self._known_at = (-1, -1)  # how much was read when the two above were found
        self._gone: set[int] = set()  # counted before, and gone by what this run was told
        self._moved: set[int] = set()
        self._part_seen = ""  # what shows that the lists tell a part only

    def settle(self, *, full: bool) -> Settled:
        """Raises Unproven, or a GatewayError from below."""
        step: Step = CatchUp()
        if full:
            self._asking.drop(self._belief.of_shops_not_counted())
            self._reader.declare()
            step = Walk(tuple(self._reader.tallies))
        while not isinstance(step, Publish):
            if isinstance(step, GiveUp):
                raise self._unproven(step.reason)
            self._take(step)
            step = next_step(self._know())
        return self._settled(disputed=step.disputed)

    # --- Taking a step

    def _take(self, step: Step) -> None:
        match step:
            case CatchUp():
                self._looked_again |= step.in_doubt
                self._catch_up()
            case Walk():
                self._read_again |= step.in_doubt
                self._overlaps.forget(step.statuses)
                self._reader.walk(step.statuses)
                self._is_stale = True
            case AskSingly(removed=True):
                self._ask_for_the_removed()
            case AskSingly(is_sample=True):
                self._ask_for_a_sample(step.product_ids)
            case AskSingly():
                self._ask(step.product_ids)

    def _catch_up(self) -> None:
        self._catch_ups += 1
        self._is_stale = self._looked_at_removed = False
        self._removed = None
        self._reader.declare()
        seen_so_far = self._staging.seq
        self._lost = self._reader.catch_up(disputes=self._disputes.carried)
        self._overlaps.drop_settled()
        cautious = self._catch_ups <= CAUTIOUS_ROUNDS
        self._is_news = self._belief.learns_from(
            seen_so_far, words=["status", "gmt_modified"] if cautious else ["status"]
        )
        self._has_changed |= self._is_news

    def _ask_for_the_removed(self) -> None:
        self._looked_at_removed = True
        self._removed = self._reader.removed_lately()
        self._listed_as_removed |= self._removed or set()
        suspects = self._belief.held_among(self._removed or ())
        if not self._guard.too_many(len(suspects)):
            self._ask(suspects)

    def _ask_for_a_sample(self, product_ids: Collection[int]) -> None:
        # The seller's own counter is that of the POP shop.
        pop = self._shops.pop
        listed = self._reader.tallies[pop.on_sale].declared or 0 if pop else 0
        on_sale = self._asking.on_sale_by_profile() if pop else None
        if on_sale is not None and sees_a_part(on_sale=on_sale, listed=listed):
            self._sampled = Sample.THERE
            self._part_seen = f"counts {on_sale:,} on sale and lists {listed:,} of them"
            return
        missing = len(self._unsettled.missing)
        existing = self._ask([one for one in product_ids if one not in self._gone])
        if existing:
            self._sampled = Sample.THERE
            self._part_seen = (
                f"no longer lists {missing:,} listings, and says of {existing:,} of the "
                f"{len(product_ids):,} asked for one by one that they still exist"
            )
        elif self._shops.only_pop and self._asking.are_removed(product_ids):
            self._sampled = Sample.REMOVED
            self._listed_as_removed.update(product_ids)
        else:
            self._sampled = Sample.NOWHERE

    def _ask(self, product_ids: Collection[int]) -> int:
        """Returns how many exist. One that was in none of the lists and is there all the same moved
        meanwhile; one that is gone most likely went before."""
        if not product_ids:
            return 0
        self._is_stale = True
        # Drafts have no look-up: one that is in no list is a draft no more. And of a fall that was
        # seen for long enough, with nobody to say what became of each, all is known.
        spare = {*self._unsettled.missing_drafts}
        if self._sampled is Sample.NOWHERE:
            spare.update(self._unsettled.missing)
        self._asking.drop(spare.intersection(product_ids))
        wanted = [one for one in product_ids if one not in spare]
        existing = self._asking.ask_singly(self._where_to_ask(wanted))
        self._overlaps.settle(existing)
        there = {one.product.product_id for one in existing}
        self._gone = (self._gone | set(product_ids)) - there
        self._moved |= there
        for one in existing:
            if one.key in self._reader.tallies:
                self._reader.tallies[one.key].moved += 1
        return len(existing)

    def _where_to_ask(self, product_ids: Collection[int]) -> dict[int, list[CountedShop]]:
        """The shops each of these may be in, by what is known of it."""
        if len(self._shops.shops) == 1:
            return dict.fromkeys(product_ids, self._shops.shops)
        found = self._belief.shops_of(product_ids)
        for product_id in product_ids:
            for key in self._unsettled.in_two_lists.get(product_id, ()):
                shop, _ = self._shops.parts(key)
                if shop is not None and shop not in found[product_id]:
                    found[product_id].append(shop)
        return found

    # --- Knowing where the run stands

    def _know(self) -> Round:
        if self._is_stale:
            return Round(is_stale=True, catch_ups=self._catch_ups)
        if self._known_at != self._read_so_far:
            self._lay_over()
        unsettled, too_many = self._unsettled, self._overlaps.too_many
        in_two = () if too_many else unsettled.in_two_lists
        fallen = self._gone | {*unsettled.missing}
        fall = self._is_a_fall(fallen)
        return Round(
            standings=tuple(self._standing(tally) for tally in self._reader.tallies.values()),
            catch_ups=self._catch_ups,
            is_news=self._is_news,
            has_changed=self._has_changed,
            is_first=self._previous is None,
            looked_at_removed=self._looked_at_removed,
            # Only the POP family lists what was removed.
            removed_are_told=self._removed is not None and self._shops.only_pop,
            watermark_is_lost=bool(self._lost - (self._removed or set())),
            to_ask=tuple(sorted({*in_two, *unsettled.missing, *unsettled.missing_drafts})),
            sample=_some(fallen) if fall else (),
            sampled=self._sampled,
            overlapping=tuple(sorted({word for some in too_many.values() for word in some})),
            looked_again=self._looked_again,
            read_again=self._read_again,
            is_remarkable=bool(self._remark),
            is_doubtful=((fall and self._is_doubtful(fallen)) or self._is_steep_rise)
            and not self._looks.suffice(now=self._clock()),
            still_disputed=self._disputes.still_hold(self._reader.tallies),
        )

    def _lay_over(self) -> None:
        """What was read over what was counted before."""
        tallies = self._reader.tallies
        self._unsettled = self._belief.unsettled(tallies)
        self._overlaps.note(self._unsettled.in_two_lists)
        self._moved |= {*self._unsettled.in_two_lists}
        self._counts = self._belief.counts(everything_was_walked=self._everything_was_walked)
        self._known_at = self._read_so_far
        listed: Counter[str] = Counter()
        for (key, _), number in self._counts.items():
            listed[key] += number
        for key, tally in tallies.items():
            tally.listed = listed[key]

    def _standing(self, tally: StatusTally) -> Standing:
        expected = self._disputes.expected(tally)
        tally.agrees = tally.declared == expected
        return Standing(
            tally.key,
            agrees=tally.agrees,
            is_short=(tally.declared or 0) < expected,
            walks=tally.walks,
            says_it_again=tally.says_it_again,
            is_cut=tally.is_cut,
            was_torn=tally.was_torn,
        )

    def _is_a_fall(self, fallen: Collection[int]) -> bool:
        before = Counter[str]()
        for row in self._previous.reasons if self._previous else []:
            before[key_of_row(row)] += row["count"]
        emptied = sum(
            before[tally.key]
            for tally in self._reader.tallies.values()
            if tally.walks and not tally.signature[0]
        )
        return self._guard.is_a_fall(len(fallen), left=self._left, emptied=emptied)

    def _is_doubtful(self, fallen: set[int]) -> bool:
        """Whether nobody should believe the fall at once; a fall to nothing is only believed where
        AliExpress lists every one of them as removed."""
        return (
            self._sampled is Sample.NOWHERE
            or self._guard.is_steep(len(fallen))
            or (self._left == 0 and not fallen <= self._listed_as_removed)
        )

    @property
    def _is_steep_rise(self) -> bool:
        """Of the lists that were read before: a shop, or drafts, may be counted from now on."""
        before = {key_of_row(row) for row in self._previous.evidence} if self._previous else set()
        is_new = not before.issuperset(self._reader.tallies)
        return not is_new and self._guard.is_steep_rise(self._counts.total())

    @property
    def _read_so_far(self) -> tuple[int, int]:
        walks = sum(tally.walks for tally in self._reader.tallies.values())
        return self._staging.seq, walks

    @property
    def _left(self) -> int:
        """Listings there are without those that are missing."""
        missing = 0 if self._everything_was_walked else len(self._unsettled.missing)
        return self._counts.total() - missing

    @property
    def _everything_was_walked(self) -> bool:
        return all(tally.walks for tally in self._reader.tallies.values())

    @property
    def _remark(self) -> str:
        states = self._shops.state
        active = sum(n for words, n in self._counts.items() if states(*words) == State.ACTIVE)
        return self._guard.remark(
            total=self._counts.total(), active=active, looked=self._looks.in_short
        )

    # --- The end

    def _unproven(self, reason: Reason) -> Unproven:
        tallies = self._reader.tallies.values()
        if reason is Reason.LOOK_AGAIN and self._previous is not None:
            return SeenOnce(self._looks.in_words(self._previous, left=self._left))
        sentences = {
            Reason.CUT: evidence.cut_off(tallies),
            Reason.PART_LISTED: evidence.part_listed(self._part_seen),
            Reason.IN_TWO_LISTS: evidence.too_many_in_two_lists(self._overlaps.too_many),
        }
        if reason is Reason.NEVER_AGREED:
            self._overlaps.tell(self._reader.tallies)
        seen = sentences.get(reason) or evidence.never_agreed(tallies)
        return Unproven(
            " ".join([seen, *evidence.not_listings(self._reader.unreadable), evidence.NOTHING])
        )

    def _settled(self, *, disputed: bool) -> Settled:
        counted_as = self._overlaps.tell(self._reader.tallies)
        tallies = self._reader.tallies.values()
        walked = self._everything_was_walked
        verdicts = ListingSnapshot.Verdict
        remarks = [
            self._remark,
            *evidence.in_two_lists(tallies, counted_as),
            *evidence.not_listings(self._reader.unreadable),
        ]
        return Settled(
            kind=SyncRun.Kind.FULL if walked else SyncRun.Kind.INCREMENTAL,
            verdict=verdicts.DISPUTED if disputed else verdicts.COMPLETE,
            counts=self._counts,
            moved_count=len(self._moved),
            in_two_shops=self._overlaps.in_two_shops(),
            remark=" ".join(filter(None, remarks)),
        )


def _some(product_ids: Collection[int]) -> tuple[int, ...]:
    """At most twenty of them, from all over."""
    ids = sorted(product_ids)
    return tuple(ids[:: max(1, -(-len(ids) // SAMPLE))])
