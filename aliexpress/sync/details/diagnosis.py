"""What AliExpress's own diagnosis finds, read as a whole once a day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from aliexpress.gateway import Gateway
from aliexpress.gateway.answers import DiagnosedProblem, DiagnosisPage
from aliexpress.gateway.errors import Refused, TokenRefused, Unavailable
from aliexpress.gateway.product_diagnosis import DIAGNOSIS_PAGE
from aliexpress.models import DetailReading, ListingProblem, Store
from aliexpress.sync.call_pool import Calls
from aliexpress.typed.moments import has_passed

EVERY = timedelta(hours=24)
MOST_PAGES = 4_000  # as many listings as a seller may have


def is_due(reading: DetailReading, *, at: datetime) -> bool:
    return has_passed(reading.diagnosed_at, EVERY, at=at)


def look_over(
    reading: DetailReading, *, gateway: Gateway, calls: Calls, clock: Callable[[], datetime]
) -> None:
    """Read it anew where that is a day ago. Without it details are read all the same; where
    AliExpress is away as a whole, the next call says so. Raises TokenRefused."""
    if not is_due(reading, at=clock()):
        return
    try:
        problems = read_problems(lambda number: calls.one(partial(gateway.diagnosis, number)))
    except TokenRefused:
        raise
    except (Refused, Unavailable) as error:
        reading.say("diagnosis_error", f"AliExpress's own diagnosis is not known: {error}")
        return
    keep_problems(reading.store, problems)
    reading.diagnosed_at = clock()
    DetailReading.objects.filter(pk=reading.pk).update(diagnosed_at=reading.diagnosed_at)
    reading.say("diagnosis_error", "")


def read_problems(page: Callable[[int], DiagnosisPage]) -> list[DiagnosedProblem]:
    """All of them; the list may grow or shrink meanwhile, so it is read until a page is empty."""
    problems: list[DiagnosedProblem] = []
    for number in range(1, MOST_PAGES + 1):
        found = page(number)
        problems += found.problems
        if not found.problems or number * DIAGNOSIS_PAGE >= found.total:
            break
    return problems


def keep_problems(store: Store, problems: list[DiagnosedProblem]) -> None:
    """In place of those of the last time."""
    rows = {
        (one.product_id, one.kind): ListingProblem(
            store=store,
            product_id=one.product_id,
            kind=one.kind,
            description=one.description,
            suggestion=one.suggestion,
        )
        for one in problems
    }
    with transaction.atomic():
        ListingProblem.objects.filter(store=store).delete()
        ListingProblem.objects.bulk_create(rows.values(), batch_size=500)
