"""A month of people's work in the demo: believable on a workbench, whatever the shop did."""

import pytest

from aliexpress.models import Listing
from cards.models import WorkEvent, WorkItem
from nervecentre.demo.work import ITEMS
from tests.moments import NOON
from tests.nervecentre.demo.histories import DAY, history_of, store_with_work

DAYS = 30


@pytest.fixture(scope="module")
def month_of_work(module_db):
    """Nothing of it is ever cleared."""
    history = history_of(store_with_work())
    for day in range(1, DAYS + 1):
        history.live(share=day / DAYS, at=NOON + day * DAY)


@pytest.fixture
def month(db, month_of_work):
    """It is over."""


def test_forty_items_each_called_differently_and_done_by_several_people(month):
    items = list(WorkItem.objects.all())
    assert len(items) == ITEMS
    assert len({item.title for item in items}) == ITEMS
    assert len({item.assignee for item in items if item.assignee}) == 4
    assert len({item.due_on for item in items}) > 10


def test_what_is_late_gets_another_day_or_is_closed_and_little_stays_overdue(month):
    today = (NOON + DAYS * DAY).date()
    overdue = [item for item in WorkItem.objects.all() if item.is_overdue(today=today)]
    assert 0 < len(overdue) <= 8
    assert WorkItem.objects.filter(closed_by__isnull=False).exists()
    assert WorkEvent.objects.filter(kind="changed", text__startswith="Due on").exists()


def test_a_listing_is_in_one_open_item_alone(month):
    held = Listing.objects.filter(work_rows__item__closed_at=None).values_list("pk", flat=True)
    assert len(held) == len(set(held))
