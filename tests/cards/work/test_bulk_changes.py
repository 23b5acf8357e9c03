"""Many work items at once, over all the stores of somebody, and of no other."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aliexpress.typed.bad_input import BadInput
from cards.models import WorkItem
from cards.work.bulk_changes import MOST_ITEMS, change_all
from cards.work.items import take_on
from tests.factories import ListingFactory, MembershipFactory, SnapshotFactory, StoreFactory
from tests.moments import NOON

ALL_WORK = "/work/"
API = "/api/v1/work/"
JSON = "application/json"


def item_of(store, by, **values):
    listing = ListingFactory(store=store, state="rejected", status="editingRequired")
    return take_on(store, {"listings": [listing.product_id], **values}, by=by, at=NOON)


@pytest.fixture
def quay(owner):
    """A second store of the owner's."""
    store = StoreFactory(slug="quay", name="Quay Lights")
    SnapshotFactory(store=store)
    MembershipFactory(store=store, user=owner)
    return store


@pytest.fixture
def here(store, snapshot, owner):
    return item_of(store, owner, title="Lamps")


@pytest.fixture
def there(quay, owner):
    return item_of(quay, owner, title="Lanterns")


@pytest.fixture
def hidden(db):
    store = StoreFactory(slug="hidden", name="Somebody Else's")
    return item_of(store, get_user_model().objects.create(username="other"), title="Their own")


def test_items_of_two_stores_are_given_dated_and_closed_together(here, there, owner):
    values = {"assignee": owner.username, "due_on": "2026-03-20", "closed": True}

    assert change_all([here.pk, there.pk], values, by=owner, at=NOON) == 2

    assert {(one.assignee, str(one.due_on), one.closed_by) for one in WorkItem.objects.all()} == {
        (owner, "2026-03-20", owner)
    }


def test_what_is_not_named_stays_as_it_is(here, owner):
    change_all([here.pk], {"due_on": "2026-03-20"}, by=owner, at=NOON)
    change_all([here.pk], {"comment": "Asked Wei."}, by=owner, at=NOON)

    here.refresh_from_db()
    assert (str(here.due_on), here.title) == ("2026-03-20", "Lamps")


def test_all_or_none_where_somebody_is_of_one_store_alone(here, there, owner, member):
    wei = member("operations", username="wei")

    with pytest.raises(BadInput, match="a member of Quay Lights"):
        change_all([here.pk, there.pk], {"assignee": wei.username}, by=owner, at=NOON)

    assert not WorkItem.objects.filter(assignee=wei).exists()


def test_an_item_of_a_store_one_does_not_see_is_left_out(here, hidden, owner):
    assert change_all([here.pk, hidden.pk], {"closed": True}, by=owner, at=NOON) == 1

    hidden.refresh_from_db()
    assert hidden.closed_at is None


@pytest.mark.parametrize("ids", [[], list(range(MOST_ITEMS + 1))])
def test_none_or_too_many_are_refused_in_one_sentence(ids, owner, here):
    with pytest.raises(BadInput, match="from 1 to 200"):
        change_all(ids, {"closed": True}, by=owner, at=NOON)


def test_my_work_shows_what_is_mine_in_every_store_of_mine(here, there, hidden, owner, as_user):
    change_all([here.pk, there.pk], {"assignee": owner.username}, by=owner, at=NOON)

    text = as_user(owner).get(ALL_WORK).content.decode()

    assert "Lamps" in text
    assert "Lanterns" in text
    assert "Quay Lights" in text
    assert "Their own" not in text
    assert "Somebody Else" not in text


@pytest.mark.parametrize("page", [ALL_WORK, "/stores/harbour-home/work/"])
def test_what_is_ticked_is_changed_from_the_page(page, here, owner, as_user):
    browser = as_user(owner)
    form = {"item": [here.pk], "assignee": owner.username, "list": "team"}

    text = browser.post(page, form).content.decode()

    here.refresh_from_db()
    assert here.assignee == owner
    assert "1 work item changed." in text
    assert "Tick the work to change first." in browser.post(page, {}).content.decode()
    assert browser.post(page, {"item": ["x"]}).status_code == 400
    browser.post(page, {"item": [here.pk], "assignee": "-"})
    here.refresh_from_db()
    assert here.assignee is None


def test_what_is_wrong_keeps_what_was_ticked_and_typed(here, owner, as_user):
    answer = as_user(owner).post(ALL_WORK, {"item": [here.pk], "due_on": "soon", "comment": "Kept"})

    text = answer.content.decode()
    assert answer.status_code == 400
    assert "Due on must be a day such as 2026-03-14" in text
    assert 'value="Kept"' in text
    assert "checked" in text


def test_a_member_without_a_role_sees_and_changes_no_work(here, member, as_user, with_key):
    nobody = member(None)

    assert b"Lamps" not in as_user(nobody).get(ALL_WORK).content
    assert change_all([here.pk], {"closed": True}, by=nobody, at=NOON) == 0
    assert with_key(nobody).get(API).json()["results"] == []


def test_the_api_lists_and_changes_work_of_all_stores(here, there, hidden, owner, with_key):
    app = with_key(owner)

    told = app.get(f"{API}?list=team").json()["results"]
    body = {"items": [here.pk, there.pk, hidden.pk], "closed": True}
    changed = app.patch(API, body, content_type=JSON)

    assert {(one["id"], one["store"]) for one in told} == {
        (here.pk, "harbour-home"),
        (there.pk, "quay"),
    }
    assert (changed.status_code, changed.json()) == (200, {"changed": 2})


@pytest.mark.parametrize(
    "body",
    [[], {}, {"items": "1"}, {"items": [True]}, {"items": [10**30]}, {"items": [1]}],
)
def test_a_body_that_says_nothing_to_do_is_one_sentence(body, here, owner, with_key):
    answer = with_key(owner).patch(API, body, content_type=JSON)

    assert answer.status_code == 400


def test_the_page_costs_as_many_statements_for_thirty_items_as_for_two(
    here, there, store, owner, as_user
):
    browser = as_user(owner)
    browser.get(ALL_WORK)
    with CaptureQueriesContext(connection) as few:
        browser.get(f"{ALL_WORK}?list=team")
    WorkItem.objects.bulk_create(
        WorkItem(store=store, title=f"Lamps {n}", kind="chosen", created_at=NOON) for n in range(30)
    )

    with CaptureQueriesContext(connection) as many:
        answer = browser.get(f"{ALL_WORK}?list=team")

    assert len(many) == len(few)
    assert len(answer.content) < 150_000
