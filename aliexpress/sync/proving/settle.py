"""One run's reading of a store until its counts are proven, or it is plain that they are not.

What to do next is decided in `next_step`, from what the run knows by then (`knowledge`).
"""

from collections.abc import Callable, Collection
from datetime import datetime

from aliexpress.connection.permissions import sees_a_part
from aliexpress.models import ListingSnapshot, Store, SyncRun
from aliexpress.sync.proving import evidence
from aliexpress.sync.proving.disputes import Disputes, verdict_of
from aliexpress.sync.proving.guard import Guard
from aliexpress.sync.proving.knowledge import Knowledge
from aliexpress.sync.proving.next_step import next_step
from aliexpress.sync.proving.overlaps import Overlaps
from aliexpress.sync.proving.proven_counts import SeenOnce, Settled, Unproven
from aliexpress.sync.proving.round import (
    AskSingly,
    CatchUp,
    GiveUp,
    Publish,
    Reason,
    Sample,
    Step,
    Walk,
)
from aliexpress.sync.proving.second_looks import Looks
from aliexpress.sync.proving.semi_managed import SemiManaged
from aliexpress.sync.reading.lists import Reader
from aliexpress.sync.reading.single_products import Asking
from aliexpress.sync.staging.merged_listings import Belief
from aliexpress.sync.staging.table import Staging

# Rounds in which a listing that was only modified counts as news: it may have left its list and
# come back in between. Later ones let it pass, or a busy store would never be told.
CAUTIOUS_ROUNDS = 4


class Settling:
    """Reads, compares with what AliExpress declares, and reads again what does not agree."""

    def __init__(
        self,
        *,
        store: Store,
        previous: ListingSnapshot | None,
        reader: Reader,
        asking: Asking,
        semi_managed: SemiManaged,
        staging: Staging,
        clock: Callable[[], datetime],
    ) -> None:
        self._reader = reader
        self._asking = asking
        self._semi_managed = semi_managed
        self._staging = staging
        self._clock = clock
        self._part_seen = ""  # what shows that the lists tell a part only
        belief = Belief(store=store, shops=reader.shops, previous=previous, staging=staging)
        self._known = Knowledge(
            previous=previous,
            reader=reader,
            staging=staging,
            belief=belief,
            guard=Guard(previous),
            disputes=Disputes(previous),
            overlaps=Overlaps(
                previous=previous, shops=reader.shops, belief=belief, staging=staging
            ),
            looks=Looks.of(store),
        )

    def settle(self, *, full: bool) -> Settled:
        """Raises Unproven, or a GatewayError from below."""
        step: Step = CatchUp()
        if full:
            self._asking.drop(self._known.belief.of_shops_not_counted())
            self._reader.declare()
            step = Walk(tuple(self._reader.tallies))
        while not isinstance(step, Publish):
            if isinstance(step, GiveUp):
                raise self._unproven(step.reason)
            self._take(step)
            step = next_step(self._known.round(at=self._clock()))
        return self._settled(step)

    def _take(self, step: Step) -> None:
        match step:
            case CatchUp():
                self._known.looked_again |= step.in_doubt
                self._catch_up()
            case Walk():
                self._known.read_again |= step.in_doubt
                self._known.overlaps.forget(step.statuses)
                self._reader.walk(step.statuses)
                self._known.is_stale = True
            case AskSingly(removed=True):
                self._ask_for_the_removed()
            case AskSingly(is_sample=True):
                self._ask_for_a_sample(step.product_ids)
            case AskSingly():
                self._ask(step.product_ids)

    def _catch_up(self) -> None:
        known = self._known
        known.catch_ups += 1
        known.is_stale = known.looked_at_removed = False
        known.removed = None
        self._reader.declare()
        seen_so_far = self._staging.seq
        known.lost = self._reader.catch_up(disputes=known.disputes.carried)
        known.overlaps.drop_settled()
        cautious = known.catch_ups <= CAUTIOUS_ROUNDS
        known.is_news = known.belief.learns_from(
            seen_so_far, words=["status", "gmt_modified"] if cautious else ["status"]
        )
        known.has_changed |= known.is_news

    def _ask_for_the_removed(self) -> None:
        known = self._known
        known.looked_at_removed = True
        known.removed = self._reader.removed_lately()
        known.listed_as_removed |= known.removed or set()
        suspects = known.belief.held_among(known.removed or ())
        if not known.guard.too_many(len(suspects)):
            self._ask(suspects)

    def _ask_for_a_sample(self, product_ids: Collection[int]) -> None:
        known, shops = self._known, self._reader.shops
        pop = shops.pop  # the seller's own counter is of this one
        listed = self._reader.tallies[pop.on_sale].declared or 0 if pop else 0
        on_sale = self._asking.on_sale_by_profile() if pop else None
        if on_sale is not None and sees_a_part(on_sale=on_sale, listed=listed):
            known.sampled = Sample.THERE
            self._part_seen = f"counts {on_sale:,} on sale and lists {listed:,} of them"
            return
        missing = len(known.unsettled.missing)
        existing = self._ask([one for one in product_ids if one not in known.gone])
        if existing:
            known.sampled = Sample.THERE
            self._part_seen = (
                f"no longer lists {missing:,} listings, and says of {existing:,} of the "
                f"{len(product_ids):,} asked for one by one that they still exist"
            )
        elif shops.only_pop and self._asking.are_removed(product_ids):
            known.sampled = Sample.REMOVED
            known.listed_as_removed.update(product_ids)
        else:
            known.sampled = Sample.NOWHERE

    def _ask(self, product_ids: Collection[int]) -> int:
        """Ask for these one by one. Returns how many exist."""
        if not product_ids:
            return 0
        known = self._known
        known.is_stale = True
        # Drafts have no look-up: one that is in no list is a draft no more. And of a fall that was
        # seen for long enough, with nobody to say what became of each, all is known.
        spare = {*known.unsettled.missing_drafts}
        if known.sampled is Sample.NOWHERE:
            spare.update(known.unsettled.missing)
        self._asking.drop(spare.intersection(product_ids))
        wanted = [one for one in product_ids if one not in spare]
        existing = self._asking.ask_singly(known.where_to_ask(wanted))
        known.overlaps.settle(existing)
        for product_id, key in known.overlaps.elsewhere(existing):
            shop, status = self._reader.shops.parts(key)
            if not self._asking.is_in_list(product_id, shop=shop, status=status):
                known.overlaps.has_left(product_id, key)
        there = {one.product.product_id for one in existing}
        known.gone = (known.gone | set(product_ids)) - there
        known.moved |= there
        for one in existing:
            if one.key in self._reader.tallies:
                self._reader.tallies[one.key].moved += 1
        return len(existing)

    def _unproven(self, reason: Reason) -> Unproven:
        known, tallies = self._known, self._reader.tallies.values()
        if reason is Reason.LOOK_AGAIN and known.previous is not None:
            return SeenOnce(known.looks.in_words(known.previous, left=known.left))
        overlap = known.overlaps.too_many
        seen = evidence.of_failure(reason, tallies, overlap=overlap, part_seen=self._part_seen)
        not_listings = evidence.not_listings(self._reader.unreadable)
        return Unproven(" ".join([seen, *not_listings, evidence.NOTHING]))

    def _settled(self, step: Publish) -> Settled:
        known, tallies = self._known, self._reader.tallies
        walked = known.everything_was_walked
        if walked:
            self._semi_managed.compare()
        remarks = [
            known.remark,
            *evidence.in_two_lists(tallies.values(), known.overlaps.tell(tallies)),
            *self._semi_managed.sentences,
            *evidence.not_listings(self._reader.unreadable),
        ]
        return Settled(
            kind=SyncRun.Kind.FULL if walked else SyncRun.Kind.INCREMENTAL,
            verdict=verdict_of(step, joined_in_no_list=self._semi_managed.is_disputed),
            counts=known.counts,
            moved_count=len(known.moved),
            in_two_shops=known.overlaps.in_two_shops(),
            semi_managed=self._semi_managed.row,
            remark=" ".join(filter(None, remarks)),
        )
