"""What is told of an alert arrives: tried again, in order, once."""

import json
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core import mail

from cards.alerts.delivery import deliver, due
from cards.alerts.watch import look
from cards.alerts.webhook import SIGNATURE_HEADER, sign
from cards.models import AlertDelivery
from cards.tasks import deliver_alert
from tests.factories import SnapshotFactory
from tests.moments import NOON

MINUTE = timedelta(minutes=1)


def test_mail_says_what_happened_and_where_to_look(opened, member, settings):
    settings.PUBLIC_URL = "https://centre.example.com"
    member("owner", email="ada@example.com")
    delivery = opened()

    deliver(delivery.pk, at=NOON)

    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (
        ["ada@example.com"],
        "Opened: Total Listings, Harbour Home",
    )
    assert "It is 4,820, above 4,800." in sent.body
    assert "Total Listings of Harbour Home when it is more than 4,800." in sent.body
    assert "https://centre.example.com/stores/harbour-home/cards/aex_total_listings/" in sent.body


def test_a_webhook_gets_the_event_signed(opened, hook, httpserver):
    httpserver.expect_request("/alerts", query_string="key=1").respond_with_data("")
    delivery = opened()

    deliver(delivery.pk, at=NOON)

    [(request, _)] = httpserver.log
    body = json.loads(request.data)
    assert (body["kind"], body["card"], body["value"]) == ("opened", "aex_total_listings", 4820)
    moment = str(int(NOON.timestamp()))
    expected = sign(request.data, secret="between-us", moment=moment)
    assert request.headers[SIGNATURE_HEADER] == f"t={moment},v1={expected}"
    delivery.refresh_from_db()
    assert (delivery.delivered_at, delivery.next_attempt_at) == (NOON, None)


def test_one_that_does_not_take_it_is_tried_again_ever_more_slowly(opened, hook, httpserver):
    httpserver.expect_request("/alerts").respond_with_data("", status=503)
    delivery = opened()
    waits = []

    at = NOON
    for _ in range(3):
        deliver(delivery.pk, at=at)
        delivery.refresh_from_db()
        waits.append(delivery.next_attempt_at - at)
        at = delivery.next_attempt_at

    assert waits == [MINUTE, 2 * MINUTE, 4 * MINUTE]
    assert delivery.error == "The receiver answered with HTTP 503."


def test_after_eight_attempts_it_is_given_up_and_says_so(opened, hook, httpserver):
    httpserver.expect_request("/alerts").respond_with_data("", status=500)
    delivery = opened()
    AlertDelivery.objects.update(attempts=7)

    deliver(delivery.pk, at=NOON)

    delivery.refresh_from_db()
    assert delivery.next_attempt_at is None
    assert "Given up after 8 attempts" in delivery.error


def test_one_that_is_never_silent_and_never_done_is_given_so_long(opened, hook, monkeypatch):
    def dripping(*_, **__):
        raise SoftTimeLimitExceeded  # as a worker says it, in the midst of the call

    monkeypatch.setattr("cards.alerts.delivery.send", dripping)
    delivery = opened()

    deliver_alert(delivery_id=delivery.pk)  # at the moment it is now, long after NOON

    delivery.refresh_from_db()
    assert delivery.error == "The receiver was not done after 30 seconds."
    assert delivery.next_attempt_at
    assert deliver_alert.soft_time_limit == 30


def test_a_name_of_two_lines_is_a_subject_of_one(opened, member, store):
    store.name = "Harbour\nHome"
    store.save()
    member("owner", email="ada@example.com")

    deliver(opened().pk, at=NOON)

    assert mail.outbox[0].subject == "Opened: Total Listings, Harbour Home"


def test_what_cannot_even_be_written_is_given_up_and_not_tried_for_ever(opened, member):
    member("owner", email="ada\n@example.com")
    delivery = opened()
    AlertDelivery.objects.update(attempts=7)

    with pytest.raises(ValueError, match="newline"):
        deliver(delivery.pk, at=NOON)

    delivery.refresh_from_db()
    assert delivery.next_attempt_at is None
    assert "Given up after 8 attempts" in delivery.error


def test_two_workers_at_once_send_it_once(opened, hook, httpserver):
    httpserver.expect_request("/alerts").respond_with_data("")
    delivery = opened()

    deliver(delivery.pk, at=NOON)
    deliver(delivery.pk, at=NOON)

    assert len(httpserver.log) == 1


def test_only_what_is_due_is_sent(opened, hook):
    delivery = opened()
    AlertDelivery.objects.update(next_attempt_at=NOON + MINUTE)

    assert due(at=NOON) == []
    assert due(at=NOON + MINUTE) == [delivery.pk]


@pytest.fixture
def closed(opened, store):
    """Closes the alert a minute after it opened."""

    def close_it():
        first = opened()
        SnapshotFactory(store=store, as_of=NOON + MINUTE, active_count=4000)
        look(at=NOON + MINUTE)
        return first, AlertDelivery.objects.latest("id")

    return close_it


def test_closed_waits_until_opened_has_arrived(closed, hook, httpserver):
    httpserver.expect_oneshot_request("/alerts").respond_with_data("", status=503)
    httpserver.expect_request("/alerts").respond_with_data("")
    opened, closed = closed()
    deliver(opened.pk, at=NOON)

    deliver(closed.pk, at=NOON + MINUTE)

    assert due(at=NOON + MINUTE) == [opened.pk]
    deliver(opened.pk, at=NOON + MINUTE)
    assert due(at=NOON + MINUTE) == [closed.pk]
    deliver(closed.pk, at=NOON + MINUTE)
    kinds = [json.loads(request.data)["kind"] for request, _ in httpserver.log]
    assert kinds == ["opened", "opened", "closed"]


def test_opened_again_waits_until_closed_has_arrived(closed, hook, store):
    opened, closed = closed()
    AlertDelivery.objects.filter(pk=opened.pk).update(next_attempt_at=None)
    SnapshotFactory(store=store, as_of=NOON + 2 * MINUTE)
    look(at=NOON + 2 * MINUTE)

    assert due(at=NOON + 2 * MINUTE) == [closed.pk]


def test_a_receiver_that_is_down_keeps_no_other_waiting(snapshot, trigger, hook, member):
    member("owner", email="ada@example.com")
    trigger("above 4,800")
    look(at=NOON)
    SnapshotFactory(store=hook.store, as_of=NOON + MINUTE, active_count=4000)
    look(at=NOON + MINUTE)
    AlertDelivery.objects.exclude(email="").filter(event__kind="opened").update(
        next_attempt_at=None, delivered_at=NOON
    )

    ready = AlertDelivery.objects.filter(pk__in=due(at=NOON + MINUTE))

    told = {(delivery.event.kind, delivery.email) for delivery in ready}
    assert told == {("closed", "ada@example.com"), ("opened", "")}


def test_after_opened_was_given_up_closed_is_still_told(closed, hook, httpserver):
    httpserver.expect_request("/alerts").respond_with_data("", status=503)
    opened, closed = closed()
    AlertDelivery.objects.filter(pk=opened.pk).update(attempts=7)
    deliver(opened.pk, at=NOON)

    assert due(at=NOON + MINUTE) == [closed.pk]


@pytest.mark.parametrize("backend", ["console", "dummy"])
def test_mail_that_goes_to_nobody_is_not_delivered(opened, member, settings, backend):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    member("owner", email="ada@example.com")
    delivery = opened()

    deliver(delivery.pk, at=NOON)

    delivery.refresh_from_db()
    assert (delivery.delivered_at, delivery.next_attempt_at) == (None, None)
    assert "EMAIL_URL" in delivery.error


def test_mail_the_server_did_not_take_is_tried_again(opened, member, monkeypatch):
    monkeypatch.setattr("cards.alerts.delivery.send_mail", lambda **_: 0)
    member("owner", email="ada@example.com")
    delivery = opened()

    deliver(delivery.pk, at=NOON)

    delivery.refresh_from_db()
    assert (delivery.delivered_at, delivery.next_attempt_at) == (None, NOON + MINUTE)


@pytest.mark.parametrize(("attempts", "wait"), [(0, 0), (1, 2), (4, 8), (7, 64)])
def test_what_a_clock_ahead_has_put_off_is_sent_now(opened, member, attempts, wait):
    member("owner", email="ada@example.com")
    delivery = opened()
    put_off = AlertDelivery.objects.filter(pk=delivery.pk)

    put_off.update(attempts=attempts, next_attempt_at=NOON + (wait + 60) * MINUTE)
    assert due(at=NOON) == [delivery.pk]
    if attempts:
        put_off.update(next_attempt_at=NOON + wait * MINUTE)
        assert due(at=NOON) == []
