"""One reading of a store's details: asks for what is wanted, keeps it batch by batch, counts."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import OperationalError, close_old_connections
from django.db.models import QuerySet

from aliexpress.backoff import wait_after_failure, wait_after_refusal
from aliexpress.connection import credentials_of
from aliexpress.gateway import Gateway
from aliexpress.gateway.errors import Refused, TokenRefused, Unavailable
from aliexpress.models import DetailReading, Listing, ListingSnapshot, Store, SyncRun
from aliexpress.models.encryption import CredentialUnreadable
from aliexpress.sync.call_pool import Calls
from aliexpress.sync.details import diagnosis, lease
from aliexpress.sync.details.categories import CategoryReader
from aliexpress.sync.details.names import is_due, learn_names
from aliexpress.sync.details.product_answers import ProductAnswers
from aliexpress.sync.details.selection import ASKED_AGAIN_AT_MOST, doubted, wanted
from aliexpress.sync.details.storage import Asked, keep
from aliexpress.sync.details.tally import tally
from aliexpress.sync.shared_pause import SharedPause

logger = logging.getLogger(__name__)

DATABASE_LOST = "The database stopped answering while details were read; they are read on soon."

Clock = Callable[[], datetime]

CONNECTIONS = 6  # fewer than a sync has: both may go through one app key at once
HEARTBEAT_SECONDS = 2.0
LOOK_AGAIN_SECONDS = 0.5  # whether a run of the store has ended
CHUNK = 400  # chosen at once: the newest modified first, so what changes meanwhile comes soon
BATCH = 60  # kept and counted at once: about three seconds' worth


def read_details(
    store: Store,
    *,
    clock: Clock,
    patience: float = 20.0,
    seconds: float | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> DetailReading | None:
    """Ask for every product that is new or was modified, and count what is known.

    None where another worker does so, or nothing was published yet. `seconds`: for how long at
    most; what is left is due at once. A failure is kept with the reading, not raised.
    `on_progress` is told how many products were asked for so far, and of how many.
    """
    if not ListingSnapshot.objects.filter(store=store).exists():
        return None
    reading = lease.claim(store, at=clock())
    if reading is None:
        return None
    try:
        doubts = list(doubted(store)[:ASKED_AGAIN_AT_MOST]) if store.now.source_id else []
        _Pass(reading, clock=clock, patience=patience, seconds=seconds, said=on_progress).go(doubts)
    except lease.HoldLost:
        logger.warning("the details of store %s were taken over", store.slug)
    except (Unavailable, Refused, CredentialUnreadable) as error:
        # The next sync renews a token that has expired, so looking again soon may help.
        soon = isinstance(error, Unavailable | TokenRefused)
        _fail(reading, store, str(error), refused=not soon, clock=clock)
    except OperationalError:
        logger.warning("the database failed the details of %s", store.slug, exc_info=True)
        close_old_connections()
        _fail(reading, store, DATABASE_LOST, refused=False, clock=clock)
    except Exception:
        logger.exception("reading the details of store %s stopped", store.slug)
        said = "Reading the details stopped on a fault of this application; it is in the log."
        _fail(reading, store, said, refused=False, clock=clock)
    reading.refresh_from_db()
    return reading


def _fail(reading: DetailReading, store: Store, said: str, *, refused: bool, clock: Clock) -> None:
    DetailReading.objects.filter(pk=reading.pk, lease=reading.lease).update(detail_error=said)
    tally(store, clock=clock)
    wait_after = wait_after_refusal if refused else wait_after_failure
    due_at = clock() + wait_after(reading.failure_count)
    lease.let_go(reading, due_at=due_at, failure_count=reading.failure_count + 1)


class _Pass:
    def __init__(
        self,
        reading: DetailReading,
        *,
        clock: Clock,
        patience: float,
        seconds: float | None,
        said: Callable[[int, int], None] | None,
    ) -> None:
        self.reading, self.store, self.clock = reading, reading.store, clock
        self.deadline = None if seconds is None else time.monotonic() + seconds
        self.said = said
        self.asked_count = self.wanted_count = 0
        self.cancelled = threading.Event()
        self.pause = SharedPause(clock=self.clock)
        self.beaten_at = time.monotonic()
        self.gateway = Gateway(
            credentials_of(self.store),
            clock=clock,
            connections=min(CONNECTIONS, settings.ALIEXPRESS_CONNECTIONS),
            patience=patience,
            on_pause=self.pause.note,
            cancelled=self.cancelled,
        )
        self.calls = Calls(connections=CONNECTIONS, on_beat=self._beat)
        self.products = ProductAnswers(self.store, gateway=self.gateway)
        self.categories = CategoryReader(
            self.reading, gateway=self.gateway, calls=self.calls, clock=clock
        )

    def go(self, doubts: list[Listing]) -> None:
        """`doubts`: listings to ask for first, though nothing of them was modified."""
        try:
            self.pause.obey(self.gateway)
            tally(self.store, clock=self.gateway.now)
            diagnosis.look_over(
                self.reading, gateway=self.gateway, calls=self.calls, clock=self.clock
            )
            self.categories.look_over()
            done = self._ask_for_all(doubts)
            self.reading.say("category_error", self.categories.what_is_unknown())
            failed = self.products.what_failed(answered_count=self.asked_count)
            self.reading.say("detail_error", failed)
            if done and is_due(self.reading, at=self.clock()):
                learn_names(self.reading, gateway=self.gateway, calls=self.calls, at=self.clock())
            tally(self.store, clock=self.gateway.now)
        finally:
            self.pause.share(self.gateway)
            self.cancelled.set()
            self.calls.close()
            self.gateway.close()
        self._let_go(done=done)

    def _let_go(self, *, done: bool) -> None:
        at = self.clock()
        due_at, failures = at, 0
        if self.products.failed or self.categories.failed:
            due_at = at + wait_after_failure(self.reading.failure_count)
            failures = self.reading.failure_count + 1
        elif done:
            due_at = max((self.reading.diagnosed_at or at) + diagnosis.EVERY, at)
        lease.let_go(
            self.reading,
            due_at=due_at,
            read_at=at,
            failure_count=failures,
            # Whatever failed in passing is asked for the next time, and not a day later.
            categories_at=None if self.categories.failed else self.reading.categories_at,
        )

    def _ask_for_all(self, doubts: list[Listing]) -> bool:
        """Whether nothing is left to ask for."""
        if self.said is not None:
            self.wanted_count = self._wanted().count()
            self.said(0, self.wanted_count)
        while chosen := doubts or list(self._wanted()[:CHUNK]):
            doubts = []
            batch: list[Asked] = []
            for asked in self.calls.each(deque(partial(self.products.ask, one) for one in chosen)):
                if not self.products.is_told(asked):
                    continue
                batch.append(asked)
                if len(batch) >= BATCH:
                    self._keep(batch)
                    batch = []
                    self._let_a_run_go_first()
                    if self._is_time_up():
                        return False
            self._keep(batch)
            if self._is_time_up():
                return not self._wanted().exists()
        return True

    def _let_a_run_go_first(self) -> None:
        """A run of the same store asks for single products too, in another process perhaps: the two
        together keep the seller's pace where one of them waits."""
        runs = SyncRun.objects.filter(store=self.store, status=SyncRun.Status.RUNNING)
        while (
            not self._is_time_up()
            and runs.exclude(pk__in=runs.abandoned(at=self.clock()).values("pk")).exists()
        ):
            self._beat()
            time.sleep(LOOK_AGAIN_SECONDS)

    def _wanted(self) -> QuerySet[Listing]:
        return wanted(self.store, at=self.clock()).exclude(pk__in=list(self.products.failed))

    def _keep(self, batch: list[Asked]) -> None:
        details = [one.detail for one in batch if one.detail]
        ids = {one.category_id for one in details if one.category_id and one.filled is not None}
        self.categories.learn(ids)
        keep(batch, at=self.gateway.now())
        tally(self.store, clock=self.gateway.now)
        self.asked_count += len(batch)
        if self.said is not None:
            # More may have come to be wanted meanwhile.
            self.said(self.asked_count, max(self.asked_count, self.wanted_count))

    def _is_time_up(self) -> bool:
        return self.deadline is not None and time.monotonic() >= self.deadline

    def _beat(self) -> None:
        if time.monotonic() - self.beaten_at < HEARTBEAT_SECONDS:
            return
        self.beaten_at = time.monotonic()
        lease.beat(self.reading, at=self.clock())
        self.pause.share(self.gateway)
