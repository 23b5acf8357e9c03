"""Connecting a store: AliExpress is asked first, and nothing is saved that it refuses."""

import pytest
from django.db import connection as database

from aliexpress import connection
from aliexpress.connection import AlreadyConnected, CannotConnect
from aliexpress.models import Connection, Store
from aliexpress.sandbox import Fault
from aliexpress.sandbox.aliexpress_words import FIND_LIST, SOLUTION_LIST
from tests.aliexpress.connection.conftest import store_undecryptable
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def test_a_new_store_is_saved_with_what_the_probe_found(connect, sandbox):
    connected = connect()

    stored = Connection.objects.get(store__slug="harbour-home")
    assert connected.created
    assert connected.reached
    assert stored.list_method == FIND_LIST
    assert stored.seller_id == sandbox.seller.seller_id
    assert stored.access_token == sandbox.seller.access_token
    assert stored.connected_at == NOON


def test_a_new_store_is_due_at_once(connect):
    connected = connect()

    assert Store.objects.due(at=NOON).get() == connected.store


def test_the_other_list_method_is_found_where_the_app_may_only_call_that(connect, sandbox):
    seller = sandbox.add_seller(list_methods=frozenset({SOLUTION_LIST}))

    connect(access_token=seller.access_token)

    assert Connection.objects.get().list_method == SOLUTION_LIST


def test_an_app_that_may_call_neither_list_method_is_refused(connect, sandbox):
    seller = sandbox.add_seller(list_methods=frozenset())

    with pytest.raises(CannotConnect, match="neither of AliExpress's list methods"):
        connect(access_token=seller.access_token)

    assert not Store.objects.exists()


@pytest.mark.parametrize("wrong", [{"access_token": "wrong"}, {"app_secret": "wrong"}])
def test_what_aliexpress_refuses_leaves_no_store_behind(connect, wrong):
    with pytest.raises(CannotConnect):
        connect(**wrong)

    assert not Store.objects.exists()


def test_what_aliexpress_refuses_changes_nothing_of_a_connected_store(connect, sandbox):
    connect()

    with pytest.raises(CannotConnect):
        connect(name="Renamed", access_token="wrong")

    stored = Connection.objects.select_related("store").get()
    assert stored.store.name == "Harbour Home"
    assert stored.access_token == sandbox.seller.access_token


def test_a_store_is_saved_where_aliexpress_does_not_answer(connect, sandbox):
    sandbox.stop()

    connected = connect()

    assert not connected.reached
    assert "saved, but not tested" in connected.sentence
    assert Connection.objects.get().list_method == ""
    assert Store.objects.due(at=NOON).exists()


def test_what_is_not_given_again_keeps_its_value(connect, sandbox):
    connect()

    connection.connect("harbour-home", name="Renamed", at=NOON, clock=sandbox.clock.now)

    stored = Connection.objects.select_related("store").get()
    assert stored.store.name == "Renamed"
    assert stored.access_token == sandbox.seller.access_token
    assert stored.app_key == sandbox.app_key


@pytest.mark.django_db(transaction=True)
def test_tokens_refreshed_meanwhile_are_not_written_over(connect, sandbox):
    def refresh_as_a_sync_does(seen):
        Connection.objects.update(refresh_token="newer")
        database.close()  # this is the sandbox's thread

    connect()
    sandbox.on_request = refresh_as_a_sync_does

    connection.connect("harbour-home", name="Renamed", at=NOON, clock=sandbox.clock.now)

    assert Connection.objects.get().refresh_token == "newer"


def test_a_token_given_by_hand_has_no_known_deadline(connect):
    connect()
    Connection.objects.update(access_expires_at=NOON, refresh_expires_at=NOON)

    connect()

    stored = Connection.objects.get()
    assert stored.access_expires_at is None
    assert stored.refresh_expires_at is None


def test_connecting_again_ends_the_waiting_after_failures(connect):
    store = connect().store
    Store.objects.update(failure_count=7, next_due_at=None)

    connect()

    store.refresh_from_db()
    assert (store.failure_count, store.next_due_at) == (0, NOON)


def test_one_seller_account_is_not_connected_twice(connect):
    connect()

    with pytest.raises(AlreadyConnected) as refusal:
        connect("another-slug", name="Another")

    assert refusal.value.other.slug == "harbour-home"
    assert "harbour-home" not in str(refusal.value)
    assert Store.objects.count() == 1


def test_a_store_stays_with_its_seller(connect, sandbox):
    connect()
    other = sandbox.add_seller()

    with pytest.raises(CannotConnect, match="bound to seller"):
        connect(access_token=other.access_token)

    assert Connection.objects.get().seller_id == sandbox.seller.seller_id


def test_a_token_of_a_sub_account_is_said_in_words(connect, sandbox):
    sandbox.faults.add(Fault(kind="sub_account"))

    connected = connect()

    assert "sub-account" in connected.sentence
    assert "sub-account" in Connection.objects.get().account_warning


def test_a_store_whose_profile_may_not_be_read_is_connected_without_a_seller(connect, sandbox):
    sandbox.faults.add(
        Fault(
            kind="error_response",
            method="aliexpress.merchant.profile.get",
            code="InsufficientPermission",
        )
    )

    connect()

    assert Connection.objects.get().seller_id == ""


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"slug": "harbour home"}, "slug"),
        ({"slug": "x" * 81}, "at most 80"),
        ({"slug": "nul\x00"}, "slug"),
        ({"name": "  "}, "needs a name"),
        ({"name": "x" * 201}, "at most 200"),
        ({"name": "two\nlines"}, "ordinary characters"),
        ({"gateway_url": "http://127.0.0.1/sync"}, "without a path"),
        ({"gateway_url": "http://gate..way"}, "http or https"),
        ({"gateway_url": "http://[::1]x"}, "http or https"),
        ({"gateway_url": "ftp://127.0.0.1"}, "http or https"),
        ({"gateway_url": "http://127.0.0.1:port"}, "http or https"),
        ({"gateway_url": "http://name:password@127.0.0.1"}, "http or https"),
        ({"gateway_url": "http://[::1"}, "http or https"),
        ({"access_token": "two words"}, "one word"),
        ({"access_token": ""}, "no access token"),
        ({"app_key": "x" * 65}, "app key"),
        ({"app_secret": "line\nbreak"}, "one word"),
    ],
)
def test_bad_input_is_one_sentence_and_saves_nothing(connect, given, says):
    with pytest.raises(CannotConnect) as refusal:
        connect(**given)

    assert says in str(refusal.value)
    assert not Store.objects.exists()


def test_a_secret_whose_key_is_lost_can_be_given_anew(connect, sandbox):
    connect()
    for field in ("app_secret", "access_token", "refresh_token"):
        store_undecryptable(field)

    with pytest.raises(CannotConnect, match="CREDENTIAL_KEYS"):
        connection.connect("harbour-home", at=NOON, clock=sandbox.clock.now)
    connect()

    assert Connection.objects.get().access_token == sandbox.seller.access_token


def test_a_connection_that_works_is_said_to_work(connect, sandbox):
    store = connect().store

    checked = connection.check_connection(store, clock=sandbox.clock.now)

    assert checked.works
    assert sandbox.seller.seller_id in checked.sentence


def test_checking_finds_what_an_unreachable_gateway_left_open(connect, sandbox):
    sandbox.stop()
    store = connect().store
    sandbox.start()

    connection.check_connection(store, clock=sandbox.clock.now)

    stored = Connection.objects.get()
    assert stored.list_method == FIND_LIST
    assert stored.seller_id == sandbox.seller.seller_id


def test_a_check_that_fails_says_why_and_changes_nothing(connect, sandbox):
    store = connect().store
    sandbox.accounts.revoke(sandbox.seller)

    checked = connection.check_connection(store, clock=sandbox.clock.now)

    assert not checked.works
    assert "access token" in checked.sentence
    assert Connection.objects.get().list_method == FIND_LIST


def test_checking_a_store_without_credentials_says_what_to_do(db, sandbox):
    store = Store.objects.create(name="Bare", slug="bare")

    checked = connection.check_connection(store, clock=sandbox.clock.now)

    assert checked.sentence == "Bare has no AliExpress credentials. Connect it in the admin."
