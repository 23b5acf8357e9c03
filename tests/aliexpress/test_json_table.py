"""Rows that travel in JSON are kept as the ORM would have kept them."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

import pytest

from aliexpress.json_table import insert, upsert
from aliexpress.models import SourceItem
from tests.factories import SourceCatalogueFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
ONE_ROW = ["catalogue_id", "external_id"]
# As the ORM leaves them where nothing is said.
PLAIN = SourceItem(fingerprint="", first_seen_at=NOON, changed_at=NOON)


def row(catalogue, external_id="1", **told):
    names = [
        str(field.column) for field in SourceItem._meta.concrete_fields if not field.primary_key
    ]
    left_alone = {name: getattr(PLAIN, name) for name in names}
    return left_alone | {"catalogue_id": catalogue.pk, "external_id": external_id} | told


AWKWARD = {
    "code": 'O\'Neil \\ "7" \N{NO-BREAK SPACE}\N{SLIGHTLY SMILING FACE}\t%s',
    "price": Decimal("12.5000"),
    "stock": -3,
    "is_meant": False,
    "image_changed_at": datetime(2026, 3, 14, 12, 0, 0, 123456, tzinfo=UTC),
    "aliexpress_product_id": 1_005_003_000_000_001,
}


@pytest.fixture(params=["new", "in place"])
def write(request):
    """A row that is new, or that would stand in place of one."""
    way = insert if request.param == "new" else partial(upsert, one_row=ONE_ROW)

    def write(catalogue, **told):
        written = row(catalogue, **told)
        way(SourceItem, list(written), [tuple(written.values())])

    return write


def test_every_value_comes_back_as_it_was_given(write):
    catalogue = SourceCatalogueFactory()
    write(catalogue, **AWKWARD)

    kept = SourceItem.objects.get()

    assert {name: getattr(kept, name) for name in AWKWARD} == AWKWARD


def test_moments_compare_with_those_the_orm_wrote(write):
    catalogue = SourceCatalogueFactory()
    write(catalogue, changed_at=NOON)

    assert SourceItem.objects.filter(changed_at=NOON).exists()
    assert not SourceItem.objects.filter(changed_at__gt=NOON).exists()


def test_a_row_that_is_there_takes_the_new_values_but_for_what_stays():
    catalogue = SourceCatalogueFactory()
    columns, later = list(row(catalogue)), NOON.replace(hour=13)
    insert(SourceItem, columns, [row(catalogue, name="Old").values()])

    now = row(catalogue, name="New", first_seen_at=later, changed_at=later)
    upsert(SourceItem, columns, [now.values()], one_row=ONE_ROW, stays=["first_seen_at"])

    kept = SourceItem.objects.get()
    assert (kept.name, kept.first_seen_at, kept.changed_at) == ("New", NOON, later)
