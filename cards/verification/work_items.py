"""Whether work items stand on listings and readings of their store, and say of each listing the
state it was taken on in. Yields a sentence for each that does not."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from aliexpress.models import DetailTally, Listing, ListingSnapshot, SourceItem, Store, Transition
from cards.models import WorkItem, WorkListing


def problems(store: Store) -> Iterator[str]:
    rows = WorkListing.objects.filter(item__store=store)
    here = SourceItem.objects.filter(catalogue__store=store, pk=OuterRef("source_item_id"))
    of_source = rows.filter(source_item__isnull=False)
    if number := of_source.filter(~Exists(here)).count():
        yield f"Rows of work items that name no item of the store's source: {number:,}."
    there = Listing.objects.filter(store=store, pk=OuterRef("listing_id"))
    if number := rows.filter(~Exists(there), source_item=None).count():
        yield f"Rows of work items that name no listing of the store: {number:,}."
    items = WorkItem.objects.filter(store=store)
    for item in items.filter(~Exists(rows.filter(item=OuterRef("pk")))):
        yield f"Work item {item.pk} holds no listing."
    snapshots = ListingSnapshot.objects.filter(store=store).values("pk")
    tallies = DetailTally.objects.filter(store=store).values("pk")
    begun = Q(snapshot__isnull=False) & ~Q(snapshot__in=snapshots)
    for item in items.filter(begun):
        yield f"Work item {item.pk} began with a snapshot that is none of the store's."
    looked = Q(looked_snapshot__isnull=False) & ~Q(looked_snapshot__in=snapshots)
    looked |= Q(looked_details__isnull=False) & ~Q(looked_details__in=tallies)
    for item in items.filter(looked):
        yield f"Work item {item.pk} was held against facts that are none of the store's."
    for item_id, number in _other_than_then(rows):
        yield f"Work item {item_id} has {number:,} listings that were in another state then."


def _other_than_then(rows: QuerySet[WorkListing]) -> Iterator[tuple[int, int]]:
    """Items, each with how many of its listings the movements since lead back to another state."""
    since = Transition.objects.filter(
        listing=OuterRef("listing"), snapshot_id__gt=OuterRef("item__snapshot")
    ).order_by("snapshot_id")
    set_out = since.annotate(was=Coalesce("from_state", Value("nowhere"))).values("was")[:1]
    told = rows.filter(item__snapshot__isnull=False, source_item=None).annotate(
        state_then=Coalesce(Subquery(set_out), F("listing__state"))
    )
    other = told.exclude(state_then=F("state")).order_by("item")
    yield from Counter(other.values_list("item", flat=True)).items()
