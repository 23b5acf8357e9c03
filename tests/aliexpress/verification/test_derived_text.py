"""What is searched and compared by is made of what it stands for, or that is told."""

from decimal import Decimal

import pytest

from aliexpress.models import Listing, ListingSku, SourceItem
from aliexpress.search_text import search_text
from aliexpress.source.item_row import ItemRow
from aliexpress.verification.derived_text import problems
from tests.bridge_stores import held_together
from tests.moments import NOON
from tests.rollback import undone

pytestmark = pytest.mark.django_db
ROW = ItemRow(
    *("1", "A"),
    code="A-1",
    name="Linen curtain",
    price=Decimal("12.5"),
    stock=3,
    image_changed_at=NOON,
    aliexpress_product_id=1005,
)


@pytest.fixture
def store():
    store = held_together(items=[ROW, "B-1"], listings=[["A-1"], ["\N{EM DASH}b 1 "]])
    for listing in Listing.objects.all():
        listing.search_text = search_text(listing.subject)
        listing.save()
    return store


def test_what_is_made_of_what_it_stands_for_holds(store):
    assert list(problems(store)) == []


def test_no_word_of_an_item_is_another_unsaid(store):
    assert "stock" in ItemRow._fields
    for name in ItemRow._fields:
        with undone():
            item = SourceItem.objects.get(external_id="1")
            kind = SourceItem._meta.get_field(name).get_internal_type()
            others = {"BooleanField": not item.is_meant, "DateTimeField": None}
            numbers = {"DecimalField": 7, "IntegerField": 7, "BigIntegerField": 7}
            other = (others | numbers).get(kind, "other")
            SourceItem.objects.filter(pk=item.pk).update(**{name: other})

            assert list(problems(store)) == [
                "Items of the source that say something else than was read: 1."
            ], name


def test_a_code_that_is_compared_by_anothers_is_told(store):
    ListingSku.objects.filter(code="A-1").update(key="b-1")

    assert list(problems(store)) == ["SKUs that are compared by another code than theirs: 1."]


def test_what_was_never_filled_is_on_its_way(store):
    Listing.objects.update(search_text="")

    assert list(problems(store)) == []
