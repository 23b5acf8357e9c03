"""A seller is sent to AliExpress to authorise us, and comes back with a code that is good once."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.urls import reverse

from aliexpress.models import Connection, Store
from aliexpress.sandbox import Sandbox
from tests.aliexpress.admin.connecting import ADD, page, said
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
CALLBACK = reverse("admin:aliexpress_store_authorised")


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
