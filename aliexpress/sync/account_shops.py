"""When AliExpress is asked again for the shops of an account, and what a run does with its answer.

Daily; sooner where AliExpress did not tell them; and at each run while somebody has to decide about
one of them: such a run does nothing else, and they come ever more seldom.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from aliexpress.connection.found_shops import ask_for_shops
from aliexpress.connection.shops import keep_shops
from aliexpress.gateway import Gateway
from aliexpress.gateway.errors import Unavailable
from aliexpress.gateway.families import ShopAddress
from aliexpress.lifecycle import OTHER
from aliexpress.models import Connection, Store
from aliexpress.sync.call_pool import Calls
from aliexpress.typed.moments import has_passed

EVERY: Final = timedelta(hours=24)
WHERE_NOT_TOLD: Final = timedelta(hours=1)


def shops_are_due(connection: Connection, *, at: datetime) -> bool:
    asked_at = connection.shops_asked_at
    if asked_at is None or connection.store.shops.filter(is_counted=None).exists():
        return True
    every = EVERY if connection.shops_told_at == asked_at else WHERE_NOT_TOLD
    return has_passed(asked_at, every, at=at)


def look_at_shops(
    store: Store, *, gateway: Gateway, calls: Calls, clock: Callable[[], datetime]
) -> None:
    """What AliExpress does not tell is as it was. Raises Unavailable where nothing is known yet,
    and TokenRefused."""
    rows = list(store.shops.exclude(is_counted=False).exclude(family=OTHER))
    known = [ShopAddress(one.family, one.channel, one.channel_seller_id) for one in rows]
    try:
        found = calls.one(partial(ask_for_shops, gateway, known=known))
    except Unavailable:
        if not rows:
            raise
        found = None
    keep_shops(store, found, at=clock())
