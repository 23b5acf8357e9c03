"""After a test that commits, the next one finds the database as a new one is."""

from django.contrib.auth.models import Group

from aliexpress.models import Store
from cards.models import Card
from tests.factories import MembershipFactory, SnapshotFactory
from tests.first_rows import put_back, rows_by_table


def test_whatever_was_committed_is_put_back_by_its_old_keys(transactional_db):
    first = rows_by_table()
    MembershipFactory(store=SnapshotFactory().store)
    Card.objects.update(title="Another")
    Group.objects.all().delete()

    put_back(first)

    assert rows_by_table() == first
    assert not Store.objects.exists()
    assert Group.objects.filter(name="operations").exists()
