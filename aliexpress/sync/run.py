"""One run from claim to close: reads the store, publishes, or says why not."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, close_old_connections

from aliexpress.connection import credentials_of
from aliexpress.gateway import Gateway
from aliexpress.gateway.errors import (
    NotPermitted,
    Refused,
    TokenRefused,
    Unavailable,
)
from aliexpress.models import ListingSnapshot, Store, SyncRun
from aliexpress.models.encryption import CredentialUnreadable
from aliexpress.sync import lease
from aliexpress.sync.call_pool import Calls
from aliexpress.sync.details import count_again
from aliexpress.sync.lists_to_read import ShopLists, counted_in
from aliexpress.sync.progress import OnProgress, Progress
from aliexpress.sync.proving.proven_counts import Unproven
from aliexpress.sync.proving.semi_managed import SemiManaged
from aliexpress.sync.proving.settle import Settling
from aliexpress.sync.publishing.managed_details import AT_ONCE, keep_managed_details
from aliexpress.sync.publishing.publish import publish
from aliexpress.sync.reading.lists import Reader
from aliexpress.sync.reading.single_products import Asking
from aliexpress.sync.schedule import note_failure
from aliexpress.sync.shared_pause import SharedPause
from aliexpress.sync.staging.table import Staging
from aliexpress.sync.tokens import Admission
from aliexpress.typed.moments import has_passed

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]

HEARTBEAT_SECONDS = 2.0
FULL_WALK_EVERY = timedelta(hours=24)

DEFECT = (
    "The refresh stopped on a fault of this application. No new number was published; the fault "
    "is in the log, and the next refresh tries again."
)


def perform(
    run: SyncRun, *, clock: Clock, patience: float, on_progress: OnProgress | None = None
) -> None:
    """Bring the run's store up to date and close the run. Raises LeaseLost, and OperationalError
    where the database is away for good.

    `patience`: how many seconds in all a call may wait before AliExpress counts as unavailable.
    """
    store = run.store
    try:
        _Performance(run, clock=clock, patience=patience, on_progress=on_progress).go()
    except lease.LeaseLost:
        raise
    except (Unavailable, Refused, Unproven, CredentialUnreadable) as error:
        note_failure(run, store, error=error, at=clock())
    except OperationalError:
        logger.warning("the database failed run %s of store %s", run.pk, store.slug, exc_info=True)
        # Where it is still away the reason cannot be kept: then the run counts as abandoned.
        close_old_connections()
        note_failure(run, store, error=lease.DatabaseLost(), at=clock())
    except Exception:
        logger.exception("run %s of store %s stopped", run.pk, store.slug)
        note_failure(run, store, error=DEFECT, at=clock())


class _Performance:
    """What one run holds while it is under way."""

    def __init__(
        self, run: SyncRun, *, clock: Clock, patience: float, on_progress: OnProgress | None
    ) -> None:
        self.run = run
        # As the database has it now: whoever asked for the run may hold an older copy.
        self.store = Store.objects.get(pk=run.store_id)
        self.clock = clock
        self.patience = patience
        self.on_progress = on_progress
        self.cancelled = threading.Event()
        self.pause = SharedPause(clock=self.clock)
        self.beaten_at = time.monotonic()
        self.progress: Progress | None = None
        self.gateway = self._gateway()
        self.calls = Calls(connections=settings.ALIEXPRESS_CONNECTIONS, on_beat=self._beat)
        self.admission = Admission(
            self.store, gateway=self.gateway, calls=self.calls, clock=self.clock
        )

    def go(self) -> None:
        try:
            self.pause.obey(self.gateway)
            self.admission.make_sure()
            try:
                self._read_and_publish()
            except TokenRefused:
                if not self.gateway.credentials.refresh_token:
                    raise
                self.admission.refresh_tokens()
                self._read_and_publish()
            except NotPermitted:
                # AliExpress may allow the app the other list method by now, in place of this one.
                if not self.admission.reads_pop or not self.admission.probe():
                    raise
                self._read_and_publish()
        finally:
            # A ban another worker should know of may be why this run ends.
            self.pause.share(self.gateway)
            self.cancelled.set()
            self.calls.close()
            self.gateway.close()

    def _read_and_publish(self) -> None:
        previous = ListingSnapshot.objects.newest_of(self.store)
        shops = ShopLists.of(self.store)
        with Staging() as staging:
            reader = Reader(gateway=self.gateway, calls=self.calls, staging=staging, shops=shops)
            full = self._full_is_due(previous, shops)
            self.progress = Progress(
                run=self.run, tallies=reader.tallies.values(), on_progress=self.on_progress
            )
            try:
                asking = Asking(gateway=self.gateway, calls=self.calls, staging=staging)
                settled = Settling(
                    store=self.store,
                    previous=previous,
                    reader=reader,
                    asking=asking,
                    semi_managed=SemiManaged(
                        gateway=self.gateway,
                        calls=self.calls,
                        asking=asking,
                        staging=staging,
                        shops=shops,
                        previous=previous,
                        clock=self.gateway.now,
                    ),
                    staging=staging,
                    clock=self.clock,
                ).settle(full=full)
            finally:
                self.progress.conclude()
            publish(
                run=self.run,
                store=self.store,
                previous=previous,
                settled=settled,
                reader=reader,
                staging=staging,
                clock=self.clock,
            )
            now = self.gateway.now
            keep_managed_details(self.store, staging.details.batches(AT_ONCE), at=now())
            self.run.refresh_from_db()
            if self.run.may_have_written:
                count_again(self.store, clock=now)

    def _full_is_due(self, previous: ListingSnapshot | None, shops: ShopLists) -> bool:
        """A full walk comes at least daily whatever the counts say: two moves can cancel out."""
        last = self.store.last_full_walk_at
        return (
            self.run.full_wanted
            or previous is None
            or not all(text for text, _, _ in (shop.watermark for shop in shops.shops))
            or counted_in(previous.shops) != counted_in(shops.rows)
            or shops.mean_otherwise(previous.reasons)
            or previous.counts_drafts != self.store.counts_drafts
            or has_passed(last, FULL_WALK_EVERY, at=self.clock())
        )

    def _gateway(self) -> Gateway:
        return Gateway(
            credentials_of(self.store),
            clock=self.clock,
            connections=settings.ALIEXPRESS_CONNECTIONS,
            patience=self.patience,
            on_pause=self.pause.note,
            cancelled=self.cancelled,
        )

    def _beat(self) -> None:
        if self.progress is not None:
            self.progress.say()
        if time.monotonic() - self.beaten_at < HEARTBEAT_SECONDS:
            return
        self.beaten_at = time.monotonic()
        lease.beat(self.run, at=self.clock(), request_count=self.gateway.request_count)
        self.pause.share(self.gateway)
