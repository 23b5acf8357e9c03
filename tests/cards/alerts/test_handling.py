"""Alerts on every screen: seen by who may see store and card, handled by operations."""

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import Group

from aliexpress.models.encryption import CredentialUnreadable
from cards.alerts.watch import look
from cards.models import Alert, AlertDelivery, AlertEvent, Card, Webhook
from cards.models.alert import MOST_UPDATES
from tests.moments import NOON

MINUTE = timedelta(minutes=1)
TRIGGER_FORM = "/admin/cards/card/{}/change/"


@pytest.fixture
def alert(snapshot, trigger):
    trigger("above 4,800")
    look(at=NOON)
    return Alert.objects.get()


@pytest.fixture
def operations(member):
    return member("operations")


def text_of(answer):
    return " ".join(answer.content.decode().split())


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


def test_operations_write_a_trigger_and_a_mistake_is_one_sentence(db, operations, as_user):
    card = Card.objects.get(key="aex_total_listings")
    admin = as_user(operations)
    form = admin.get(TRIGGER_FORM.format(card.pk)).context["adminform"].form
    typed = {
        name: form[name].value() if form[name].value() is not None else "" for name in form.fields
    }
    typed = {
        name: value if isinstance(value, str | list | int) else str(value)
        for name, value in typed.items()
    }
    typed["roles"] = list(card.roles.values_list("pk", flat=True))

    def written(*rows):
        cells = {
            f"alert_trigger-{place}-{column}": text
            for place, row in enumerate(rows)
            for column, text in row.items()
        }
        return admin.post(TRIGGER_FORM.format(card.pk), {**typed, **cells})

    wrong = written({"kind": "above", "number": "odd"})
    share = written({"kind": "below", "number": "90", "by": "%"})
    twice = written({"kind": "stale"}, {"kind": "stale"})
    right = written(
        {"kind": "above", "number": "5,000"},
        {"kind": "falls", "number": "5", "by": "%", "window": "7d"},
        {"kind": "failing"},
    )

    assert "Row 1: give a number such as 150" in text_of(wrong)
    assert "is no card in percent" in text_of(share)
    assert "each of them once" in text_of(twice)
    assert right.status_code == 302
    card.refresh_from_db()
    assert card.alert_trigger == "above 5000 or falls by 5% in 7d or failing"


def test_the_form_shows_a_trigger_as_rows_that_were_chosen(db, operations, as_user):
    card = Card.objects.get(key="aex_total_listings")
    Card.objects.filter(pk=card.pk).update(alert_trigger="rises by 200 in 48h or stale")

    form = as_user(operations).get(TRIGGER_FORM.format(card.pk)).context["adminform"].form

    assert form["alert_trigger"].value() == [
        {"kind": "rises", "number": "200", "by": "", "window": "48h"},
        {"kind": "stale", "number": "", "by": "", "window": ""},
    ]
    windows = dict(form.fields["alert_trigger"].widget.columns["window"][1].choices)
    assert windows["48h"] == "2 days"


def test_the_admin_shows_an_alert_with_its_history_and_its_own_stores_only(
    alert, operations, member, as_user
):
    address = f"/admin/cards/alert/{alert.pk}/change/"

    assert "It is 4,820, above 4,800." in text_of(as_user(operations).get(address))
    assert as_user(member("operations", of_store=False)).get(address).status_code == 404


def test_a_webhook_s_secret_is_never_shown_and_stays_when_left_empty(
    store, operations, as_user, settings
):
    settings.ALERT_WEBHOOK_ALLOW_PRIVATE = True
    hook = Webhook.objects.create(store=store, url="http://127.0.0.1/a", secret="between-us")
    admin = as_user(operations)
    address = f"/admin/cards/webhook/{hook.pk}/change/"

    page = text_of(admin.get(address))
    admin.post(
        address,
        {"store": store.pk, "url": "http://127.0.0.1/b", "new_secret": "", "is_active": "on"},
    )

    hook.refresh_from_db()
    assert "between-us" not in page
    assert (hook.url, hook.secret) == ("http://127.0.0.1/b", "between-us")


def test_a_webhook_whose_secret_no_key_opens_can_be_given_another(
    store, operations, as_user, settings
):
    settings.ALERT_WEBHOOK_ALLOW_PRIVATE = True
    hook = Webhook.objects.create(store=store, url="http://127.0.0.1/a", secret="between-us")
    settings.CREDENTIAL_KEYS = [Fernet.generate_key().decode()]
    admin = as_user(operations)
    sent = {"store": store.pk, "url": hook.url, "is_active": "on"}

    for view in ("", f"{hook.pk}/change/", f"{hook.pk}/delete/"):
        assert admin.get(f"/admin/cards/webhook/{view}").status_code == 200
    address = f"/admin/cards/webhook/{hook.pk}/change/"
    assert admin.post(address, sent | {"new_secret": ""}).status_code == 302
    with pytest.raises(CredentialUnreadable):
        _ = Webhook.objects.get().secret
    assert admin.post(address, sent | {"new_secret": "another"}).status_code == 302
    assert Webhook.objects.get().secret == "another"


def test_the_admin_shows_no_alert_of_a_card_kept_from_operations(
    alert, member, operations, as_user
):
    delivery = AlertDelivery.objects.create(event=alert.events.get(), email="ada@example.com")
    admin = as_user(operations)
    rows = [f"/admin/cards/alert/{alert.pk}/", f"/admin/cards/alertdelivery/{delivery.pk}/"]
    assert [admin.get(f"{row}change/").status_code for row in rows] == [200, 200]

    Card.objects.get(key="aex_total_listings").roles.set(Group.objects.filter(name="owner"))

    assert [admin.get(f"{row}change/").status_code for row in rows] == [404, 404]
    for kind in ("alert", "alertdelivery"):
        assert "above 4,800" not in text_of(admin.get(f"/admin/cards/{kind}/"))


def test_a_webhook_into_a_private_network_is_refused_in_the_form(store, operations, as_user):
    answer = as_user(operations).post(
        "/admin/cards/webhook/add/",
        {"store": store.pk, "url": "http://127.0.0.1/a", "new_secret": "s", "is_active": "on"},
    )

    assert "private network" in text_of(answer)
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("url", ["http://[::1", "http://a]b/", "//"])
def test_what_is_no_address_is_one_sentence_in_the_form(store, operations, as_user, url):
    answer = as_user(operations).post(
        "/admin/cards/webhook/add/",
        {"store": store.pk, "url": url, "new_secret": "s", "is_active": "on"},
    )

    assert answer.status_code == 200
    assert not Webhook.objects.exists()


def test_operations_read_that_nobody_is_mailed(alert, operations, owner, as_user, settings):
    assert "Nobody is mailed" not in text_of(as_user(operations).get("/alerts/"))
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    assert "Nobody is mailed" in text_of(as_user(operations).get("/alerts/"))
    assert "Nobody is mailed" not in text_of(as_user(owner).get("/alerts/"))
