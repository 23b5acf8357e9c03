"""The month of a shop by half days, each ending at a given size by moves that could be real."""

import random
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final, NamedTuple

from aliexpress.sandbox.aliexpress_words import (
    AUDITING,
    EDITING_REQUIRED,
    EXPIRE_OFFLINE,
    OFFLINE,
    ON_SELLING,
    USER_OFFLINE,
)
from aliexpress.sandbox.catalogue.catalogue import Catalogue
from aliexpress.sandbox.catalogue.listing_columns import SOLD_OUT
from aliexpress.sandbox.shop.habits import DAY, ReviewQueue, is_renewed_ahead, running_out
from aliexpress.sandbox.shop.past import drawn_audit_reason

USUAL_SHARE: Final = 0.2  # of reviews, about, that turn a listing down
PUNISHED: Final = "punish_offline"
Act = Callable[[], object]


class Target(NamedTuple):
    """How large each state is to be; what is in none of the three named is on sale."""

    total: int
    auditing: int
    rejected: int
    offline: int
    sold_out: int  # on sale, and without stock in any SKU


class Outcomes(NamedTuple):
    """How many reviews are still to end so."""

    approved: int
    refused: int


class Month:
    """Lives one stretch after another.

    Some flows are drawn by chance; the four that are left (created, approved, rejected, brought
    back) follow from them and from how large each state is to be at the end.
    """

    def __init__(self, catalogue: Catalogue, *, chance: random.Random) -> None:
        self._catalogue = catalogue
        self._columns = catalogue.columns
        self._chance = chance
        self._reviews = ReviewQueue(catalogue.columns)
        self._lapsing: list[int] = []
        self._kept: set[int] = set()  # on sale, and about to be renewed or to lapse
        self._reviews_left = Outcomes(0, 0)
        self._turned_down: set[int] = set()  # what a cause will have turned down

    def live(self, target: Target, *, begun: datetime, until: datetime, quiet: bool) -> None:
        """Up to a moment, ending at the target; `quiet`: the seller takes nothing down."""
        renewed, self._lapsing = running_out(self._columns, now=int(until.timestamp()))
        self._kept = {*renewed, *self._lapsing}
        self._reviews.look()
        acts = [act for act, count in self._flows(target, quiet=quiet) for _ in range(count)]
        acts += [partial(self._catalogue.renew, product_id) for product_id in renewed]
        self._chance.shuffle(acts)
        for number, act in enumerate(acts):
            part = (number + self._chance.random()) / (len(acts) + 1)
            self._catalogue.clock.set(begun + (until - begun) * part)
            act()
        self._stock(target.sold_out)
        self._catalogue.clock.set(until)

    def _flows(self, target: Target, *, quiet: bool) -> list[tuple[Act, int]]:
        """How often each thing happens so that every state ends at its target."""
        chance, catalogue = self._chance, self._catalogue
        counts = catalogue.counts()
        rejected, offline = counts[EDITING_REQUIRED], counts[OFFLINE]
        deleted, rejected_deleted = chance.randint(1, 3), chance.randint(0, 1)
        offline_deleted = chance.randint(0, 1)
        if quiet and self._offline_longest_first({PUNISHED}):
            offline_deleted = 1
        taken_down = 0 if quiet else chance.randint(0, 2)
        edited, corrected = chance.randint(46, 62), chance.randint(10, 17)
        live = counts[ON_SELLING] + counts[AUDITING] + rejected + offline
        created = target.total - live + deleted + rejected_deleted + offline_deleted
        corrected, refused = at_least(corrected, target.rejected - rejected + rejected_deleted)
        grown = target.offline - offline + offline_deleted - taken_down
        brought_back, lapsed = at_least(max(0, len(self._lapsing) - grown), grown)
        more = self._caused(counts[AUDITING] + created + corrected + edited - target.auditing)
        corrected, refused = corrected + more, refused + more
        inflow = created + corrected + edited
        approved = counts[AUDITING] + inflow - refused - target.auditing
        self._reviews_left = Outcomes(approved, refused)
        reviews: list[tuple[Act, int]] = [
            (lambda: catalogue.approve(self._reviewed()), approved),
            (lambda: catalogue.reject(self._reviewed(), drawn_audit_reason(chance)), refused),
        ]
        if catalogue.verdicts.causes:
            reviews = [(self._review, approved + refused)]
        return [
            (catalogue.create, created),
            *reviews,
            (lambda: catalogue.edit(self._one_in(EDITING_REQUIRED)), corrected),
            (lambda: catalogue.delete(self._one_in(EDITING_REQUIRED)), rejected_deleted),
            (lambda: catalogue.edit(self._one_on_sale()), edited),
            (lambda: catalogue.delete(self._one_on_sale()), deleted),
            (self._take_down, taken_down),
            (self._lapse, lapsed),
            (lambda: catalogue.renew(self._to_bring_back()), brought_back),
            (lambda: catalogue.delete(self._to_give_up()), offline_deleted),
            (lambda: catalogue.reprice(self._one_in(ON_SELLING)), chance.randint(20, 30)),
            (lambda: catalogue.modify(self._one_in(ON_SELLING)), chance.randint(20, 30)),
        ]

    def _caused(self, reviewed: int) -> int:
        """How many more are turned down for the causes at work, and are so corrected as well."""
        verdicts = self._catalogue.verdicts
        caused = [
            (product_id, cause)
            for product_id in (self._reviews.next(reviewed) if verdicts.causes else [])
            if (cause := verdicts.cause_of(product_id))
        ]
        self._turned_down = {
            product_id for product_id, cause in caused if self._chance.random() < cause.share
        }
        return max(0, len(self._turned_down) - round(USUAL_SHARE * len(caused)))

    def _review(self) -> None:
        """The next listing, with as many turned down in the end as were to be: first those with a
        cause, and of the others any."""
        product_id, left = self._reviewed(), self._reviews_left
        cause = self._catalogue.verdicts.cause_of(product_id)
        free = left.refused - len(self._turned_down)
        others = max(1, left.approved + left.refused - len(self._turned_down))
        is_refused = product_id in self._turned_down or (
            cause is None and self._chance.random() < free / others
        )
        self._turned_down.discard(product_id)
        if not left.approved or (is_refused and left.refused):
            reason = drawn_audit_reason(self._chance)
            self._catalogue.reject(product_id, (cause and cause.reason) or reason)
            self._reviews_left = left._replace(refused=left.refused - 1)
        else:
            self._catalogue.approve(product_id)
            self._reviews_left = left._replace(approved=left.approved - 1)

    def _one_in(self, status: str) -> int:
        order = self._columns.order(status)
        return self._columns.ids[order[self._chance.randrange(len(order))]]

    def _one_on_sale(self) -> int:
        """One that nothing else is about to happen to."""
        while (product_id := self._one_in(ON_SELLING)) in self._kept:
            pass
        return product_id

    def _reviewed(self) -> int:
        product_id = self._reviews.take()
        if product_id is None:
            raise LookupError("There is nothing in auditing to review.")
        return product_id

    def _take_down(self) -> None:
        reason = PUNISHED if self._chance.random() < 0.15 else USER_OFFLINE
        self._catalogue.take_down(self._one_on_sale(), reason)

    def _lapse(self) -> None:
        """One whose date has come; beyond those, one that is not renewed ahead anyway."""
        if self._lapsing:
            self._catalogue.expire(self._lapsing.pop())
            return
        while is_renewed_ahead(product_id := self._one_on_sale()):
            pass
        self._catalogue.expire(product_id)

    def _offline_longest_first(self, reasons: set[str]) -> list[int]:
        columns = self._columns
        wanted = {columns.known(reason) for reason in reasons}
        slots = columns.order(OFFLINE).newest_first()
        found = [slot for slot in slots if columns.reason[slot] in wanted]
        return [columns.ids[slot] for slot in sorted(found, key=columns.since.__getitem__)]

    def _to_bring_back(self) -> int:
        """What the seller took down a day ago or more, else what expired longest ago."""
        day_ago = self._catalogue.clock.epoch() - DAY
        for product_id in self._offline_longest_first({USER_OFFLINE}):
            if self._columns.since[self._columns.slot(product_id)] <= day_ago:
                return product_id
        return self._offline_longest_first({EXPIRE_OFFLINE})[0]

    def _to_give_up(self) -> int:
        punished = self._offline_longest_first({PUNISHED})
        return [*punished, *self._offline_longest_first({EXPIRE_OFFLINE})][0]

    def _stock(self, sold_out: int) -> None:
        """Sell out or restock until so many on sale have no stock at all."""
        columns = self._columns
        without = [
            s for s in columns.order(ON_SELLING).newest_first() if columns.flags[s] & SOLD_OUT
        ]
        for slot in self._chance.sample(without, max(0, len(without) - sold_out)):
            self._catalogue.restock(columns.ids[slot])
        missing = sold_out - len(without)
        while missing > 0:
            product_id = self._one_in(ON_SELLING)
            if not columns.flags[columns.slot(product_id)] & SOLD_OUT:
                self._catalogue.sell_out(product_id)
                missing -= 1


def at_least(out: int, more: int) -> tuple[int, int]:
    """What leaves a state and what enters it: `more` enters than leaves, and neither below 0."""
    return (out, out + more) if out + more >= 0 else (-more, 0)
