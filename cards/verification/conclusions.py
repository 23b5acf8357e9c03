"""Whether work, reconciliations and tracings stand on facts that are there and say what was said.

Yields a sentence for each thing that does not hold.
"""

from collections.abc import Iterator

from django.db.models import F, Q

from aliexpress.models import Store
from cards.models import Reconciliation, Tracing, WorkItem, WorkListing


def problems(store: Store) -> Iterator[str]:
    yield from _work(store)
    yield from _reconciliations(store)
    yield from _tracings(store)


def _work(store: Store) -> Iterator[str]:
    strays = WorkListing.objects.filter(item__store=store).exclude(listing__store=F("item__store"))
    if number := strays.count():
        yield f"Rows of work items that name a listing of another store: {number:,}."
    items = WorkItem.objects.filter(store=store)
    for item in items.exclude(snapshot=None).exclude(snapshot__store=F("store")):
        yield f"Work item {item.pk} began with a snapshot of another store."
    for item in items.filter(rows=None):
        yield f"Work item {item.pk} holds no listing."


def _reconciliations(store: Store) -> Iterator[str]:
    records = Reconciliation.objects.filter(store=store)
    for record in records.exclude(snapshot__store=F("store")):
        yield f"Reconciliation {record.pk} is held against a snapshot of another store."


def _tracings(store: Store) -> Iterator[str]:
    tracings = Tracing.objects.filter(store=store)
    elsewhere = ~Q(opening__store=F("store")) | ~Q(closing__store=F("store"))
    for tracing in tracings.filter(elsewhere):
        yield f"Tracing {tracing.pk} stands on a snapshot of another store."
    for tracing in tracings.filter(opening__gt=F("closing")):
        yield f"Tracing {tracing.pk} opens with a snapshot that is later than it closes with."
