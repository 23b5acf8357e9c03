"""What day it is for a reader: by their own clock, as their browser says it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from cards.models import ReaderZone
from cards.reader_zone import keep_zone, next_morning, today_of, zone_called
from cards.work.items import change, take_on
from cards.work.mails import deliver, due, queue_morning_notes
from tests.factories import ListingFactory

# In Shanghai it is the fifteenth already, in Los Angeles still the fourteenth.
EVENING = datetime(2026, 3, 14, 23, 30, tzinfo=UTC)
WORK = "/stores/harbour-home/work/"


@pytest.fixture
def due_on_the_fourteenth(store, snapshot, owner):
    ListingFactory(store=store, state="rejected", status="editingRequired")
    return take_on(
        store,
        {"kind": "rejected", "due_on": "2026-03-14", "assignee": owner.username},
        by=owner,
        at=EVENING,
    )


def overdue(browser):
    return len(browser.get(f"{WORK}?list=overdue").context["items"])


def test_the_day_is_the_readers_and_before_it_is_known_the_stores(owner):
    assert today_of(owner, at=EVENING, otherwise="America/Los_Angeles") == date(2026, 3, 14)

    keep_zone(owner, "Asia/Shanghai")

    assert today_of(owner, at=EVENING, otherwise="America/Los_Angeles") == date(2026, 3, 15)


def test_work_is_overdue_once_the_readers_day_is_over(
    due_on_the_fourteenth, owner, as_user, with_key, time_machine
):
    time_machine.move_to(EVENING, tick=False)
    browser, app = as_user(owner), with_key(owner)
    assert overdue(browser) == 0

    keep_zone(owner, "Asia/Shanghai")

    assert overdue(browser) == 1
    told = app.get(f"/api/v1{WORK}?list=overdue").json()["results"]
    assert [one["id"] for one in told] == [due_on_the_fourteenth.pk]


def test_a_browser_says_the_zone_once_and_it_is_kept(owner, snapshot, as_user):
    browser = as_user(owner)
    browser.cookies["zone"] = "Asia%2FShanghai"
    browser.get("/")
    assert ReaderZone.objects.get(user=owner).name == "Asia/Shanghai"

    ReaderZone.objects.all().delete()
    browser.get("/")
    assert not ReaderZone.objects.exists()  # the session knows that it is kept

    browser.cookies["zone"] = "Europe%2FBerlin"
    browser.get("/")
    assert ReaderZone.objects.get(user=owner).name == "Europe/Berlin"


@pytest.mark.parametrize("name", ["", "x" * 5000, "../../etc/passwd", "America", "Mars/Olympus"])
def test_what_is_no_zone_is_kept_nowhere(name, owner, snapshot, as_user):
    browser = as_user(owner)
    browser.cookies["zone"] = name

    assert browser.get("/").status_code == 200
    assert not ReaderZone.objects.exists()
    assert zone_called(name) is None


def test_a_morning_keeps_its_hour_where_clocks_are_turned():
    berlin = ZoneInfo("Europe/Berlin")
    saturday = datetime(2026, 3, 28, 12, tzinfo=UTC)

    assert next_morning(berlin, at=saturday) == datetime(2026, 3, 29, 5, tzinfo=UTC)


def test_the_morning_note_of_work_goes_out_in_the_assignees_morning(
    due_on_the_fourteenth, member, owner
):
    wei = member("operations", email="wei@example.com", username="wei")
    keep_zone(wei, "Asia/Shanghai")
    change(due_on_the_fourteenth, {"assignee": "wei"}, by=wei, at=EVENING)

    queue_morning_notes(at=EVENING)
    for one in due(at=EVENING):
        deliver(one, at=EVENING)

    assert [sent.subject for sent in mail.outbox] == ["Your work today: 1 in hand, 1 overdue"]
