"""`manage.py connect_store`: one sentence, and the exit code that says whether it saved."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from aliexpress.models import Store
from aliexpress.sandbox import Sandbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def sandbox():
    sandbox = Sandbox(seed=7)
    sandbox.start()
    yield sandbox
    sandbox.stop()


def connect_store(sandbox, slug="harbour-home", *more, name="Harbour Home"):
    said = StringIO()
    call_command(
        "connect_store",
        slug,
        *(["--name", name] if name else []),
        *["--access-token", sandbox.seller.access_token],
        *["--app-key", sandbox.app_key, "--app-secret", sandbox.app_secret],
        *["--gateway-url", sandbox.url],
        *more,
        stdout=said,
    )
    return said.getvalue()


def test_it_connects_a_store_and_says_so(sandbox):
    said = connect_store(sandbox)

    assert said.startswith("Harbour Home is connected")
    assert Store.objects.get().slug == "harbour-home"


def test_it_never_prints_a_secret(sandbox):
    said = connect_store(sandbox)

    assert sandbox.app_secret not in said
    assert sandbox.seller.access_token not in said


def test_a_new_store_needs_a_name(sandbox):
    with pytest.raises(CommandError, match="--name") as refusal:
        connect_store(sandbox, name="")

    assert refusal.value.returncode == 2


def test_a_store_there_is_needs_no_name(sandbox):
    connect_store(sandbox)

    said = connect_store(sandbox, name="")

    assert said.startswith("Harbour Home is connected")


def test_a_refusal_exits_with_2(sandbox):
    with pytest.raises(CommandError, match="access token") as refusal:
        connect_store(sandbox, "harbour-home", "--access-token", "wrong")

    assert refusal.value.returncode == 2


def test_a_seller_connected_twice_is_named_to_whoever_runs_the_installation(sandbox):
    connect_store(sandbox)

    with pytest.raises(CommandError, match="It is harbour-home") as refusal:
        connect_store(sandbox, "another")

    assert refusal.value.returncode == 2


def test_a_gateway_that_does_not_answer_is_no_failure(sandbox):
    sandbox.stop()

    said = connect_store(sandbox)

    assert "saved, but not tested" in said
