"""Listings are taken on, commented, closed and opened again on the pages of work."""

import time_machine

from cards.models import WorkItem
from cards.work.items import take_on
from tests.cards.pages.listing_rows import rejected, text_of
from tests.cards.pages.workbench import GROUP, WORK
from tests.moments import NOON


def test_a_group_is_taken_on_from_its_page(person, store, owner):
    rejected(store, 3)
    form = text_of(person.get(f"{WORK}new/?kind=rejected&reason=category_audit_fail"))
    assert "Take on 3 listings" in form

    answer = person.post(
        f"{WORK}new/",
        {
            "kind": "rejected",
            "reason": "category_audit_fail",
            "assignee": owner.username,
            "due_on": "2026-03-20",
        },
    )

    item = WorkItem.objects.get()
    assert answer["Location"] == f"{WORK}{item.pk}/"
    page = text_of(person.get(answer["Location"]))
    assert "3 of 3 left." in page
    assert "due on 20 March 2026" in page
    assert "Still there" in page


def test_ticked_rows_alone_are_taken_on(person, store):
    first, *_ = rejected(store, 3)
    ticked = {"take": "ticked", "kind": "rejected", "listing": first.product_id}

    assert "Take on 1 listing<" in text_of(person.get(f"{WORK}new/", ticked))
    person.post(f"{WORK}new/", ticked)

    assert WorkItem.objects.get().rows.count() == 1


def test_nothing_ticked_is_said_and_not_taken_for_the_whole_group(person, store):
    rejected(store, 3)
    ticked = {"take": "ticked", "kind": "rejected", "reason": "category_audit_fail"}

    answer = person.get(f"{WORK}new/", ticked)

    assert answer.status_code == 400
    text = " ".join(answer.content.decode().split())
    assert "Tick the listings to take on first." in text
    assert f'<a href="{GROUP}">Back to the listings</a>' in text
    # A form here would take on the whole group: the choice is not among what it sends.
    assert '<form class="entry' not in text


def test_where_nothing_was_ticked_in_a_list_the_way_leads_back_to_listings(person, store):
    text = person.get(f"{WORK}new/", {"take": "ticked"}).content.decode()

    assert '<a href="/stores/harbour-home/listings/">Back to the listings</a>' in text
    assert '<form class="entry' not in text


def test_what_was_ticked_and_moved_on_meanwhile_is_not_taken_for_the_whole_group(person, store):
    rejected(store, 2)

    answer = person.post(f"{WORK}new/", {"kind": "rejected", "listing": "404"})

    assert answer.status_code == 400
    assert '<form class="entry' not in answer.content.decode()
    assert not WorkItem.objects.exists()


def test_a_wrong_day_leaves_what_was_written(person, store, owner):
    rejected(store, 1)

    answer = person.post(
        f"{WORK}new/", {"kind": "rejected", "due_on": "soon", "note": "Lamps first."}
    )

    text = answer.content.decode()
    assert answer.status_code == 400
    assert "Due on must be a day such as 2026-03-14" in text
    assert "Lamps first." in text


def test_a_comment_is_kept_and_a_colleague_reads_it(person, store, owner, member, as_user):
    rejected(store, 1)
    item = take_on(store, {"kind": "rejected"}, by=owner, at=NOON)

    person.post(f"{WORK}{item.pk}/change/", {"comment": "Asked the <b>supplier</b>."})

    text = text_of(as_user(member("operations")).get(f"{WORK}{item.pk}/"))
    assert "Asked the &lt;b&gt;supplier&lt;/b&gt;." in text


def test_an_item_is_closed_and_opened_by_hand(person, store, owner):
    rejected(store, 1)
    item = take_on(store, {"kind": "rejected"}, by=owner, at=NOON)

    person.post(f"{WORK}{item.pk}/change/", {"closed": "true"})
    assert "Closed" in text_of(person.get(f"{WORK}?list=closed"))
    person.post(f"{WORK}{item.pk}/change/", {"closed": "false"})

    item.refresh_from_db()
    assert item.closed_at is None


def test_the_file_of_an_item_has_the_editor_and_what_is_wanted(person, store, owner):
    [listing] = rejected(store, 1, subject="=1+1")
    item = take_on(store, {"kind": "rejected"}, by=owner, at=NOON)

    file = b"".join(person.get(f"{WORK}{item.pk}.csv").streaming_content).decode()

    head, row = file.splitlines()
    assert head.lstrip("\ufeff").startswith("product_id,outcome,days,reason")
    assert row.startswith(f"{listing.product_id},Still there,,category_audit_fail,")
    assert f"productId={listing.product_id}" in row
    assert "'=1+1" in row


def test_what_nobody_has_in_hand_is_taken_on_in_one_click(person, store, owner):
    listings = rejected(store, 5)
    chosen = {"kind": "rejected", "listings": [one.product_id for one in listings[:2]]}
    take_on(store, chosen, by=owner, at=NOON)

    text = text_of(person.get(WORK))
    form = text_of(person.get(f"{WORK}new/?kind=rejected&reason=category_audit_fail&in_hand=no"))
    asked = {"kind": "rejected", "reason": "category_audit_fail", "in_hand": "no"}
    person.post(f"{WORK}new/", asked)

    assert "or the 3 nobody has" in text
    assert "Take on 3 listings" in form
    assert 'name="in_hand" value="no"' in form
    assert WorkItem.objects.latest("pk").rows.count() == 3
    assert "Only the" not in text_of(person.get(GROUP))
    assert person.get(f"{GROUP}&in_hand=perhaps").status_code == 400


def test_work_of_somebody_who_was_switched_off_says_so_and_stays_theirs_until_it_is_given_on(
    person, store, member
):
    wei = member("owner", username="wei")
    rejected(store, 1)
    item = take_on(store, {"kind": "rejected", "assignee": "wei"}, by=wei, at=NOON)
    wei.is_active = False
    wei.save()

    page = text_of(person.get(f"{WORK}{item.pk}/"))
    assert "no longer works here" in page
    assert "no longer works here" in text_of(person.get(f"{WORK}?list=team"))
    assert "<option selected>wei</option>" in page

    was = {"was_assignee": "wei", "was_due_on": "", "was_note": ""}
    sent = {**was, "assignee": "wei", "due_on": "", "note": "Lamps first."}
    assert person.post(f"{WORK}{item.pk}/change/", sent).status_code == 302
    item.refresh_from_db()
    assert (item.assignee, item.note) == (wei, "Lamps first.")


def test_the_form_of_a_group_of_which_some_is_in_hand_leads_to_the_rest_alone(person, store, owner):
    listings = rejected(store, 5)
    chosen = {"kind": "rejected", "listings": [one.product_id for one in listings[:2]]}
    take_on(store, chosen, by=owner, at=NOON)

    whole = text_of(person.get(f"{WORK}new/?kind=rejected&reason=category_audit_fail"))
    ticked = {"kind": "rejected", "listing": [one.product_id for one in listings[:3]]}
    some = text_of(person.get(f"{WORK}new/", ticked))

    rest = f"{WORK}new/?reason=category_audit_fail&amp;kind=rejected&amp;in_hand=no"
    assert f'2 are in hand already. <a href="{rest}"> Take on only the 3 nobody has</a>' in whole
    assert "2 are in hand already. </p>" in some


@time_machine.travel(NOON, tick=False)
def test_what_is_due_today_says_so_in_the_list_and_on_its_page(person, store, owner):
    rejected(store, 1)
    values = {"kind": "rejected", "assignee": owner.username, "due_on": "2026-03-14"}
    item = take_on(store, values, by=owner, at=NOON)

    assert 'data-label="Due"> today </td>' in text_of(person.get(WORK))
    assert "due today." in text_of(person.get(f"{WORK}{item.pk}/"))
