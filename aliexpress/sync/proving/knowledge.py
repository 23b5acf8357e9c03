"""What one run knows by now, put together as the `Round` from which `next_step` decides."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot
from aliexpress.sync.lists_to_read import CountedShop, key_of_row
from aliexpress.sync.proving.disputes import Disputes
from aliexpress.sync.proving.guard import Guard
from aliexpress.sync.proving.overlaps import Overlaps
from aliexpress.sync.proving.round import Round, Sample, Standing
from aliexpress.sync.proving.second_looks import Looks
from aliexpress.sync.reading.lists import Reader
from aliexpress.sync.staging.merged_listings import Belief, Unsettled, Words
from aliexpress.sync.staging.table import Staging
from aliexpress.sync.status_tally import StatusTally

SAMPLE = 20  # products asked for before all of far too many are


@dataclass
class Knowledge:
    """What a run read, was told and did so far; whoever takes a step notes it here."""

    previous: ListingSnapshot | None
    reader: Reader
    staging: Staging
    belief: Belief
    guard: Guard
    disputes: Disputes
    overlaps: Overlaps
    looks: Looks
    catch_ups: int = 0
    is_stale: bool = True
    is_news: bool = False
    has_changed: bool = False
    looked_at_removed: bool = False
    looked_again: bool = False
    read_again: bool = False
    removed: set[int] | None = None  # what AliExpress lists as removed lately; None: it cannot tell
    listed_as_removed: set[int] = field(default_factory=set)  # as this run was told at any time
    lost: set[int] = field(default_factory=set)  # the listings that set a watermark and are away
    sampled: Sample = Sample.NOT_ASKED
    unsettled: Unsettled = field(default_factory=lambda: Unsettled({}, [], []))
    counts: Counter[Words] = field(default_factory=Counter)
    # Counted before, and gone by what this run was told.
    gone: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)
    # How much was read when `unsettled` and `counts` were found.
    _known_at: tuple[int, int] = (-1, -1)

    def round(self, *, at: datetime) -> Round:
        if self.is_stale:
            return Round(is_stale=True, catch_ups=self.catch_ups)
        if self._known_at != self._read_so_far:
            self._lay_over()
        unsettled, too_many = self.unsettled, self.overlaps.too_many
        in_two = () if too_many else unsettled.in_two_lists
        fallen = self.gone | {*unsettled.missing}
        fall = self._is_a_fall(fallen)
        tallies = self.reader.tallies
        standings = tuple(self._standing(tally) for tally in tallies.values())
        self.overlaps.tell(tallies)
        return Round(
            standings=standings,
            catch_ups=self.catch_ups,
            is_news=self.is_news,
            has_changed=self.has_changed,
            is_first=self.previous is None,
            looked_at_removed=self.looked_at_removed,
            # Only the POP family lists what was removed.
            removed_are_told=self.removed is not None and self.reader.shops.only_pop,
            watermark_is_lost=bool(self.lost - (self.removed or set())),
            to_ask=tuple(sorted({*in_two, *unsettled.missing, *unsettled.missing_drafts})),
            sample=some_of(fallen) if fall else (),
            sampled=self.sampled,
            overlapping=tuple(sorted({word for some in too_many.values() for word in some})),
            looked_again=self.looked_again,
            read_again=self.read_again,
            is_remarkable=bool(self.remark),
            is_doubtful=((fall and self._is_doubtful(fallen)) or self._is_steep_rise)
            and not self.looks.suffice(now=at),
            is_in_two_lists=any(tally.elsewhere for tally in tallies.values()),
            still_disputed=self.disputes.still_hold(tallies),
        )

    def where_to_ask(self, product_ids: Collection[int]) -> dict[int, list[CountedShop]]:
        """The shops each of these may be in, by what is known of it."""
        shops = self.reader.shops
        if len(shops.shops) == 1:
            return dict.fromkeys(product_ids, shops.shops)
        found = self.belief.shops_of(product_ids)
        for product_id in product_ids:
            for key in self.unsettled.in_two_lists.get(product_id, ()):
                shop, _ = shops.parts(key)
                if shop is not None and shop not in found[product_id]:
                    found[product_id].append(shop)
        return found

    @property
    def left(self) -> int:
        """Listings there are without those that are missing."""
        missing = 0 if self.everything_was_walked else len(self.unsettled.missing)
        return self.counts.total() - missing

    @property
    def everything_was_walked(self) -> bool:
        return all(tally.walks for tally in self.reader.tallies.values())

    @property
    def remark(self) -> str:
        """What stands out about the counts, in words."""
        states = self.reader.shops.state
        active = sum(n for words, n in self.counts.items() if states(*words) == State.ACTIVE)
        return self.guard.remark(
            total=self.counts.total(), active=active, looked=self.looks.in_short
        )

    def _lay_over(self) -> None:
        """What was read over what was counted before."""
        tallies = self.reader.tallies
        self.unsettled = self.belief.unsettled(tallies)
        self.overlaps.note(self.unsettled.in_two_lists)
        self.moved |= {*self.unsettled.in_two_lists}
        self.counts = self.belief.counts(everything_was_walked=self.everything_was_walked)
        self._known_at = self._read_so_far
        listed: Counter[str] = Counter()
        for (key, _), number in self.counts.items():
            listed[key] += number
        for key, tally in tallies.items():
            tally.listed = listed[key]

    def _standing(self, tally: StatusTally) -> Standing:
        expected = self.disputes.expected(tally)
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
        for row in self.previous.reasons if self.previous else []:
            before[key_of_row(row)] += row["count"]
        emptied = sum(
            before[tally.key]
            for tally in self.reader.tallies.values()
            if tally.walks and not tally.signature[0]
        )
        return self.guard.is_a_fall(len(fallen), left=self.left, emptied=emptied)

    def _is_doubtful(self, fallen: set[int]) -> bool:
        """Whether nobody should believe the fall at once; a fall to nothing is only believed where
        AliExpress lists every one of them as removed."""
        return (
            self.sampled is Sample.NOWHERE
            or self.guard.is_steep(len(fallen))
            or (self.left == 0 and not fallen <= self.listed_as_removed)
        )

    @property
    def _is_steep_rise(self) -> bool:
        """Of the lists that were read before: a shop, or drafts, may be counted from now on."""
        before = {key_of_row(row) for row in self.previous.evidence} if self.previous else set()
        is_new = not before.issuperset(self.reader.tallies)
        return not is_new and self.guard.is_steep_rise(self.counts.total())

    @property
    def _read_so_far(self) -> tuple[int, int]:
        walks = sum(tally.walks for tally in self.reader.tallies.values())
        return self.staging.seq, walks


def some_of(product_ids: Collection[int]) -> tuple[int, ...]:
    """At most twenty of them, from all over."""
    ids = sorted(product_ids)
    return tuple(ids[:: max(1, -(-len(ids) // SAMPLE))])
