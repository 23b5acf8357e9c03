"""What listings share at the source: properties that stores with a bridge have, and no other."""

import pytest

from aliexpress.lifecycle import State
from aliexpress.models import Listing, Store
from aliexpress.source.item_row import ItemRow
from cards.listings.filters import filters_from
from cards.listings.listing_set import find
from cards.listings.properties import PROPERTIES
from cards.tracing.one_pass import Sides, properties_of, read_windows
from cards.tracing.property_columns import where
from cards.tracing.selection import find as findings_in
from cards.tracing.side_rows import Window
from cards.tracing.wording import described
from tests.bridge_stores import counted, held_together, listed, snapshot_of
from tests.factories import SnapshotFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db
REJECTED, ACTIVE = {"state": "rejected"}, {"state": "active"}


@pytest.fixture
def store():
    """60 listings, of which all 20 of one brand at the source are rejected, and 20 orphans."""
    items = [
        ItemRow(str(n), f"P{n}", code=f"C-{n}", brand="Fjord" if n < 20 else f"Brand {n % 7}",
                category="Lamps" if n % 2 else "Chairs")
        for n in range(60)
    ]  # fmt: skip
    store = held_together(items=items, listings=[[f"C-{n}"] for n in range(60)])
    held = Listing.objects.of(store).order_by("pk")
    Listing.objects.filter(pk__in=held.values("pk")[:20]).update(
        state=State.REJECTED, status="editingRequired"
    )
    snapshot_of(store)
    assert counted(store) is not None
    return Store.objects.get()


def listings(store, **values):
    return find(store, filters_from(values), at=NOON).listings.count()


def test_a_list_is_narrowed_to_what_the_source_says(store):
    assert listings(store, source_brand="Fjord") == 20
    assert listings(store, source_category="Lamps") == 30
    assert listings(store, in_source="yes") == 60
    assert listings(store, in_source="no") == 0


def test_listings_the_source_does_not_have_are_told_from_those_it_has(store):
    listed(store, ["STRAY"])
    snapshot_of(store)
    counted(store)

    assert (listings(store, in_source="yes"), listings(store, in_source="no")) == (60, 1)
    assert listings(store, source_brand="Fjord") == 20


def test_tracing_finds_the_brand_at_the_source_and_lists_as_many(store):
    sides = Sides(filters_from(REJECTED), filters_from(ACTIVE))
    window = Window(sides.found(store, at=NOON), store.now.snapshot)
    [read] = read_windows(store, [window], looks_at_when=False, looks_at_titles=True)
    population = read.population()

    [found] = findings_in(population, alpha=0.01)

    group = where(found.group.conditions)
    assert group == {"source_brand": "Fjord"}
    assert listings(store, **group, **REJECTED) == found.table.a == 20
    assert described(group) == "of brand at the source Fjord"


def test_a_store_without_a_source_has_the_properties_it_had(django_assert_num_queries):
    store = SnapshotFactory(active_count=0).store
    assert store.now.bridge_id is None
    with django_assert_num_queries(0):
        names = {name for name, _ in properties_of(store)}

    assert {*PROPERTIES} - names == {"in_source", "source_category", "source_brand"}
