"""One run from claim to close: reads the store, publishes, or says why not."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, close_old_connections

from aliexpress.connection import credentials_of, save_tokens
from aliexpress.gateway import Gateway
from aliexpress.gateway.errors import (
    GatewayError,
    NotPermitted,
    Refused,
    TokenRefused,
    Unavailable,
)
from aliexpress.lifecycle import POP
from aliexpress.models import Connection, ListingSnapshot, Store, SyncRun
from aliexpress.models.encryption import CredentialUnreadable
from aliexpress.sync import lease
from aliexpress.sync.account_shops import look_at_shops, shops_are_due
from aliexpress.sync.call_pool import Calls
from aliexpress.sync.details import count_again
from aliexpress.sync.progress import OnProgress, Progress
from aliexpress.sync.proving.semi_managed import SemiManaged
from aliexpress.sync.proving.settle import Settling
from aliexpress.sync.proving.settled import Unproven
from aliexpress.sync.publishing.managed_details import AT_ONCE, keep_managed_details
from aliexpress.sync.publishing.publish import publish
from aliexpress.sync.reading.lists import Reader
from aliexpress.sync.reading.single_products import Asking
from aliexpress.sync.schedule import note_failure
from aliexpress.sync.shared_pause import SharedPause
from aliexpress.sync.shop_lists import ShopLists, counted_in
from aliexpress.sync.staging.table import Staging
from aliexpress.typed.moments import has_passed

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]

HEARTBEAT_SECONDS = 2.0
FULL_WALK_EVERY = timedelta(hours=24)
# A token is refreshed this long before it expires.
REFRESH_AHEAD = timedelta(minutes=30)

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

    def go(self) -> None:
        try:
            self.pause.obey(self.gateway)
            self._connect()
            try:
                self._read_and_publish()
            except TokenRefused:
                if not self.gateway.credentials.refresh_token:
                    raise
                self._refresh_tokens()
                self._read_and_publish()
            except NotPermitted:
                # AliExpress may allow the app the other list method by now, in place of this one.
                if not self._reads_pop or not self._probe():
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

    def _connect(self) -> None:
        """Before the first call: a token that will last, and the list method we may call."""
        connection = Connection.objects.get(store=self.store)
        expires_at = connection.access_expires_at
        if (
            connection.refresh_token
            and expires_at is not None
            and expires_at - REFRESH_AHEAD <= self.clock()
        ):
            self._refresh_ahead(expires_at)
        refusal: NotPermitted | None = None
        if not connection.list_method and self._reads_pop:
            try:
                self._probe()
            except NotPermitted as error:  # all of its shops may be managed ones
                refusal = error
        if shops_are_due(connection, at=self.clock()):
            look_at_shops(self.store, gateway=self.gateway, calls=self.calls, clock=self.clock)
        if refusal is not None and self._reads_pop:
            raise refusal

    @property
    def _reads_pop(self) -> bool:
        """Whether the account has a POP shop that is not left out, or its shops are not known."""
        shops = self.store.shops.all()
        there = {shop.family for shop in shops if shop.is_counted is not False}
        return not shops or POP in there

    def _probe(self) -> bool:
        """Find the list method the app may call, and keep it. Whether it is another one."""
        before = credentials_of(self.store).list_method
        list_method = self.calls.one(self.gateway.probe)
        Connection.objects.filter(store=self.store).update(list_method=list_method)
        self.gateway.use(credentials_of(self.store))
        return list_method != before

    def _refresh_ahead(self, expires_at: datetime) -> None:
        """A token that is still good is good enough where no other is to be had yet."""
        try:
            self._refresh_tokens()
        except GatewayError:
            if expires_at <= self.clock():
                raise

    def _refresh_tokens(self) -> None:
        """The open run is the store's only one, so its tokens are refreshed once. The new pair
        is stored before it is used: the old one may already be worthless."""
        refresh_token = self.gateway.credentials.refresh_token
        tokens = self.calls.one(self.gateway.refresh_tokens)
        save_tokens(self.store, tokens, instead_of=refresh_token)
        self.gateway.use(credentials_of(self.store))

    def _beat(self) -> None:
        if self.progress is not None:
            self.progress.say()
        if time.monotonic() - self.beaten_at < HEARTBEAT_SECONDS:
            return
        self.beaten_at = time.monotonic()
        lease.beat(self.run, at=self.clock(), request_count=self.gateway.request_count)
        self.pause.share(self.gateway)
