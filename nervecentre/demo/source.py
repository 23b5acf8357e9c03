"""Where the demo's store has its products from: a stand-in BigCommerce on this machine.

It is read beside the web server and not before it, so that nobody waits for it at the start.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection

from aliexpress import bridge
from aliexpress.bridge.decisions import decide
from aliexpress.models import SkuAlias, SourceCatalogue, SourceRead, Store
from aliexpress.sandbox.process import SandboxProcess, SourceIntroduction
from aliexpress.source.failures import SourceFailure
from aliexpress.source.gateway.connecting import connect_bigcommerce
from aliexpress.source.run import read_source
from aliexpress.typed.bad_input import BadInput

logger = logging.getLogger(__name__)

# The demo has the stand-in's calls to itself.
QUOTA_SHARE: Final = 100
WHY: Final = "It was renamed in the shop; the supplier's list says so."


class DemoSource:
    """`start` connects the store's source, has it read, and has somebody join the codes that only
    a person knows; `stop` waits for that."""

    def __init__(
        self, store: Store, sandbox: SandboxProcess, *, by: Any, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._by = by
        self._clock = clock
        self._shop = sandbox.open_source()
        # The port is another one at every start, and no store keeps an address of its own.
        settings.BIGCOMMERCE_API_URL = sandbox.introduction.url
        self._thread = threading.Thread(target=self._work, name="source", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._thread.join()

    def _work(self) -> None:
        try:
            catalogue = connect_shop(self._store, self._shop, at=self._clock(), by=self._by)
            read = read_source(catalogue, clock=self._clock, trigger="command", by=self._by)
            if read.status == SourceRead.Status.COMPLETE:
                join_codes(self._store, self._shop, at=self._clock(), by=self._by)
                bridge.count_again(self._store, clock=self._clock)
        except SourceFailure as error:
            logger.warning("the demo's source was not connected: %s", error)
        finally:
            connection.close()


def connect_shop(
    store: Store, shop: SourceIntroduction, *, at: datetime, by: Any
) -> SourceCatalogue:
    """Raises SourceFailure."""
    catalogue = connect_bigcommerce(
        store,
        shop=shop.shop,
        token=shop.token,
        at=at,
        by=by,
        quota_share=QUOTA_SHARE,
        meant_rule={"categories": [shop.category]},
    ).catalogue
    # It is read right here; its turn comes after that.
    SourceCatalogue.objects.filter(pk=catalogue.pk).update(due_at=at + timedelta(minutes=5))
    return catalogue


def join_codes(store: Store, shop: SourceIntroduction, *, at: datetime, by: Any) -> None:
    """What nobody decided yet."""
    known = set(SkuAlias.objects.filter(store=store).values_list("code", flat=True))
    for code, item in shop.aliases:
        if code not in known:
            try:
                decide(store, kind=SkuAlias.Kind.SAME, code=code, item=item, why=WHY, at=at, by=by)
            except BadInput as error:
                logger.warning("a code of the demo was not joined: %s", error)
