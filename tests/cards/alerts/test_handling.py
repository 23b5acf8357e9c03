"""Alerts on every screen: seen by who may see store and card, handled by operations."""

from datetime import timedelta

import pytest

from cards.alerts.watch import look
from cards.models import AlertEvent, Card
from cards.models.alert import MOST_UPDATES
from tests.moments import NOON
from tests.page_text import text_of

MINUTE = timedelta(minutes=1)


def test_an_owner_reads_what_fires_and_cannot_touch_it(alert, owner, as_user):
    browser = as_user(owner)

    text = text_of(browser.get("/alerts/"))

    assert "It is 4,820, above 4,800." in text
    assert "I have it in hand" not in text
    assert browser.post(f"/alerts/{alert.pk}/acknowledge/").status_code == 403


def test_a_number_that_changed_for_months_does_not_fill_the_page(alert, operations, as_user):
    AlertEvent.objects.bulk_create(
        AlertEvent(alert=alert, kind="updated", at=NOON + n * MINUTE, text=f"Change {n}.")
        for n in range(MOST_UPDATES + 7)
    )
    browser = as_user(operations)
    browser.post(f"/alerts/{alert.pk}/note/", {"text": "We know."})

    text = text_of(browser.get("/alerts/"))

    assert "the newest are listed; 7 earlier ones are kept" in text
    assert text.count("<b>Updated</b>") == MOST_UPDATES
    assert "Change 6." not in text
    assert "Change 7." in text
    assert "<b>Opened</b>" in text
    assert "We know." in text


def test_board_and_card_page_say_that_an_alert_is_open(alert, owner, as_user):
    browser = as_user(owner)

    assert "Alert open" in text_of(browser.get("/"))
    card = text_of(browser.get("/stores/harbour-home/cards/aex_total_listings/"))
    assert "Alert open</a>: It is 4,820, above 4,800." in card
    other = text_of(browser.get("/stores/harbour-home/cards/aex_active_listings/"))
    assert "Alert open" not in other


def test_operations_take_it_in_hand_once(alert, operations, as_user):
    browser = as_user(operations)

    browser.post(f"/alerts/{alert.pk}/acknowledge/")
    browser.post(f"/alerts/{alert.pk}/acknowledge/")

    alert.refresh_from_db()
    assert alert.acknowledged_by == operations
    assert alert.events.filter(kind=AlertEvent.Kind.ACKNOWLEDGED).count() == 1
    assert f"{operations.username} has it in hand" in text_of(browser.get("/alerts/"))


def test_a_note_is_kept_with_who_wrote_it(alert, operations, as_user):
    as_user(operations).post(f"/alerts/{alert.pk}/note/", {"text": "A feed ran twice"})

    noted = alert.events.get(kind=AlertEvent.Kind.NOTED)
    assert (noted.text, noted.by) == ("A feed ran twice", operations)


def test_a_note_that_says_nothing_is_one_sentence(alert, operations, as_user):
    answer = as_user(operations).post(f"/alerts/{alert.pk}/note/", {"text": " "})

    assert answer.status_code == 400
    assert "A note says something" in text_of(answer)


def test_a_note_no_database_can_keep_is_one_sentence(alert, operations, with_key):
    answer = with_key(operations).post(
        f"/api/v1/alerts/{alert.pk}/notes/",
        {"text": "half a \ud83d letter"},
        content_type="application/json",
    )

    assert answer.status_code == 400
    assert "ordinary characters" in answer.json()["error"]["message"]


@pytest.mark.parametrize("role", ["owner", "operations"])
def test_an_alert_of_another_store_is_not_there(alert, member, as_user, with_key, role):
    stranger = member(role, of_store=False)
    browser, client = as_user(stranger), with_key(stranger)

    assert "4,820" not in text_of(browser.get("/alerts/"))
    assert browser.post(f"/alerts/{alert.pk}/acknowledge/").status_code == 404
    assert client.get("/api/v1/alerts/").json()["results"] == []
    assert client.get(f"/api/v1/alerts/{alert.pk}/").status_code == 404
    assert client.post(f"/api/v1/alerts/{alert.pk}/acknowledge/").status_code == 404


def test_an_alert_of_a_hidden_card_is_not_there(alert, owner, with_key):
    Card.objects.get(key="aex_total_listings").roles.clear()

    assert with_key(owner).get("/api/v1/alerts/").json()["results"] == []


def test_the_api_gives_the_alert_with_its_history(alert, operations, with_key):
    client = with_key(operations)

    answer = client.post(
        f"/api/v1/alerts/{alert.pk}/notes/", {"text": "Known"}, content_type="application/json"
    )

    body = answer.json()
    assert answer.status_code == 201
    assert [event["kind"] for event in body["events"]] == ["opened", "noted"]
    assert (body["card"], body["store"]) == ("aex_total_listings", "harbour-home")
    assert client.get("/api/v1/alerts/", {"state": "open"}).json()["results"] == [body]
    assert client.get("/api/v1/alerts/", {"state": "closed"}).json()["results"] == []


def test_the_history_is_told_in_the_order_it_happened(alert, owner, with_key, as_user):
    """Of two who write at once the earlier may be kept later."""
    for kind, minutes in (("updated", 2), ("noted", 1)):
        AlertEvent.objects.create(alert=alert, kind=kind, at=NOON + minutes * MINUTE, text="…")
    client = with_key(owner)

    for events in (
        client.get(f"/api/v1/alerts/{alert.pk}/").json()["events"],
        client.get("/api/v1/alerts/").json()["results"][0]["events"],
    ):
        assert [event["kind"] for event in events] == ["opened", "noted", "updated"]
    text = text_of(as_user(owner).get("/alerts/"))
    assert text.index("<b>Noted</b>") < text.index("<b>Updated</b>")


def test_the_api_refuses_an_owner_s_hand_and_a_state_that_is_none(alert, owner, with_key):
    client = with_key(owner)

    assert client.post(f"/api/v1/alerts/{alert.pk}/acknowledge/").status_code == 403
    assert client.get("/api/v1/alerts/", {"state": "asleep"}).status_code == 400


def test_a_page_of_alerts_costs_the_same_however_many(
    snapshot, trigger, owner, as_user, django_assert_max_num_queries
):
    for number in range(5):
        trigger(f"above {number}")
        look(at=NOON + timedelta(minutes=number))
    browser = as_user(owner)

    with django_assert_max_num_queries(9):
        browser.get("/alerts/")
