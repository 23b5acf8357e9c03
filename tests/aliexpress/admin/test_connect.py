"""Connecting a store in the admin, with the sandbox on the other side. Secrets go in and never
come out."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from aliexpress.models import Connection, Membership, Store
from aliexpress.sandbox import Sandbox
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

ADD = reverse("admin:aliexpress_store_add")
CALLBACK = reverse("admin:aliexpress_store_authorised")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(seed=7)
    sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def good(sandbox: Sandbox) -> dict[str, str]:
    """What somebody types to connect the sandbox's seller."""
    return {
        "slug": "lamp-shop",
        "name": "Lamp Shop",
        "access_token": sandbox.seller.access_token,
        "refresh_token": sandbox.seller.refresh_token,
        "app_key": sandbox.app_key,
        "app_secret": sandbox.app_secret,
        "gateway_url": sandbox.url,
    }


@pytest.fixture
def lamp_shop(ops: Any, good: dict[str, str]) -> Store:
    """A store operations connected in the admin."""
    ops.post(ADD, good)
    return Store.objects.get(slug="lamp-shop")


def page(store: Store, view: str) -> str:
    return reverse(f"admin:aliexpress_store_{view}", args=[store.pk])


def said(answer: Any) -> str:
    """The messages the next page is going to show."""
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_a_new_store_is_connected(ops, good, sandbox):
    answer = ops.post(ADD, good)

    stored = Connection.objects.get(store__slug="lamp-shop")
    assert stored.seller_id == sandbox.seller.seller_id
    assert "Lamp Shop is connected" in said(answer)


def test_whoever_connects_a_store_says_who_may_see_it(ops, good, store):
    colleague = MembershipFactory(store=store, user=UserFactory(username="ada")).user

    ops.post(ADD, {**good, "members": [colleague.pk]})

    assert colleague.stores.filter(slug="lamp-shop").exists()


def test_nobody_of_a_hidden_store_is_offered_or_taken(ops, good, hidden):
    stranger = MembershipFactory(store=hidden, user=UserFactory(username="stranger")).user
    assert "stranger" not in ops.get(ADD).content.decode()

    answer = ops.post(ADD, {**good, "members": [stranger.pk]})

    assert answer.status_code == 200
    assert not Store.objects.filter(slug="lamp-shop").exists()


def test_whoever_connects_a_store_is_its_member(lamp_shop, operations):
    assert Membership.objects.filter(store=lamp_shop, user=operations).exists()


def test_what_aliexpress_refuses_is_said_in_the_form(ops, good):
    answer = ops.post(ADD, {**good, "access_token": "wrong"})

    assert "no longer accepts the access token" in answer.content.decode()
    assert not Store.objects.filter(slug="lamp-shop").exists()


def test_what_was_typed_into_a_secret_field_is_not_sent_back(ops, good):
    answer = ops.post(ADD, {**good, "access_token": "typed-token", "app_secret": "typed-secret"})

    assert b"typed-token" not in answer.content
    assert b"typed-secret" not in answer.content


def test_the_slug_of_a_hidden_store_cannot_be_taken_over(ops, good, hidden):
    answer = ops.post(ADD, {**good, "slug": hidden.slug})

    hidden.refresh_from_db()
    assert "This slug is taken" in answer.content.decode()
    assert hidden.name == "Quay Lights"


def test_the_seller_of_a_hidden_store_is_refused_without_naming_it(ops, good, hidden, sandbox):
    Connection.objects.filter(store=hidden).update(
        seller_id=sandbox.seller.seller_id, gateway_url=sandbox.url
    )

    answer = ops.post(ADD, good)

    assert "already connected as another store" in answer.content.decode()
    assert hidden.slug not in answer.content.decode()
    assert hidden.name not in answer.content.decode()


def test_a_secret_left_empty_is_kept(ops, lamp_shop, good, sandbox):
    secrets = {"access_token": "", "refresh_token": "", "app_secret": ""}

    ops.post(page(lamp_shop, "connect"), {**good, **secrets, "name": "Lamps"})

    stored = Connection.objects.select_related("store").get(store=lamp_shop)
    assert stored.store.name == "Lamps"
    assert stored.access_token == sandbox.seller.access_token
    assert stored.app_secret == sandbox.app_secret


def test_a_stored_token_is_not_sent_to_another_gateway(ops, lamp_shop, good, sandbox):
    elsewhere = Sandbox(seed=8)
    elsewhere.start()

    answer = ops.post(
        page(lamp_shop, "connect"),
        {**good, "access_token": "", "refresh_token": "", "gateway_url": elsewhere.url},
    )

    asked = list(elsewhere.requests)
    elsewhere.stop()
    assert "give the access token again" in answer.content.decode()
    assert asked == []
    assert Connection.objects.get(store=lamp_shop).gateway_url == sandbox.url


def test_a_new_gateway_does_not_get_the_old_refresh_token(ops, lamp_shop, good):
    elsewhere = Sandbox(seed=8)
    elsewhere.start()

    ops.post(
        page(lamp_shop, "connect"),
        {**good, "refresh_token": "", "gateway_url": elsewhere.url},
    )

    elsewhere.stop()
    stored = Connection.objects.get(store=lamp_shop)
    assert (stored.gateway_url, stored.refresh_token) == (elsewhere.url, "")


def test_testing_the_connection_says_that_it_works(ops, lamp_shop):
    answer = ops.post(page(lamp_shop, "check"))

    assert "AliExpress answers" in said(answer)


def test_testing_the_connection_says_what_is_wrong(ops, lamp_shop, sandbox):
    sandbox.accounts.revoke(sandbox.seller)

    answer = ops.post(page(lamp_shop, "check"))

    assert "access token" in said(answer)


@pytest.mark.parametrize("view", ["change", "connect"])
def test_no_page_of_a_store_holds_a_secret(ops, store, view):
    answer = ops.get(page(store, view))

    assert b"secret-" not in answer.content


def test_the_form_says_which_secrets_are_set(ops, store):
    Connection.objects.filter(store=store).update(refresh_token="")

    form = ops.get(page(store, "connect")).context["form"]

    assert form.fields["access_token"].help_text == "Set. Leave empty to keep it."
    assert form.fields["refresh_token"].help_text == "Not set."


# --- Authorising at AliExpress


@pytest.fixture
def unauthorised(ops: Any, good: dict[str, str]) -> Store:
    """A store that was saved to be authorised."""
    ops.post(ADD, {**good, "access_token": "", "refresh_token": "", "authorise": "1"})
    return Store.objects.get(slug="lamp-shop")


def come_back(ops: Any, store: Store, sandbox: Sandbox, **changed: str) -> Any:
    """Go to AliExpress as a browser would, let its seller consent, and come back."""
    there = ops.get(page(store, "authorise"))["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
    code = sandbox.accounts.issue_code(sandbox.seller, at=sandbox.clock.now())
    return ops.get(CALLBACK, {"code": code, "state": asked["state"], **changed})


def test_a_store_can_be_saved_without_a_token(unauthorised):
    assert unauthorised.next_due_at is None


def test_the_seller_is_sent_to_aliexpress_and_back_to_us(ops, unauthorised, sandbox):
    answer = ops.get(page(unauthorised, "authorise"))

    asked = parse_qs(urlsplit(answer["Location"]).query)
    assert answer["Location"].startswith(f"{sandbox.url}/oauth/authorize?")
    assert asked["redirect_uri"] == [f"http://testserver{CALLBACK}"]


def test_the_code_that_comes_back_becomes_tokens(ops, unauthorised, sandbox):
    answer = come_back(ops, unauthorised, sandbox)

    stored = Connection.objects.get(store=unauthorised)
    assert stored.access_token == sandbox.seller.access_token
    assert stored.seller_id == sandbox.seller.seller_id
    assert "Lamp Shop is authorised" in said(answer)


def test_a_state_works_once(ops, unauthorised, sandbox):
    answer = come_back(ops, unauthorised, sandbox)
    again = ops.get(f"{CALLBACK}?{urlencode(answer.wsgi_request.GET.dict())}")

    assert "already used" in said(again)


def test_a_state_of_somebody_else_is_refused(ops, unauthorised, sandbox, client):
    there = ops.get(page(unauthorised, "authorise"))["Location"]
    state = parse_qs(urlsplit(there).query)["state"][0]
    other = UserFactory(role="operations")
    MembershipFactory(store=unauthorised, user=other)
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    code = sandbox.accounts.issue_code(sandbox.seller, at=sandbox.clock.now())

    answer = client.get(CALLBACK, {"code": code, "state": state})

    assert "another browser" in said(answer)
    assert Connection.objects.get(store=unauthorised).access_token == ""


def test_a_forged_state_is_refused(ops, unauthorised, sandbox):
    answer = come_back(ops, unauthorised, sandbox, state="forged")

    assert "does not belong to a request of ours" in said(answer)
    assert Connection.objects.get(store=unauthorised).access_token == ""


def test_a_refusal_at_aliexpress_changes_nothing(ops, unauthorised, sandbox):
    answer = come_back(ops, unauthorised, sandbox, code="")

    assert "refused at AliExpress" in said(answer)
    assert Connection.objects.get(store=unauthorised).access_token == ""
