"""Connecting a store in the admin, with the sandbox on the other side. Secrets go in and never
come out."""

from typing import Any

import pytest

from aliexpress.models import Connection, Membership, Store
from aliexpress.sandbox import Sandbox
from tests.aliexpress.admin.connecting import ADD, page, said
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp_shop(ops: Any, good: dict[str, str]) -> Store:
    """A store operations connected in the admin."""
    ops.post(ADD, good)
    return Store.objects.get(slug="lamp-shop")


def test_a_new_store_is_connected(ops, good, sandbox):
    answer = ops.post(ADD, good)

    stored = Connection.objects.get(store__slug="lamp-shop")
    assert stored.seller_id == sandbox.seller.seller_id
    assert "Lamp Shop is connected" in said(answer)


def test_whoever_connects_a_store_says_who_may_see_it(ops, good, store):
    colleague = MembershipFactory(store=store, user=UserFactory(username="ada")).user

    answer = ops.post(ADD, {**good, "members": [colleague.pk]})

    assert "It may be seen, and is told of, by ada." in said(answer)
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
