"""The first run: opened by whoever has the server, once, and closed ever after."""

import io
import re

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from aliexpress.models import SyncRun
from cards.models import Reconciliation
from tests.factories import (
    ConnectionFactory,
    MembershipFactory,
    SnapshotFactory,
    StoreFactory,
    UserFactory,
)
from tests.moments import NOON

pytestmark = pytest.mark.django_db

GOOD = {
    "username": "olga",
    "email": "",
    "password1": "a-good-password",
    "password2": "a-good-password",
}


def link():
    said = io.StringIO()
    call_command("setup", stdout=said)
    [path] = re.findall(r"/setup/\?token=\S+", said.getvalue())
    return path


def made(client, path, **typed):
    client.get(path)
    return client.post("/setup/", {**GOOD, **typed}, follow=True)


def test_from_the_sign_in_of_an_empty_installation_to_a_signed_in_operator(client):
    assert "Set this installation up" in client.get("/accounts/login/").text
    assert "manage.py setup" in client.get("/setup/").text

    page = made(client, link())

    operator = get_user_model().objects.get()
    assert operator.is_superuser
    assert operator.is_staff
    assert [role.name for role in operator.groups.all()] == ["operations"]
    assert "You are olga" in page.text
    assert "Add a store" in page.text
    assert client.get("/admin/").status_code == 200


def test_the_token_leaves_the_address_at_once(client):
    answer = client.get(link())

    assert (answer.status_code, answer.headers["Location"]) == (302, "/setup/")


@pytest.mark.parametrize("token", ["", "?token=", "?token=abc", "?token=a:b:c"])
def test_a_stranger_makes_nobody(client, token):
    assert made(client, f"/setup/{token}").status_code == 404
    assert not get_user_model().objects.exists()
    assert client.get("/setup/").status_code == 200


def test_a_link_of_more_than_an_hour_ago_is_over(client):
    with time_machine.travel(NOON, tick=False):
        path = link()

    assert made(client, path).status_code == 404
    assert "not good any more" in client.get("/setup/").text


def test_it_is_closed_for_ever_once_there_is_an_operator(client):
    path = link()
    UserFactory(is_active=False)

    for answer in (client.get(path), client.get("/setup/"), client.post("/setup/", GOOD)):
        assert answer.status_code == 404
    assert get_user_model().objects.count() == 1
    assert "Set this installation up" not in client.get("/accounts/login/").text
    with pytest.raises(CommandError, match="people here already"):
        call_command("setup")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password2": "another-password"}, "match"),
        ({"password1": "1234", "password2": "1234"}, "too short"),
        ({"username": "o l g a?"}, "Enter a valid username"),
        ({"email": "nowhere"}, "valid email"),
    ],
)
def test_what_is_typed_wrongly_is_said_and_makes_nobody(client, typed, said):
    page = made(client, link(), **typed)

    assert said in page.text
    assert "Nothing was made yet" in page.text
    assert not get_user_model().objects.exists()


def test_the_guide_is_for_operations_alone(client):
    client.force_login(UserFactory(role="owner"))

    assert client.get("/setup/").status_code == 404


@pytest.fixture
def guide(client):
    operator = UserFactory(username="olga", role="operations")
    store = StoreFactory(name="Harbour Home", slug="harbour-home", next_due_at=NOON)
    MembershipFactory(store=store, user=operator)
    client.force_login(operator)
    return store, lambda: " ".join(client.get("/setup/").text.split())


def test_the_guide_follows_what_is_there(guide):
    store, page = guide
    assert "You are olga, and belong to operations." in page()
    assert "Harbour Home is not authorised yet." in page()
    assert "see that beat and a worker run" in page()

    ConnectionFactory(store=store, connected_at=NOON)
    run = SyncRun.objects.create(
        store=store,
        trigger="schedule",
        requested_at=NOON,
        status="failed",
        finished_at=NOON,
        error_kind="refused",
        error="AliExpress refused the token.",
    )
    assert "Harbour Home is connected." in page()
    assert "AliExpress refused the token." in page()

    run.delete()
    snapshot = SnapshotFactory(store=store)
    assert f"Harbour Home reads {snapshot.total_count:,} listings." in page()
    assert "/stores/harbour-home/reconcile/" in page()
    assert not Reconciliation.objects.exists()


def test_the_guide_says_what_of_the_configuration_is_to_be_mended(guide, settings):
    _, page = guide
    settings.PUBLIC_URL = ""
    assert "PUBLIC_URL is not set" in page()

    settings.PUBLIC_URL = "https://centre.example.com"
    assert "PUBLIC_URL is not set" not in page()
