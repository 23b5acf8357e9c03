"""When something on its way is tried again, ever more slowly: alerts and mails alike."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from aliexpress.typed.moments import CLOCKS_DIFFER

MOST_ATTEMPTS: Final = 8
FIRST_RETRY: Final = timedelta(minutes=1)
# Claimed this long by whoever sends it; after that it counts as never sent.
CLAIM: Final = timedelta(minutes=2)


def wait_after(attempts: int) -> timedelta:
    """How long after so many attempts the next one comes."""
    return FIRST_RETRY * 2 ** (attempts - 1) if attempts else timedelta()


def may_be_tried(*, at: datetime) -> Q:
    """For rows with `attempts` and `next_attempt_at`: those whose time has come. One that is
    further off than it ever is put off was dated by a clock that was ahead: its time has come."""
    found = Q(next_attempt_at__lte=at)
    for attempts in range(MOST_ATTEMPTS + 1):
        longest = max(wait_after(attempts), CLAIM if attempts else timedelta())
        found |= Q(attempts=attempts, next_attempt_at__gt=at + CLOCKS_DIFFER + longest)
    return found
