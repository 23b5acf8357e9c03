"""Triggers, webhooks and alerts in the admin: chosen there, never a secret shown."""

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import Group

from aliexpress.models.encryption import CredentialUnreadable
from cards.models import AlertDelivery, Card, Webhook
from tests.page_text import text_of

TRIGGER_FORM = "/admin/cards/card/{}/change/"


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
