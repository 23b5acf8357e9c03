"""The owner's note: three lines, when something moved, once a week in any case, ended by a link."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cards.models import OwnersNote
from cards.owners_note import note
from cards.owners_note.sending import send_due
from cards.owners_note.store_lines import lines_of
from cards.owners_note.subscription import choose, next_note, token_to_end
from cards.reader_zone import keep_zone
from tests.cards.store_past import lived
from tests.factories import MembershipFactory, SnapshotFactory, StoreFactory, UserFactory
from tests.moments import NOON

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def ada(member):
    return member("owner", email="ada@example.com")


def full(moved, *, of=20):
    """A store's life: so many of its auditing listings became active, and one more appeared."""
    before = dict.fromkeys(range(1, of + 1), "auditing")
    after = {number: "active" if number <= moved else "auditing" for number in before}
    return [before, after | {of + 1: "auditing"}]


@pytest.fixture
def moved(store):
    """At noon twenty listings in auditing; an hour later eight of them active, one appeared."""
    lived(store, full(8))
    return store


def test_the_number_its_exact_movement_and_what_moved_it(moved):
    found = lines_of(moved, since=NOON, until=NOON + 10 * HOUR)

    assert found is not None
    assert found.number == (
        "Harbour Home: 21 listings = 20 + 1 that appeared \u2212 0 that vanished; 8 active (+8)."
    )
    assert found.movement == "8 went from in auditing to active; 1 appeared, in auditing."
    assert found.is_material


def test_a_day_of_little_is_not_material(store):
    lived(store, full(3))

    found = lines_of(store, since=NOON, until=NOON + 10 * HOUR)

    assert found is not None
    assert not found.is_material


def subscribed(user, every="daily", *, at=NOON):
    choose(user, every, at=at)
    return OwnersNote.objects.get(user=user)


def test_it_is_mailed_once_in_the_morning_after_something_moved(ada, moved):
    row = subscribed(ada)
    assert send_due(at=NOON + HOUR) == 0

    assert send_due(at=row.next_at) == 1
    assert send_due(at=row.next_at) == 0

    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["ada@example.com"], "What moved: Harbour Home")
    assert len(sent.body.split("\n\n--\n")[0].splitlines()) == 3


def test_the_third_line_is_the_first_sentence_of_today(ada, store):
    lived(store, [{1: "active"}, dict.fromkeys(range(1, 10), "rejected")])
    subscribed(ada)

    send_due(at=NOON + DAY)

    third = mail.outbox[0].body.splitlines()[2]
    assert third.startswith("To do: ")
    assert "of Harbour Home" in third
    assert "/stores/harbour-home/" in third


def test_none_on_a_quiet_day_and_one_a_week_that_says_so(ada, snapshot):
    subscribed(ada)

    sent = [send_due(at=NOON + day * DAY) for day in range(1, 10)]

    assert sum(sent) == 1
    assert mail.outbox[0].subject == "Nothing material moved"
    assert "Nothing material moved since the last note." in mail.outbox[0].body


def test_the_weekly_one_comes_on_its_first_monday_however_soon_and_quiet_that_is(ada, snapshot):
    row = subscribed(ada, "weekly")
    assert row.next_at - NOON < 6 * DAY

    assert send_due(at=row.next_at) == 1
    assert mail.outbox[0].subject == "Nothing material moved"


def test_a_store_that_was_not_read_is_not_called_quiet(ada, moved):
    other = StoreFactory(name="Quay Lights")
    MembershipFactory(store=other, user=ada)
    SnapshotFactory(store=other, as_of=NOON - 2 * DAY)
    subscribed(ada)

    send_due(at=NOON + DAY)

    body = mail.outbox[0].body
    assert "Quay Lights was last read on 12 March 2026, and not since." in body
    assert "nothing material moved" not in body


def test_of_a_store_that_was_not_read_it_is_not_said_that_nothing_changed(ada, snapshot):
    subscribed(ada)

    send_due(at=NOON + 8 * DAY)

    body = mail.outbox[0].body
    assert "Harbour Home was last read on 14 March 2026, and not since." in body
    assert "No listing changed its state." not in body


def test_little_by_little_is_told_once_it_is_material(ada, store):
    subscribed(ada)
    lived(store, [*full(3), dict.fromkeys(range(1, 22), "active")])

    assert send_due(at=NOON + DAY) == 1


def test_of_more_stores_than_are_named_those_that_moved_are_told_first(ada, moved, monkeypatch):
    monkeypatch.setattr(note, "MOST_STORES", 1)
    for name in ("Attic", "Zinc Works"):
        other = StoreFactory(name=name)
        MembershipFactory(store=other, user=ada)
        lived(other, full(8 if name == "Zinc Works" else 0))
    subscribed(ada)

    send_due(at=NOON + DAY)

    body = mail.outbox[0].body
    assert "Harbour Home: 21 listings" in body
    assert "In 1 more store of yours something moved too." in body
    assert "In 1 more store of yours nothing material moved." in body


def test_what_a_note_told_is_not_told_again(ada, moved):
    subscribed(ada)
    send_due(at=NOON + DAY)

    assert send_due(at=NOON + 2 * DAY) == 0


def test_nobody_is_told_of_a_store_or_a_card_they_do_not_see(ada, moved):
    hidden = StoreFactory(name="Quay Lights")
    SnapshotFactory(store=hidden)
    bob = MembershipFactory(store=moved, user=UserFactory(email="bob@example.com")).user
    for user in (ada, bob):
        subscribed(user)

    send_due(at=NOON + DAY)

    assert [sent.to for sent in mail.outbox] == [["ada@example.com"]]
    assert "Quay Lights" not in mail.outbox[0].body


def test_a_mail_server_that_is_away_is_tried_again_within_the_hour(ada, moved, monkeypatch):
    subscribed(ada)

    def away(*_, **__):
        raise OSError

    monkeypatch.setattr("cards.owners_note.sending.EmailMessage.send", away)
    assert send_due(at=NOON + DAY) == 0
    monkeypatch.undo()

    assert send_due(at=NOON + DAY + HOUR) == 1


def test_it_ends_by_its_link_without_signing_in(ada, moved, settings):
    settings.PUBLIC_URL = "https://centre.example.com"
    subscribed(ada)
    send_due(at=NOON + DAY)
    [sent] = mail.outbox
    path = reverse("end_note", args=[token_to_end(ada.pk)])
    assert path in sent.body
    assert path in sent.message()["List-Unsubscribe"]

    browser = Client(enforce_csrf_checks=True)
    assert browser.get(path).status_code == 200
    assert OwnersNote.objects.exists()
    assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert not OwnersNote.objects.exists()


@pytest.mark.parametrize("token", ["x", "MQ:1abc:AAAA", "\u00e9"])
def test_a_link_nobody_signed_ends_nothing(db, token):
    assert Client().post(reverse("end_note", args=[token])).status_code == 404


def test_it_is_chosen_on_ones_account(ada, as_user):
    browser = as_user(ada)
    browser.post(reverse("choose_note"), {"every": "weekly"})
    assert '"weekly" selected' in browser.get(reverse("account")).content.decode()

    browser.post(reverse("choose_note"), {"every": ""})
    assert not OwnersNote.objects.exists()
    assert browser.post(reverse("choose_note"), {"every": "hourly"}).status_code == 400


@pytest.mark.parametrize(
    ("every", "zone", "day", "hour"),
    [
        ("daily", "", 14, 14),  # seven in Los Angeles, where the store is
        ("daily", "Europe/Berlin", 15, 6),
        ("daily", "Asia/Shanghai", 14, 23),
        ("weekly", "Asia/Shanghai", 15, 23),  # their Monday begins on our Sunday
        ("weekly", "Europe/Berlin", 16, 6),
    ],
)
def test_it_comes_in_the_readers_morning_and_weekly_on_mondays(ada, every, zone, day, hour):
    if zone:
        keep_zone(ada, zone)

    assert next_note(ada, every, at=NOON) == NOON.replace(day=day, hour=hour)


def test_the_account_says_when_it_comes_by_the_readers_clock(ada, as_user):
    keep_zone(ada, "Europe/Berlin")

    assert "(07:00, Europe/Berlin)" in as_user(ada).get(reverse("account")).content.decode()


def test_a_note_that_a_clock_far_ahead_has_put_off_is_looked_at_now(moved, ada):
    choose(ada, "daily", at=NOON + 30 * DAY)

    send_due(at=NOON + 10 * HOUR)

    row = OwnersNote.objects.get()
    assert row.next_at < NOON + 3 * DAY
