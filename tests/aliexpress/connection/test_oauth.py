"""Authorising a store at AliExpress, with the sandbox on the other side."""

from datetime import timedelta
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest

from aliexpress.connection import CannotConnect, prepare
from aliexpress.connection.oauth import arrive, depart, store_id_in
from aliexpress.models import Connection
from aliexpress.sandbox import Fault
from tests.aliexpress.connection.conftest import store_undecryptable
from tests.moments import NOON

pytestmark = pytest.mark.django_db

CALLBACK = "https://centre.example/admin/aliexpress/store/authorised/"


@pytest.fixture
def store(db, sandbox):
    return prepare(
        "harbour-home",
        name="Harbour Home",
        app_key=sandbox.app_key,
        app_secret=sandbox.app_secret,
        gateway_url=sandbox.url,
    )


def test_a_prepared_store_is_not_due_before_it_is_authorised(store):
    assert store.next_due_at is None


def test_the_seller_is_sent_to_the_gateway_with_our_address_and_state(store, sandbox):
    departure = depart(store, redirect_uri=CALLBACK, at=NOON)

    asked = parse_qs(urlsplit(departure.url).query)
    assert departure.url.startswith(f"{sandbox.url}/oauth/authorize?")
    assert asked["redirect_uri"] == [CALLBACK]
    assert store_id_in(asked["state"][0], nonce=departure.nonce, at=NOON) == store.pk


def test_an_answer_with_the_state_of_another_session_is_refused(store):
    state = _state(depart(store, redirect_uri=CALLBACK, at=NOON))

    with pytest.raises(CannotConnect, match="another browser"):
        store_id_in(state, nonce="of another session", at=NOON)


def test_an_answer_to_a_session_that_asked_nothing_is_refused(store):
    state = _state(depart(store, redirect_uri=CALLBACK, at=NOON))

    with pytest.raises(CannotConnect, match="already used"):
        store_id_in(state, nonce="", at=NOON)


@pytest.mark.parametrize("forged", ["", "x", "eyJzdG9yZSI6MX0:1abc:forged"])
def test_a_forged_state_is_refused(forged):
    with pytest.raises(CannotConnect, match="does not belong"):
        store_id_in(forged, nonce="anything", at=NOON)


def test_an_answer_that_comes_too_late_is_refused(store):
    departure = depart(store, redirect_uri=CALLBACK, at=NOON)

    with pytest.raises(CannotConnect, match="too long"):
        store_id_in(_state(departure), nonce=departure.nonce, at=NOON + timedelta(minutes=16))


def test_the_code_becomes_tokens_with_both_deadlines(store, sandbox):
    code = sandbox.accounts.issue_code(sandbox.seller, at=NOON)

    checked = arrive(store, code=code, at=NOON, clock=sandbox.clock.now)

    stored = Connection.objects.get()
    assert checked.works
    assert stored.access_token == sandbox.seller.access_token
    assert stored.access_expires_at == NOON + timedelta(days=30)
    assert stored.refresh_expires_at == NOON + timedelta(days=60)
    assert stored.seller_id == sandbox.seller.seller_id


def test_an_authorised_store_is_due_at_once(store, sandbox):
    code = sandbox.accounts.issue_code(sandbox.seller, at=NOON)

    arrive(store, code=code, at=NOON, clock=sandbox.clock.now)

    store.refresh_from_db()
    assert store.next_due_at == NOON


def test_a_code_works_once(store, sandbox):
    code = sandbox.accounts.issue_code(sandbox.seller, at=NOON)
    arrive(store, code=code, at=NOON, clock=sandbox.clock.now)
    kept = Connection.objects.get().access_token

    with pytest.raises(CannotConnect, match="Begin again"):
        arrive(store, code=code, at=NOON, clock=sandbox.clock.now)

    assert Connection.objects.get().access_token == kept


def test_a_buyers_account_is_refused(store, sandbox):
    buyer = sandbox.add_seller(platform="buyerApp")
    code = sandbox.accounts.issue_code(buyer, at=NOON)

    with pytest.raises(CannotConnect, match="not a seller account"):
        arrive(store, code=code, at=NOON, clock=sandbox.clock.now)

    assert Connection.objects.get().access_token == ""


def test_a_pair_whose_platform_is_not_told_is_kept_because_the_code_is_spent(store, sandbox):
    code = sandbox.accounts.issue_code(sandbox.add_seller(platform=""), at=NOON)

    checked = arrive(store, code=code, at=NOON, clock=sandbox.clock.now)

    assert checked.works
    assert Connection.objects.get().access_token != ""


def test_a_code_that_is_refused_is_sent_once_and_its_reason_is_told(store, sandbox):
    sandbox.faults.add(
        Fault(
            "error_response",
            method="/auth/token/create",
            code="15",
            type="ISP",
            sub_code="isv.account-migration-check-fail",
            message="The account migration does not conform",
        )
    )
    code = sandbox.accounts.issue_code(sandbox.seller, at=NOON)

    with pytest.raises(CannotConnect, match="The account migration does not conform"):
        arrive(store, code=code, at=NOON, clock=sandbox.clock.now)

    assert [seen.method for seen in sandbox.requests] == ["/auth/token/create"]


def test_a_store_stays_with_the_seller_it_is_bound_to(store, sandbox):
    own = sandbox.accounts.issue_code(sandbox.seller, at=NOON)
    arrive(store, code=own, at=NOON, clock=sandbox.clock.now)
    others = sandbox.accounts.issue_code(sandbox.add_seller(), at=NOON)

    with pytest.raises(CannotConnect, match="bound to seller"):
        arrive(store, code=others, at=NOON, clock=sandbox.clock.now)

    assert Connection.objects.get().access_token == sandbox.seller.access_token


def test_a_store_without_an_app_key_cannot_be_authorised(store, settings):
    settings.ALIEXPRESS_APP_KEY = ""
    Connection.objects.update(app_key="")

    with pytest.raises(CannotConnect, match="no app key"):
        depart(store, redirect_uri=CALLBACK, at=NOON)


@pytest.mark.parametrize("field", ["access_token", "refresh_token"])
def test_a_token_whose_key_is_lost_is_had_anew(store, sandbox, field):
    store_undecryptable(field)

    departure = depart(store, redirect_uri=CALLBACK, at=NOON)
    arrive(
        store,
        code=sandbox.accounts.issue_code(sandbox.seller, at=NOON),
        at=NOON,
        clock=sandbox.clock.now,
    )

    assert _state(departure)
    assert Connection.objects.get(store=store).access_token == sandbox.seller.access_token


def test_an_app_secret_whose_key_is_lost_is_told_in_a_sentence(store):
    store_undecryptable("app_secret")

    for attempt in (
        partial(depart, store, redirect_uri=CALLBACK, at=NOON),
        partial(arrive, store, code="any", at=NOON, clock=lambda: NOON),
    ):
        with pytest.raises(CannotConnect, match="CREDENTIAL_KEYS"):
            attempt()


def _state(departure) -> str:
    return parse_qs(urlsplit(departure.url).query)["state"][0]
