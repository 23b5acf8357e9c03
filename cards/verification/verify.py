"""Verifies stores, one after the other, each as it was at one moment."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from aliexpress.models import Store
from aliexpress.verification.one_moment import one_moment
from aliexpress.verification.verification import problems as problems_of_facts
from cards.models import Verification
from cards.verification.conclusions import problems as problems_of_what_stands_on_them

EVERY = timedelta(days=7)
MOST_KEPT = 1_000  # sentences of a store; whoever has more has one cause


def problems(store: Store) -> Iterator[str]:
    """A sentence for each thing that does not hold."""
    with one_moment():
        yield from problems_of_facts(store)
        yield from problems_of_what_stands_on_them(store)


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
        sentences = list(islice(problems(store), MOST_KEPT))
        for sentence in sentences or ["all of it holds."]:
            tell(f"{store.slug}: {sentence}")
        found += [{"store": store.slug, "problem": sentence} for sentence in sentences]
    return Verification.objects.create(
        begun_at=begun_at,
        ended_at=max(clock(), begun_at),
        stores=len(stores),
        is_of_all=is_of_all,
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
    last = last_of_all()
    return Store.objects.exists() and (last is None or last.begun_at + EVERY <= at)
