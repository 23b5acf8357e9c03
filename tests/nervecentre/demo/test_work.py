"""A month of people's work in the demo: believable on a workbench, whatever the shop did."""

from datetime import timedelta

import pytest

from aliexpress.models import Listing
from cards.models import (
    AlertRule,
    Annotation,
    Reconciliation,
    SavedView,
    WorkEvent,
    WorkItem,
)
from nervecentre.demo.sign_ins import welcome_colleagues
from nervecentre.demo.work import ITEMS, WorkHistory
from tests.factories import (
    ListingFactory,
    MembershipFactory,
    SnapshotFactory,
    StoreFactory,
    UserFactory,
)
from tests.moments import NOON

DAY = timedelta(days=1)
DAYS = 30


@pytest.fixture
def store(db):
    store = StoreFactory(name="Harbour Home")
    SnapshotFactory(store=store)
    for state, reason in (("rejected", "category_audit_fail"), ("expired", "")):
        ListingFactory.create_batch(
            240, store=store, state=state, audit_failure_reason=reason, state_since_at=NOON - DAY
        )
    return store


@pytest.fixture
def history(store):
    people = [UserFactory(username=name, role=name) for name in ("owner", "operations")]
    for user in people:
        MembershipFactory(store=store, user=user)
    team = welcome_colleagues(store, at=NOON)
    return WorkHistory(store, people=[*people, *team])


def lived(history):
    for day in range(1, DAYS + 1):
        history.live(share=day / DAYS, at=NOON + day * DAY)


def test_forty_items_each_called_differently_and_done_by_several_people(history):
    lived(history)

    items = list(WorkItem.objects.all())
    assert len(items) == ITEMS
    assert len({item.title for item in items}) == ITEMS
    assert len({item.assignee for item in items if item.assignee}) == 4
    assert len({item.due_on for item in items}) > 10


def test_what_is_late_gets_another_day_or_is_closed_and_little_stays_overdue(history):
    lived(history)  # and nothing of it is ever cleared

    today = (NOON + DAYS * DAY).date()
    overdue = [item for item in WorkItem.objects.all() if item.is_overdue(today=today)]
    assert 0 < len(overdue) <= 8
    assert WorkItem.objects.filter(closed_by__isnull=False).exists()
    assert WorkEvent.objects.filter(kind="changed", text__startswith="Due on").exists()


def test_a_listing_is_in_one_open_item_alone(history):
    lived(history)

    held = Listing.objects.filter(work_rows__item__closed_at=None).values_list("pk", flat=True)
    assert len(held) == len(set(held))


def test_an_alert_is_asked_for_and_views_are_kept(history, store):
    history.ask_for_an_alert(at=NOON)
    history.keep_views(at=NOON)

    assert AlertRule.objects.get().trigger == "above 100"
    assert set(SavedView.objects.values_list("name", "is_shared")) == {
        ("Rejected", True),
        ("In auditing", False),
    }


def test_a_mark_stands_on_its_history_and_two_numbers_are_reconciled(history, store):
    history.mark_the_upload(at=NOON)
    history.reconcile(at=NOON)

    assert Annotation.objects.get().store == store
    first, whole = Reconciliation.objects.order_by("pk")
    assert (first.entered, first.status, first.unexplained) == (4310, "explained", 0)
    assert (whole.entered, whole.status) == (4820, "agreed")


def test_the_team_has_somebody_who_was_invited_and_has_not_come(store):
    team = welcome_colleagues(store, at=NOON)
    welcome_colleagues(store, at=NOON + DAY)

    assert [user.username for user in team] == ["mei", "tomas"]
    assert set(store.members.filter(last_login=None).values_list("username", flat=True)) == {
        "nadia"
    }
    assert not any(user.has_usable_password() for user in team)
