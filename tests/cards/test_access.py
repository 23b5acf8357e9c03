"""Who sees what: one gate for page, API and export. Hidden is 404, and the same as absent."""

import pytest
from django.test import Client
from django.utils import timezone

from aliexpress.models import StatusRead
from cards.api_keys import issue_api_key, key_in_force
from cards.members.member import CannotAdd, add_member
from cards.models import Card
from tests.factories import ListingFactory, StoreFactory, SyncRunFactory, UserFactory

STORE = "/stores/harbour-home"
API = f"/api/v1{STORE}"
PRODUCT_ID = 1005001234567890
PAGES = [
    f"{STORE}/cards/aex_total_listings/",
    f"{STORE}/cards/aex_total_listings/?as_of=2026-03-14T12:30:00Z",
    f"{STORE}/cards/aex_total_listings/standing/",
    f"{STORE}/cards/aex_total_listings/history.csv",
    f"{STORE}/listings/",
    f"{STORE}/listings.csv",
    f"{STORE}/listings/{PRODUCT_ID}/",
    f"{STORE}/flow/",
    f"{STORE}/flow.csv",
    f"{STORE}/reconcile/",
    f"{STORE}/reconciliations.csv",
    f"{STORE}/bridge/",
    f"{STORE}/work/",
    f"{STORE}/work/groups/rejected/",
    f"{STORE}/work/new/?kind=rejected",
    f"{STORE}/why/rejected/?kind=alike",
    f"{STORE}/why/list/?state=rejected",
]
ENDPOINTS = [
    f"{API}/cards/aex_total_listings/",
    f"{API}/cards/aex_total_listings/history/",
    f"{API}/listings/",
    f"{API}/flow/",
    f"{API}/reviews/",
    f"{API}/today/",
    f"{API}/reconciliations/",
    f"{API}/annotations/",
    f"{API}/listings/{PRODUCT_ID}/",
    f"{API}/work/",
    f"{API}/work/groups/",
    f"{API}/views/",
    f"{API}/tracings/",
]


def people(member):
    """Who asks → whether they may see the store's card and the store."""
    nobody = UserFactory()
    return {
        "owner who is a member": (member("owner"), True, True),
        "operations who is a member": (member("operations"), True, True),
        "owner of another store": (member("owner", of_store=False), False, False),
        "operations of another store": (member("operations", of_store=False), False, False),
        "member without a role": (member(None), False, True),
        "somebody without anything": (nobody, False, False),
        "superuser": (UserFactory(is_superuser=True), True, True),
    }


def expected(address, *, card, store):
    """Whatever tells of listings tells what cards count: who sees no card sees none of it."""
    return 200 if card else 404


@pytest.fixture
def snapshot(snapshot):
    """Of a store with one listing that has an address of its own."""
    ListingFactory(store=snapshot.store, product_id=PRODUCT_ID)
    return snapshot


@pytest.mark.parametrize("address", [*PAGES, *ENDPOINTS])
def test_everybody_sees_what_is_theirs_and_nothing_else(address, snapshot, member, as_user):
    answers, wanted = {}, {}

    for who, (user, card, store) in people(member).items():
        answers[who] = as_user(user).get(address).status_code
        wanted[who] = expected(address, card=card, store=store)

    assert answers == wanted


@pytest.mark.parametrize("address", ENDPOINTS)
def test_a_key_sees_what_its_user_sees(address, snapshot, member, with_key):
    answers, wanted = {}, {}

    for who, (user, card, store) in people(member).items():
        answers[who] = with_key(user).get(address).status_code
        wanted[who] = expected(address, card=card, store=store)

    assert answers == wanted


@pytest.mark.parametrize("address", ["/", *PAGES])
def test_a_page_sends_the_signed_out_to_sign_in(address, snapshot):
    response = Client().get(address)

    assert response.status_code == 302
    assert response["Location"].split("?")[0] == "/accounts/login/"


@pytest.mark.parametrize("address", [*ENDPOINTS, "/api/v1/cards/", "/api/v1/stores/"])
def test_the_api_tells_the_signed_out_how_to_come_in(address, snapshot):
    response = Client().get(address)

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"


def test_a_hidden_store_answers_as_an_absent_one_does(snapshot, member, with_key):
    client = with_key(member("owner", of_store=False))

    hidden = client.get(f"{API}/cards/aex_total_listings/")
    absent = client.get("/api/v1/stores/no-such-store/cards/aex_total_listings/")

    assert (hidden.status_code, hidden.json()) == (absent.status_code, absent.json())


def test_a_card_taken_from_a_role_is_gone_for_it_everywhere(snapshot, owner, as_user, with_key):
    Card.objects.get(key="aex_total_listings").roles.clear()

    page = as_user(owner).get(f"{STORE}/cards/aex_total_listings/")
    api = with_key(owner).get(f"{API}/cards/aex_total_listings/")
    board = as_user(owner).get("/")

    assert (page.status_code, api.status_code) == (404, 404)
    assert "Total Listings" not in board.content.decode()


def test_a_refresh_is_for_members_only(snapshot, member, with_key):
    stranger = with_key(member("owner", of_store=False))

    response = stranger.post(f"{API}/syncs/", {}, content_type="application/json")

    assert response.status_code == 404


def test_the_progress_of_a_refresh_counts_nothing_for_who_sees_no_card(snapshot, member, with_key):
    run = SyncRunFactory(store=snapshot.store)
    StatusRead.objects.create(run=run, status="onSelling", listed=4310)
    told, wanted = {}, {}

    for who, (user, card, _) in people(member).items():
        app = with_key(user)
        asked = app.post(f"{API}/syncs/", {}, content_type="application/json")
        watched = app.get(f"{API}/syncs/{run.pk}/")
        told[who] = (asked.status_code, watched.status_code)
        wanted[who] = (202, 200) if card else (404, 404)

    assert told == wanted


def test_the_board_shows_only_the_readers_stores(snapshot, owner, as_user):
    StoreFactory(name="Somebody Else's")

    board = as_user(owner).get("/").content.decode()

    assert "Harbour Home" in board
    assert "Somebody Else" not in board


def test_a_revoked_key_stops_at_the_very_next_request(snapshot, owner, with_key):
    client = with_key(owner)
    before = client.get("/api/v1/stores/").status_code

    owner.api_keys.update(revoked_at=timezone.now())

    assert (before, client.get("/api/v1/stores/").status_code) == (200, 401)


def test_a_key_of_somebody_switched_off_opens_nothing(owner, with_key):
    client = with_key(owner)
    owner.is_active = False
    owner.save()

    assert client.get("/api/v1/stores/").status_code == 401


def test_a_key_is_stored_as_a_digest_only(owner):
    plain = issue_api_key(owner, name="warehouse", at=timezone.now())

    stored = owner.api_keys.get()

    assert plain not in {str(value) for value in vars(stored).values()}
    assert key_in_force(plain) == stored


@pytest.mark.django_db
def test_adding_a_member_again_widens_and_takes_nothing_away():
    first, second = StoreFactory(), StoreFactory()
    add_member("eva", role="owner", store=first, password="a long enough word")

    add_member("eva", role="operations", store=second)

    user = first.members.get()
    assert set(user.groups.values_list("name", flat=True)) == {"owner", "operations"}
    assert set(user.stores.all()) == {first, second}
    assert user.check_password("a long enough word")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("username", "password"), [("eva", "123"), ("e va", None), ("", None), ("x" * 200, None)]
)
def test_a_member_that_cannot_be_is_refused_whole(username, password):
    store = StoreFactory()

    with pytest.raises(CannotAdd):
        add_member(username, role="owner", store=store, password=password)

    assert not store.members.exists()
