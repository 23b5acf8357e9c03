"""Whether the last snapshot was dated by a clock that was ahead: found out by a run whose clock is
right."""

from datetime import datetime

from aliexpress.models import ListingSnapshot, Store
from aliexpress.typed.moments import CLOCKS_DIFFER


def is_dated_ahead(
    newest: ListingSnapshot | None, *, store: Store, at: datetime, server_time: datetime | None
) -> bool:
    """Whether the newest snapshot cannot stand: moments from `at` on would be told another number.

    It is dated later than now, or one before it is, whose moment has come by now. A clock that is
    behind finds the same; so it is believed only where AliExpress's clock, `server_time`, agrees.
    The snapshot is left as it is: what was given then stays. It is followed by one with the same
    counts, which is what is told from now on.
    """
    if newest is None or server_time is None or abs(server_time - at) > CLOCKS_DIFFER:
        return False
    limit = at + CLOCKS_DIFFER
    told = ListingSnapshot.objects.given_at(store, at=limit)
    return newest.confirmed_at > limit or told != newest
