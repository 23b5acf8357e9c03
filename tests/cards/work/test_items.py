"""Work is taken on, handed over, talked about, and seen by nobody else."""

from datetime import timedelta

import pytest
from django.http import Http404

from aliexpress.typed.bad_input import BadInput
from cards.models import WorkItem
from cards.work.items import change, members_of, narrowed, take_on, visible_item
from tests.cards.work.conftest import LATER
from tests.factories import ListingFactory, StoreFactory, UserFactory
from tests.moments import NOON


def take(store, by, **values):
    return take_on(store, values, by=by, at=NOON)


def test_a_group_is_taken_on_with_every_listing_of_its_reason(store, rejected, owner):
    rejected(3)
    rejected(2, "cluster_audit_fail")

    item = take(store, owner, kind="rejected", reason="category_audit_fail", due_on="2026-03-20")

    assert item.rows.count() == 3
    assert (item.title, str(item.due_on)) == ("Rejected: in the wrong category", "2026-03-20")
    assert item.events.get().text == "Taken on with 3 listings."


def test_rows_somebody_chose_are_taken_on(store, snapshot, owner):
    chosen, _ = ListingFactory.create_batch(2, store=store, state="expired")

    item = take(store, owner, listings=[chosen.product_id])

    assert [row.listing for row in item.rows.all()] == [chosen]
    assert item.title == "1 listing by choice"


def test_rows_chosen_in_a_group_stay_of_its_kind(store, rejected, owner):
    first, _ = rejected(2)

    item = take(
        store, owner, kind="rejected", reason="category_audit_fail", listings=[first.product_id]
    )

    assert (item.kind, item.reason, item.rows.count()) == ("rejected", "category_audit_fail", 1)


def test_what_left_the_group_while_it_was_ticked_is_said(store, rejected, owner):
    stays, left, _ = rejected(3)
    left.state = "auditing"
    left.save()

    ids = [stays.product_id, left.product_id]
    item = take(store, owner, kind="rejected", listings=ids)

    assert item.rows.count() == 1
    told = "Taken on with 1 listing; 1 that was chosen had moved on by then."
    assert item.events.get().text == told


def test_what_somebody_took_on_meanwhile_is_said(store, rejected, owner):
    first, *_ = rejected(3)
    take(store, owner, kind="rejected", listings=[first.product_id])

    group = take(store, owner, kind="rejected")
    again = take(store, owner, kind="rejected", listings=[first.product_id])

    told = "Taken on with 3 listings; 1 of them in other work as well."
    assert group.events.get().text == told
    assert again.events.get().text == "Taken on with 1 listing; all of them in other work as well."


def test_listings_of_another_store_are_never_taken_on(store, snapshot, owner):
    foreign = ListingFactory(store=StoreFactory(), state="rejected")

    with pytest.raises(BadInput, match="none any more"):
        take(store, owner, listings=[foreign.product_id])


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"kind": "nonsense"},
        {"kind": ["rejected"]},
        {"listings": "12"},
        {"listings": [True]},
        {"listings": [10**30]},
        {"listings": [{}]},
        {"kind": "rejected", "category": "x"},
        {"kind": "rejected", "min_days": "-1"},
        {"kind": "rejected", "due_on": "2026-02-31"},
        {"kind": "rejected", "due_on": "tomorrow"},
        {"kind": "rejected", "assignee": "nobody-we-know"},
        {"kind": "rejected", "title": "x" * 201},
        {"kind": "rejected", "note": "a\x00b"},
    ],
)
def test_what_is_given_wrongly_is_one_sentence_and_no_item(store, rejected, owner, values):
    rejected(1)

    with pytest.raises(BadInput) as refused:
        take(store, owner, **values)

    assert str(refused.value).endswith(".")
    assert not WorkItem.objects.exists()


def test_only_who_may_see_the_store_can_be_given_its_work(store, member, taken_on):
    item, _ = taken_on
    stranger, colleague = member("owner", of_store=False), member("operations")
    member("owner", is_active=False)

    assert colleague in members_of(store)
    with pytest.raises(BadInput):
        change(item, {"assignee": stranger.username}, by=colleague, at=LATER)
    change(item, {"assignee": colleague.username}, by=colleague, at=LATER)

    assert item.assignee == colleague


def test_what_people_did_and_said_is_kept_in_order(taken_on, member):
    item, _ = taken_on
    by = member("operations")

    change(item, {"assignee": by.username, "due_on": "2026-03-20"}, by=by, at=LATER)
    change(item, {"comment": "Asked the supplier."}, by=by, at=LATER)
    change(item, {"closed": True}, by=by, at=LATER)

    assert [event.text for event in item.events.order_by("pk")][1:] == [
        f"Given to {by.username}. Due on 20 March 2026.",
        "Asked the supplier.",
        f"Closed by {by.username}.",
    ]


def test_lists_of_work_are_mine_the_teams_overdue_and_closed(taken_on, store, owner, member):
    item, _ = taken_on
    change(item, {"assignee": owner.username, "due_on": "2026-03-14"}, by=owner, at=NOON)

    def listed(which, user=owner, at=LATER):
        items = WorkItem.objects.filter(store=store)
        return list(narrowed(items, which, user=user, today=at.date()))

    assert listed("mine") == listed("team") == listed("overdue") == [item]
    assert listed("overdue", at=NOON) == []
    assert listed("mine", user=member("owner")) == listed("closed") == []


def test_an_item_of_a_store_one_may_not_see_is_absent(taken_on, member):
    item, _ = taken_on
    for stranger in (member("owner", of_store=False), member(None), UserFactory()):
        with pytest.raises(Http404):
            visible_item(stranger, "harbour-home", item.pk)
    assert list(WorkItem.objects.visible_to(member("owner"))) == [item]
    assert not WorkItem.objects.visible_to(member(None)).exists()


def test_work_that_a_clock_ahead_began_can_be_closed(store, owner, rejected):
    rejected(1)
    group = {"kind": "rejected", "reason": "category_audit_fail"}
    item = take_on(store, group, by=owner, at=NOON + timedelta(hours=1))

    change(item, {"closed": True}, by=owner, at=NOON)

    assert item.closed_at == item.created_at


def test_a_comment_leaves_what_somebody_else_changed_meanwhile(store, owner, rejected):
    rejected(1)
    item = take(store, owner, kind="rejected")
    seen_before = visible_item(owner, "harbour-home", item.pk)
    change(item, {"due_on": "2026-03-20", "note": "By the season."}, by=owner, at=NOON)

    change(seen_before, {"comment": "Half of them."}, by=owner, at=NOON)

    item.refresh_from_db()
    assert (str(item.due_on), item.note) == ("2026-03-20", "By the season.")
