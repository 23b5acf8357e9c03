"""One name leads to one card, wherever it is asked for; a hidden card is as one that is not."""

import pytest

from aliexpress.models import SyncRun
from cards.management.commands.read_card import _card
from cards.models import Annotation, Card

pytestmark = pytest.mark.django_db

TOTAL, ACTIVE = "aex_total_listings", "aex_active_listings"
HIDDEN, NONE = "aex_oos_listings", "aex_no_such_card"
STORE = "/stores/harbour-home"
API = "/api/v1/stores/harbour-home"


@pytest.fixture
def hidden_card():
    card = Card.objects.get(key=HIDDEN)
    card.roles.clear()
    return card


def test_a_key_comes_before_an_alias_of_the_same_name(snapshot, owner, as_user, with_key):
    Card.objects.filter(key=TOTAL).update(aliases=[ACTIVE], position=1)

    told = with_key(owner).get(f"{API}/cards/{ACTIVE}/").json()
    page = as_user(owner).get(f"{STORE}/cards/{ACTIVE}/").context["page"]

    assert (told["card"], page.card.key, page.reading.value) == (ACTIVE, ACTIVE, told["value"])
    assert with_key(owner).get(f"/api/v1/cards/{ACTIVE}/").json()["key"] == ACTIVE
    assert _card(ACTIVE).key == ACTIVE


def test_definitions_name_no_hidden_sibling(snapshot, owner, with_key, hidden_card):
    api = with_key(owner)

    [listed] = [card for card in api.get("/api/v1/cards/").json() if card["key"] == TOTAL]
    alone = api.get(f"/api/v1/cards/{TOTAL}/").json()

    for definition in (listed, alone):
        named = [sibling["card"] for sibling in definition["siblings"]]
        assert ACTIVE in named
        assert HIDDEN not in named


def test_the_list_of_a_hidden_card_is_as_absent_as_that_of_none(
    snapshot, owner, as_user, with_key, hidden_card
):
    browser, api = as_user(owner), with_key(owner)

    for key in (HIDDEN, NONE):
        for path in ("listings/", "listings.csv"):
            assert browser.get(f"{STORE}/{path}", {"card": key}).status_code == 404
    answers = [api.get(f"{API}/listings/", {"card": key}) for key in (HIDDEN, NONE)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_a_card_that_counts_no_listings_one_by_one_is_told_so(snapshot, owner, with_key):
    answer = with_key(owner).get(f"{API}/listings/", {"card": TOTAL})

    assert answer.status_code == 400
    assert "Total Listings counts no listings one by one" in answer.content.decode()


def test_a_list_of_a_card_may_be_asked_for_by_its_alias(snapshot, owner, with_key):
    Card.objects.filter(key=HIDDEN).update(aliases=["aex_sold_out"])

    assert with_key(owner).get(f"{API}/listings/", {"card": "aex_sold_out"}).status_code == 200


def test_a_page_past_the_end_of_a_list_does_not_say_that_nothing_was_read(snapshot, owner, as_user):
    page = as_user(owner).get(f"{STORE}/listings/", {"after": 2**63 - 1}).content.decode()

    assert "There is nothing on this page" in page
    assert "has been read yet" not in page


@pytest.mark.parametrize("key", [HIDDEN, NONE])
def test_nothing_is_done_at_the_address_of_a_hidden_card(
    snapshot, member, as_user, hidden_card, key
):
    browser = as_user(member("operations"))
    mark = {"at": "2026-03-14T09:00", "text": "A mark."}

    for act, sent in (("refresh", {}), ("marks", mark)):
        assert browser.post(f"{STORE}/cards/{key}/{act}/", sent).status_code == 404

    assert not SyncRun.objects.exists()
    assert not Annotation.objects.exists()
