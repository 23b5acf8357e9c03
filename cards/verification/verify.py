"""Verifies stores, one after the other, each as it was at one moment."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from aliexpress.models import Store
from aliexpress.verification import verification as facts
from aliexpress.verification.one_moment import one_moment
from cards.models import Verification
from cards.verification import reconciliations, tracings, work_items
from cards.verification.database_mark import mark_of_database

logger = logging.getLogger(__name__)

EVERY = timedelta(days=7)
DEFECT = "It could not be verified to the end; why is in the log."
MOST_KEPT = 1_000  # sentences of a store; whoever has more has one cause


def problems(store: Store) -> Iterator[str]:
    """A sentence for each thing that does not hold."""
    with one_moment():
        for of_kind in (facts, work_items, reconciliations, tracings):
            yield from of_kind.problems(store)


def sentences_of(store: Store) -> list[str]:
    """The problems of one store. What cannot even be looked at keeps no other from being told."""
    found: list[str] = []
    try:
        found.extend(islice(problems(store), MOST_KEPT))
    except Exception:
        logger.exception("store %s could not be verified", store.slug)
        found.append(DEFECT)
    return found


def verify(
    stores: list[Store],
    *,
    clock: Callable[[], datetime],
    tell: Callable[[str], object] = str,
    is_of_all: bool = False,
) -> Verification:
    """Saved. `tell` gets a line for each store and each problem, as they are found."""
    begun_at = clock()
    found: list[dict[str, str]] = []
    for store in stores:
        sentences = sentences_of(store)
        for sentence in sentences or ["all of it holds."]:
            tell(f"{store.slug}: {sentence}")
        found += [{"store": store.slug, "problem": sentence} for sentence in sentences]
    return Verification.objects.create(
        begun_at=begun_at,
        ended_at=max(clock(), begun_at),
        stores=len(stores),
        is_of_all=is_of_all,
        database=mark_of_database(),
        problems=found,
    )


def verify_all(
    *, clock: Callable[[], datetime], tell: Callable[[str], object] = str
) -> Verification:
    return verify(list(Store.objects.order_by("slug")), clock=clock, tell=tell, is_of_all=True)


def last_of_all() -> Verification | None:
    """The newest that looked at every store."""
    return Verification.objects.filter(is_of_all=True).order_by("-id").first()


def is_due(*, at: datetime) -> bool:
    """Each week, and at once after a restore."""
    if not Store.objects.exists():
        return False
    last = last_of_all()
    return last is None or last.begun_at + EVERY <= at or last.database != mark_of_database()
