"""Whoever is given work is told, and reads on the mornings after what is in hand."""

from datetime import timedelta

import pytest
from django.core import mail

from cards.models import WorkMail
from cards.work.items import change, take_on
from cards.work.mails import deliver, due, queue_morning_notes
from tests.factories import ListingFactory, StoreFactory
from tests.moments import NOON

MORNING = NOON + timedelta(hours=3)  # eight o'clock in Los Angeles


@pytest.fixture
def colleague(member):
    return member("operations", email="wei@example.com", username="wei")


def send(at=NOON):
    for one in due(at=at):
        deliver(one, at=at)
    return mail.outbox


def test_the_assignee_is_mailed_once(taken_on, owner, colleague):
    item, _ = taken_on
    change(item, {"assignee": "wei", "note": "Start with lamps."}, by=owner, at=NOON)

    [sent] = send()
    send()

    assert sent.to == ["wei@example.com"]
    assert sent.subject == "Work for you: Rejected: in the wrong category, Harbour Home"
    assert "3 listings." in sent.body
    assert "Choose the category AliExpress suggests" in sent.body
    assert "Note: Start with lamps." in sent.body
    assert f"/stores/harbour-home/work/{item.pk}/" in sent.body
    assert len(mail.outbox) == 1


def test_nobody_is_mailed_of_what_they_took_themselves(taken_on, colleague):
    item, _ = taken_on
    change(item, {"assignee": "wei"}, by=colleague, at=NOON)

    assert send() == []


def test_who_may_no_longer_see_the_store_is_not_told(taken_on, owner, colleague):
    item, _ = taken_on
    change(item, {"assignee": "wei"}, by=owner, at=NOON)
    colleague.memberships.all().delete()

    assert send() == []
    assert "no longer" in WorkMail.objects.get().error


def test_a_morning_note_tells_what_is_in_hand_once_a_day(taken_on, store, owner, colleague):
    item, _ = taken_on
    change(item, {"assignee": "wei", "due_on": "2026-03-14"}, by=colleague, at=NOON)
    at = MORNING + timedelta(days=1)

    queue_morning_notes(at=at)
    queue_morning_notes(at=at)

    [sent] = send(at)
    assert sent.subject == "Your work today: 1 in hand, 1 overdue"
    assert "Overdue. Rejected: in the wrong category (Harbour Home), due on 14 March 2026." in (
        sent.body
    )
    assert "3 still there." in sent.body


def test_there_is_no_note_before_morning_nor_of_nothing_in_hand(taken_on, owner, colleague):
    item, _ = taken_on
    item.store.time_zone = "UTC"
    item.store.save()
    six = NOON - timedelta(hours=6)
    queue_morning_notes(at=six)
    change(item, {"assignee": "wei"}, by=colleague, at=six)
    queue_morning_notes(at=six)
    assert not WorkMail.objects.exists()

    queue_morning_notes(at=NOON)
    change(item, {"closed": True}, by=colleague, at=NOON)

    assert send() == []


def test_a_mail_server_that_is_away_is_tried_again(taken_on, owner, colleague, monkeypatch):
    item, _ = taken_on
    change(item, {"assignee": "wei"}, by=owner, at=NOON)

    def away(*args, **kwargs):
        raise OSError("Connection refused")

    monkeypatch.setattr("cards.work.mails.send_mail", away)
    send()

    waiting = WorkMail.objects.get()
    assert waiting.next_attempt_at == NOON + timedelta(minutes=1)
    monkeypatch.undo()
    assert len(send(NOON + timedelta(minutes=1))) == 1


def test_a_note_names_work_of_each_store_of_the_reader_alone(owner, colleague, store, snapshot):
    other = StoreFactory(slug="quay", name="Quay")
    for one in (store, other):
        ListingFactory(store=one, state="expired")
    other.memberships.create(user=owner)
    other.memberships.create(user=colleague)
    for one in (store, other):
        take_on(one, {"kind": "expired", "assignee": "wei"}, by=colleague, at=NOON)
    other.memberships.filter(user=colleague).delete()
    queue_morning_notes(at=MORNING)

    [sent] = send(MORNING)

    assert "Harbour Home" in sent.body
    assert "Quay" not in sent.body


def test_a_mail_that_a_clock_ahead_has_put_off_is_sent_now(taken_on, owner, colleague):
    item, _ = taken_on
    change(item, {"assignee": "wei"}, by=owner, at=NOON + timedelta(days=1))

    assert len(send(at=NOON)) == 1
