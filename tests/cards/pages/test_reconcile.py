"""The desk in a browser: enter, read why, refresh and count again, and find it later."""

import csv
import io

import pytest
import time_machine

from aliexpress.models import FactName, SyncRun
from cards.models import Card, Reconciliation
from tests.factories import MembershipFactory, SnapshotFactory, StoreFactory
from tests.moments import NOON
from tests.page_text import text_of

MINUS = "\u2212"
DESK = "/stores/harbour-home/reconcile/"
OBSERVED = {"observed_at": "2026-03-14T12:00"}


@pytest.fixture
def person(snapshot, owner, as_user):
    with time_machine.travel("2026-03-14T12:10:00Z", tick=False):
        yield as_user(owner)


def entered(person, number, **more):
    answer = person.post(DESK, {"entered": number, **OBSERVED, **more}, follow=True)
    assert answer.status_code == 200
    return answer


def test_an_active_only_view_is_recognised(person):
    text = text_of(entered(person, "4,310"))

    assert f"<b>Explained</b>: 4,310 {MINUS} 4,820 = {MINUS}510" in text
    assert "4,310 is Active only." in text
    assert "Clear all state filters" in text


def test_a_number_no_filter_shows_asks_first_which_tab_was_in_view(person, snapshot):
    SnapshotFactory(store=snapshot.store, previous=snapshot, as_of=NOON.replace(minute=5))

    text = text_of(entered(person, "3,777"))

    assert "unexplained" not in text
    assert "Which tab is in view in Seller Center?" in text
    assert '<input type="hidden" name="entered" value="3777">' in text
    assert '<input type="checkbox" name="states" value="rejected">' in text


def test_the_stores_categories_are_offered_by_name(person, snapshot):
    for value, name in (("1", "Curtains"), ("2", "Bedding")):
        FactName.objects.create(store=snapshot.store, kind="category", value=value, name=name)

    text = text_of(person.get(DESK))

    assert '<option value="Bedding"></option> <option value="Curtains"></option>' in text.replace(
        "</option><option", "</option> <option"
    )


def test_ticked_tabs_are_what_is_compared(person):
    text = text_of(entered(person, "120", states=["rejected"]))

    assert "<b>Agreed</b>" in text
    assert "tabs in view: Rejected" in text


def test_what_was_typed_stays_when_it_was_wrong(person):
    answer = person.post(DESK, {"entered": "lots", "note": "from the call", **OBSERVED})

    assert answer.status_code == 400
    text = text_of(answer)
    assert "must be the whole number Seller Center shows" in text
    assert "from the call" in text
    assert not Reconciliation.objects.exists()


def test_refresh_comes_back_to_the_same_desk_and_counts_again(person, store, snapshot):
    entered(person, "4830", observed_at="2026-03-14T12:05")
    record = Reconciliation.objects.get()
    address = f"/stores/harbour-home/reconciliations/{record.pk}/recount/"

    asked = person.post(address, {"refresh": "1"})
    run = SyncRun.objects.get(store=store)
    waiting = text_of(person.get(asked["Location"]))
    SyncRun.objects.filter(pk=run.pk).delete()
    SnapshotFactory(store=store, previous=snapshot, as_of=NOON.replace(minute=5), active_count=4320)
    answered = text_of(person.post(address, headers={"HX-Request": "true"}))

    assert "Reading the store; the answer follows here." in waiting
    assert "<b>Agreed</b>" in answered


def test_a_refresh_that_failed_is_told(person, store):
    entered(person, "4830", observed_at="2026-03-14T12:05")
    record = Reconciliation.objects.get()
    SyncRun.objects.create(
        store=store,
        trigger="manual",
        status="failed",
        requested_at=record.created_at,
        finished_at=record.created_at,
        error_kind="unavailable",
        error="AliExpress did not answer.",
    )

    text = text_of(person.get(f"/stores/harbour-home/reconciliations/{record.pk}/"))

    assert "AliExpress did not answer." in text


def test_records_are_listed_and_exported(person, owner):
    entered(person, "4310", note='=HYPERLINK("x")')

    listed = text_of(person.get(DESK))
    answer = person.get("/stores/harbour-home/reconciliations.csv")
    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    [row] = csv.DictReader(io.StringIO(text))

    assert f"by {owner.username}" in listed
    assert (row["entered"], row["computed"], row["verdict"]) == ("4310", "4820", "complete")
    assert row["note"].startswith("'=")


def test_a_note_is_written_later_and_a_long_one_refused(person):
    entered(person, "4000")
    record = Reconciliation.objects.get()
    address = f"/stores/harbour-home/reconciliations/{record.pk}/"

    kept = person.post(f"{address}note/", {"note": "A group filter was on"}, follow=True)
    refused = person.post(f"{address}note/", {"note": "x" * 2001})

    assert "A group filter was on</p>" in text_of(kept)
    assert refused.status_code == 400
    assert "Note must be text of at most 2,000" in text_of(refused)
    record.refresh_from_db()
    assert record.note == "A group filter was on"


def test_alternatives_are_said_to_be_alternatives(person, store, snapshot):
    SnapshotFactory(store=store, previous=snapshot, as_of=NOON.replace(minute=5), active_count=4360)

    text = text_of(entered(person, "4820", observed_at="2026-03-14T12:06"))

    assert "It could be any of 2; each by itself accounts for the whole" in text


def test_the_progress_of_the_refresh_is_shown_at_the_desk(person, store):
    entered(person, "4830", observed_at="2026-03-14T12:05")
    record = Reconciliation.objects.get()
    run = SyncRun.objects.create(store=store, trigger="manual", requested_at=record.created_at)
    run.status_reads.create(status="onSelling", declared_before=4310, listed=99)

    text = text_of(person.get(f"/stores/harbour-home/reconciliations/{record.pk}/"))

    assert "On selling 99 of 4,310" in text


@pytest.mark.parametrize("role", ["owner", "operations"])
@pytest.mark.parametrize(
    "address", [DESK, "/stores/harbour-home/reconciliations.csv", "/stores/harbour-home/flow/"]
)
def test_a_store_of_somebody_else_is_not_found(snapshot, member, as_user, role, address):
    assert as_user(member(role, of_store=False)).get(address).status_code == 404


def test_a_record_of_another_store_is_not_found(person, snapshot):
    other = SnapshotFactory(store__slug="other")
    record = Reconciliation.objects.create(
        store=other.store,
        created_at=NOON,
        entered=1,
        observed_at=NOON,
        snapshot=other,
        computed=1,
        difference=0,
        unexplained=0,
        status="agreed",
        counted_at=NOON,
    )

    for address in (f"reconciliations/{record.pk}/", f"reconciliations/{10**17}/"):
        assert person.get(f"/stores/harbour-home/{address}").status_code == 404


def test_operations_read_the_records_in_the_admin(person, member, as_user):
    entered(person, "4310")
    record = Reconciliation.objects.get()
    admin = as_user(member("operations"))
    hidden = as_user(member("operations", of_store=False))
    address = f"/admin/cards/reconciliation/{record.pk}/change/"

    assert "4,310 is Active only" in admin.get(address).content.decode()
    assert hidden.get(address).status_code == 404
    assert admin.get("/admin/cards/reconciliation/").status_code == 200
    assert admin.get("/admin/cards/reconciliation/add/").status_code == 403


def test_the_admin_filters_records_by_the_stores_one_may_see(person, member, as_user):
    operations = member("operations")
    entered(person, "4310")
    made = Reconciliation.objects.get()
    for name, is_mine in (("Lakeside", True), ("Theirs", False)):
        snapshot = SnapshotFactory(store=StoreFactory(name=name))
        if is_mine:
            MembershipFactory(user=operations, store=snapshot.store)
        made.pk, made.store, made.snapshot = None, snapshot.store, snapshot
        made.save()

    text = text_of(as_user(operations).get("/admin/cards/reconciliation/"))

    assert "?store__id__exact=" in text
    assert "Lakeside" in text
    assert "Theirs" not in text


def test_records_of_a_hidden_card_are_not_in_the_admin(person, member, as_user):
    entered(person, "4310")
    Card.objects.get(key="aex_total_listings").roles.clear()

    listed = as_user(member("operations")).get("/admin/cards/reconciliation/")

    assert "0 reconciliations" in text_of(listed)
