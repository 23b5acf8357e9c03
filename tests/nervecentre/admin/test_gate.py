"""Every address of the admin, for staff who see one store of two: nothing names the other."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, reverse

from aliexpress.models import Membership
from cards.models import (
    Card,
    Webhook,
)
from tests.aliexpress.admin.conftest import signed_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
# What is written nowhere but in rows of the hidden store and the hidden card.
HIDDEN_WORDS = ["quay-lights", "Quay Lights", "Owners Only", "aex_owners_only", "7777777777777"]


def addresses(rows: dict[str, Any]) -> Iterator[str]:
    """Every address of the admin, with these rows in the places of its parameters."""
    for pattern in flat(admin.site.get_urls()):
        model = re.match(r"[a-z]+/([a-z]+)/", pattern)
        if "<" not in pattern:
            yield pattern
        elif model and model[1] in rows:
            yield re.sub(r"<[^>]+>", str(rows[model[1]].pk), pattern)


def flat(patterns: list[Any], before: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from flat(one.url_patterns, before + str(one.pattern))
        elif isinstance(one, URLPattern) and not str(one.pattern).startswith("(?P"):
            yield before + str(one.pattern)


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_names_what_is_hidden(world, method):
    client = signed_in(world.ops)
    LogEntry.objects.log_actions(world.ops.pk, [world.hidden["store"]], CHANGE, single_object=True)

    for address in [*addresses(world.shown), *addresses(world.hidden)]:
        if address.startswith("logout"):
            continue
        answer = getattr(client, method)(f"/admin/{address}", follow=True)
        said = f"{answer.content.decode()}{answer.redirect_chain}{answer.headers}"

        assert [word for word in HIDDEN_WORDS if word in said] == [], address


def test_what_is_hidden_is_404_at_every_address_of_it(world):
    client = signed_in(world.ops)
    of_hidden = set(addresses(world.hidden)) - set(addresses(world.shown))

    answers = {
        address: client.get(f"/admin/{address}", follow=True).status_code for address in of_hidden
    }

    # 405: a button is pressed by POST.
    assert {at: code for at, code in answers.items() if code not in {404, 405}} == {}
    assert len(answers) > 40


def test_absent_is_answered_as_hidden(world):
    client = signed_in(world.ops)

    for model in ("store", "listing", "syncrun"):
        address = reverse(f"admin:aliexpress_{model}_change", args=[987_654])
        assert client.get(address).status_code == 404


def on_site(client: Client, row: Any) -> Any:
    kind = ContentType.objects.get_for_model(row)
    return client.get(f"/admin/r/{kind.pk}/{row.pk}/")


def test_view_on_site_tells_nobody_of_a_hidden_row(world):
    client = signed_in(world.ops)
    membership = Membership.objects.get(store=world.hidden["store"])

    for row in [*world.hidden.values(), membership, world.hidden["store"].connection]:
        answer = on_site(client, row)

        assert answer.status_code == 404, row
        assert [word for word in HIDDEN_WORDS if word in answer.content.decode()] == []


def test_view_on_site_is_not_for_staff_without_the_role(world):
    assert on_site(signed_in(UserFactory(is_staff=True)), world.shown["store"]).status_code == 404


def test_view_on_site_of_what_is_not_there_is_404(world):
    client = signed_in(world.ops)

    assert client.get("/admin/r/99999/1/").status_code == 404
    assert client.get("/admin/r/x/1/").status_code == 404


@pytest.mark.parametrize(
    ("app", "model", "field"),
    [
        ("aliexpress", "syncrun", "store"),
        ("aliexpress", "listing", "store"),
        ("aliexpress", "membership", "user"),
        ("cards", "alert", "card"),
        ("cards", "webhook", "store"),
        ("cards", "apikey", "user"),
        ("cards", "card", "roles"),
    ],
)
def test_what_completes_a_field_offers_nothing_hidden(world, app, model, field):
    query = {"app_label": app, "model_name": model, "field_name": field, "term": ""}

    answer = signed_in(world.ops).get("/admin/autocomplete/", query)

    said = answer.content.decode()
    assert [word for word in [*HIDDEN_WORDS, "hidden-member"] if word in said] == []


def test_a_taken_alias_does_not_name_a_card_of_other_roles(world):
    card = Card.objects.get(key="aex_total_listings")
    request = RequestFactory().get("/")
    request.user = world.ops
    made: Any = admin.site.get_model_admin(Card).get_form(request, card, change=True)

    form = made({"aliases": "aex_hidden"}, instance=card)

    assert form.errors["aliases"] == ["Another card answers to aex_hidden already."]


def test_a_webhook_of_a_hidden_store_cannot_be_made(world):
    sent = {
        "store": world.hidden["store"].pk,
        "url": "https://198.51.100.1/",
        "new_secret": "words",
    }

    answer = signed_in(world.ops).post(reverse("admin:cards_webhook_add"), sent)

    assert "Quay Lights" not in answer.content.decode()
    assert not Webhook.objects.filter(url=sent["url"]).exists()
