"""The catalogue's own life: listings are created, reviewed, edited, lapse and come back."""

import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Final

from aliexpress.sandbox.accounts import Seller
from aliexpress.sandbox.aliexpress_words import AUDITING, EDITING_REQUIRED, OFFLINE, ON_SELLING
from aliexpress.sandbox.catalogue.listing_columns import SOLD_OUT
from aliexpress.sandbox.marketplace import Marketplace
from aliexpress.sandbox.shop.habits import DAY, ReviewQueue, is_renewed_ahead, running_out
from aliexpress.sandbox.shop.past import drawn_audit_reason

SWEEP_SECONDS: Final = 600  # how often dates that have come are acted upon
SOLD_OUT_SHARE: Final = 0.022

# How many a day for each listing in a status. In a shop of the worked example's size these
# keep each state about as large as it is, and the whole growing by a few listings a day.
RATES: Final = (
    ("create", ON_SELLING, 0.0105),
    ("edit_active", ON_SELLING, 0.0255),
    ("delete_active", ON_SELLING, 0.0085),
    ("take_down", ON_SELLING, 0.0005),
    ("reprice", ON_SELLING, 0.0120),
    ("touch", ON_SELLING, 0.0120),
    ("restock", ON_SELLING, 0.4000),  # most find nothing to do: see _change_stock
    ("review", AUDITING, 0.5400),
    ("edit_rejected", EDITING_REQUIRED, 0.2300),
    ("delete_rejected", EDITING_REQUIRED, 0.0300),
    ("bring_back", OFFLINE, 0.4500),
    ("delete_offline", OFFLINE, 0.0700),
)
LAPSE_RATE: Final = 1 / 180  # one in six listings, once in thirty days
REJECTED_SHARE: Final = 0.17


class Life:
    """What happens to one seller's catalogue as time goes by; the same for the same seed.

    `pace` 60 lets as much happen in a minute as otherwise in an hour; dates stay dates.
    """

    def __init__(
        self, market: Marketplace, seller: Seller | None = None, *, pace: float = 1.0, seed: int = 7
    ) -> None:
        self._market = market
        self._catalogue = market.catalogue(seller)
        self._pace = pace
        self._random = random.Random(seed)
        self._reviews = ReviewQueue(self._catalogue.columns)
        self._now = market.clock.now().timestamp()
        self._next_sweep = self._now
        self._next_event: float | None = None
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        catalogue, in_status = self._catalogue, self._to_one_in
        self._acts: dict[str, Callable[[], object]] = {
            "create": catalogue.create,
            "edit_active": partial(in_status, ON_SELLING, catalogue.edit),
            "delete_active": partial(in_status, ON_SELLING, catalogue.delete),
            "take_down": partial(in_status, ON_SELLING, catalogue.take_down),
            "reprice": partial(in_status, ON_SELLING, catalogue.reprice),
            "touch": partial(in_status, ON_SELLING, catalogue.modify),
            "restock": partial(in_status, ON_SELLING, self._change_stock),
            "review": self._review,
            "edit_rejected": partial(in_status, EDITING_REQUIRED, catalogue.edit),
            "delete_rejected": partial(in_status, EDITING_REQUIRED, catalogue.delete),
            "bring_back": partial(in_status, OFFLINE, catalogue.renew),
            "delete_offline": partial(in_status, OFFLINE, catalogue.delete),
            "lapse": self._lapse_early,
        }

    def advance(self, to: datetime) -> None:
        """Let happen what happens up to a moment.

        A clock that stands still is moved along with the events and left at the moment.
        """
        end = to.timestamp()
        with self._market.lock:
            while self._now < end:
                if self._next_event is None:
                    self._next_event = self._now + self._gap()
                self._now = min(end, self._next_event, self._next_sweep)
                self._set_clock()
                if self._now == self._next_sweep:
                    self._sweep()
                elif self._now == self._next_event:
                    self._next_event = None
                    self._acts[self._pick()]()

    def run(self) -> None:
        """Follow the sandbox's clock in a thread, second by second, until stopped."""
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _live(self) -> None:
        while not self._ended.wait(1.0):
            self.advance(self._market.clock.now())

    def _set_clock(self) -> None:
        if self._market.clock.frozen_at is not None:
            self._market.clock.set(datetime.fromtimestamp(self._now, UTC))

    def _rates(self) -> dict[str, float]:
        """Events a second by kind, as the catalogue stands."""
        columns = self._catalogue.columns
        per_day = {kind: rate * len(columns.order(status)) for kind, status, rate in RATES}
        rates = {kind: rate * self._pace / DAY for kind, rate in per_day.items()}
        # At pace 1 listings lapse on their date; what a faster life adds lapses before.
        early = max(0.0, self._pace - 1) * LAPSE_RATE / DAY
        return rates | {"lapse": early * len(columns.order(ON_SELLING))}

    def _gap(self) -> float:
        rate = sum(self._rates().values())
        return self._random.expovariate(rate) if rate else float("inf")

    def _pick(self) -> str:
        rates = self._rates()
        return self._random.choices(list(rates), list(rates.values()))[0]

    def _sweep(self) -> None:
        self._next_sweep += SWEEP_SECONDS
        self._reviews.look()
        renewed, lapsed = running_out(self._catalogue.columns, now=int(self._now))
        for product_id in renewed:
            self._catalogue.renew(product_id)
        for product_id in lapsed:
            self._catalogue.expire(product_id)

    def _one_in(self, status: str) -> int | None:
        order = self._catalogue.columns.order(status)
        if not len(order):
            return None
        return self._catalogue.columns.ids[order[self._random.randrange(len(order))]]

    def _to_one_in(self, status: str, act: Callable[[int], None]) -> None:
        product_id = self._one_in(status)
        if product_id is not None:
            act(product_id)

    def _review(self) -> None:
        product_id = self._reviews.take()
        if product_id is None:
            return
        cause = self._catalogue.verdicts.cause_of(product_id)
        if self._random.random() < (cause.share if cause else REJECTED_SHARE):
            reason = drawn_audit_reason(self._random)
            self._catalogue.reject(product_id, (cause and cause.reason) or reason)
        else:
            self._catalogue.approve(product_id)

    def _lapse_early(self) -> None:
        for _ in range(12):
            product_id = self._one_in(ON_SELLING)
            if product_id is not None and not is_renewed_ahead(product_id):
                self._catalogue.expire(product_id)
                return

    def _change_stock(self, product_id: int) -> None:
        """Keeps about the usual share of the shop sold out."""
        columns = self._catalogue.columns
        if columns.flags[columns.slot(product_id)] & SOLD_OUT:
            self._catalogue.restock(product_id)
        elif self._random.random() < SOLD_OUT_SHARE:
            self._catalogue.sell_out(product_id)
