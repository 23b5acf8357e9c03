"""The workbench among several people: what others have in hand, changed or kept by name."""

import time_machine

from aliexpress.models import FactName
from cards.work.items import change, take_on
from cards.work.saved_views import keep_view
from tests.cards.pages.listing_rows import rejected, text_of
from tests.cards.pages.workbench import GROUP, WORK
from tests.factories import ListingDetailFactory
from tests.moments import NOON


def test_what_is_in_hand_already_is_said_before_it_is_taken_on_again(person, store, owner):
    rejected(store, 5)
    form = f"{WORK}new/?kind=rejected&reason=category_audit_fail"
    assert "in hand already" not in text_of(person.get(form))
    take_on(store, {"kind": "rejected"}, by=owner, at=NOON)

    assert "5 are in hand already." in text_of(person.get(form))


def test_what_a_group_is_narrowed_by_is_called_by_its_name(person, store):
    [listing] = rejected(store, 1)
    ListingDetailFactory(listing=listing, category_id=5)
    FactName.objects.create(store=store, kind="category", value="5", name="Curtains")

    assert "category Curtains" in text_of(person.get(f"{GROUP}&category=5"))


def test_of_two_who_change_an_item_at_once_neither_undoes_the_other(person, store, owner):
    rejected(store, 1)
    item = take_on(store, {"kind": "rejected", "note": "Lamps first."}, by=owner, at=NOON)
    shown = {"was_assignee": "", "was_due_on": "", "was_note": "Lamps first."}
    change(item, {"note": "Rugs first."}, by=owner, at=NOON)

    sent = {"assignee": owner.username, "due_on": "", "note": "Lamps first."}
    person.post(f"{WORK}{item.pk}/change/", sent | shown)

    item.refresh_from_db()
    assert (item.note, item.assignee) == ("Rugs first.", owner)


def test_lists_kept_by_name_stand_on_the_workbench(person, store, owner):
    values = {"name": "Old ones", "query": {"state": "rejected"}}
    keep_view(store, values, by=owner, at=NOON)

    assert '?state=rejected">Old ones</a>' in text_of(person.get(WORK))


def test_who_sees_no_store_is_told_so_where_work_stands(person, store):
    store.memberships.all().delete()

    text = text_of(person.get("/work/"))

    assert "No store is yours to see yet" in text
    assert "Work in hand" not in text


def test_a_day_that_is_over_is_not_offered_as_the_day_work_is_due(person, store):
    rejected(store, 1)

    with time_machine.travel(NOON, tick=False):
        assert 'min="2026-03-14"' in text_of(person.get(f"{WORK}new/?kind=rejected"))


def test_of_what_somebody_cleared_meanwhile_nothing_is_offered_to_be_taken_on(person):
    text = text_of(person.get(f"{WORK}new/?kind=rejected&reason=category_audit_fail"))

    assert "Nothing of it is left." in text
    assert "Who does it" not in text
