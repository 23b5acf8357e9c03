"""Work items in the admin: of every store of operations, handed on and closed from the list."""

import pytest
from django.urls import reverse

from cards.models import WorkItem
from tests.factories import MembershipFactory, StoreFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db

LIST = reverse("admin:cards_workitem_changelist")


@pytest.fixture
def item(operations):
    store = StoreFactory(name="Harbour Home")
    MembershipFactory(store=store, user=operations)
    return WorkItem.objects.create(
        store=store, title="Lamps", kind="rejected", due_on="2020-01-01", created_at=NOON
    )


def test_the_list_says_what_is_overdue_and_leads_to_the_workbench(ops, item):
    text = ops.get(LIST).content.decode()
    page = ops.get(reverse("admin:cards_workitem_change", args=[item.pk])).content.decode()

    assert "1 January 2020, overdue" in text
    assert reverse("work_item", args=[item.store.slug, item.pk]) in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("list=overdue", True),
        ("list=mine", False),
        ("list=closed", False),
        ("assignee=-", True),
        ("assignee=wei", False),
        ("list=odd", True),
        ("q=lamps", True),
    ],
)
def test_the_list_is_narrowed_as_the_workbench_is(ops, item, query, shown):
    assert (b"Lamps" in ops.get(f"{LIST}?{query}").content) == shown


def test_what_is_ticked_is_taken_and_closed(ops, item, operations):
    for action in ("take", "close"):
        ops.post(LIST, {"action": action, "_selected_action": [item.pk]})

    item.refresh_from_db()
    assert (item.assignee, item.closed_by) == (operations, operations)


def test_work_of_another_store_is_neither_listed_nor_taken(ops, operations):
    other = WorkItem.objects.create(
        store=StoreFactory(), title="Their own", kind="chosen", created_at=NOON
    )

    ops.post(LIST, {"action": "take", "_selected_action": [other.pk]})

    other.refresh_from_db()
    assert other.assignee is None
    assert b"Their own" not in ops.get(LIST).content
