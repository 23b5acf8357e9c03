"""A card that is not the reader's is nowhere: also not as a list that another is held apart from,
and not in what others kept."""

from urllib.parse import parse_qsl

import pytest
from django.http import Http404
from django.utils import timezone

from cards.mcp.caller import Call
from cards.mcp.resources import content
from cards.models import Card, SavedView, Tracing

STORE = "/stores/harbour-home"
API = f"/api/v1{STORE}"
JSON = "application/json"


@pytest.fixture
def without_stock_card(snapshot, owner, with_key, as_user):
    """An owner who does not see the card of what is out of stock, as a key and as a browser."""
    Card.objects.get(key="aex_oos_listings").roles.clear()
    return with_key(owner), as_user(owner)


@pytest.mark.parametrize(
    "query",
    [
        "card=aex_oos_listings",
        "apart_from=card%3Daex_oos_listings",
        "state=active&other_than=state%3Dexpired%7Ccard%3Daex_oos_listings",
    ],
)
def test_a_hidden_cards_list_is_in_no_other_list_either(without_stock_card, query):
    app, browser = without_stock_card
    body = {"name": "Mine", "query": dict(parse_qsl(query))}

    codes = [
        browser.get(f"{STORE}/listings/?{query}").status_code,
        browser.get(f"{STORE}/listings.csv?{query}").status_code,
        app.get(f"{API}/listings/?{query}").status_code,
        app.post(f"{API}/views/", body, content_type=JSON).status_code,
        browser.get(f"{STORE}/why/list/?{query}").status_code,
    ]

    assert codes == [404] * 5


def test_a_list_apart_from_that_of_no_card_is_absent(without_stock_card):
    app, browser = without_stock_card
    query = "apart_from=card%3Dof_nobody"

    assert browser.get(f"{STORE}/listings/?{query}").status_code == 404
    assert app.get(f"{API}/listings/?{query}").status_code == 404


def test_what_others_kept_of_a_hidden_card_is_in_no_list(without_stock_card, snapshot, member):
    app, _ = without_stock_card
    at, mei = timezone.now(), member("operations")
    lists = ["card=aex_oos_listings", "out_of_stock", "state=active"]
    for subject in lists:
        query = dict(parse_qsl(subject)) or {"card": "aex_oos_listings"}
        SavedView.objects.create(
            store=snapshot.store,
            owner=mei,
            name=subject,
            query=query,
            is_shared=True,
            created_at=at,
        )
        Tracing.objects.create(
            store=snapshot.store, subject=subject, kind="alike", opening=snapshot,
            closing=snapshot, method=1, asked_at=at,
        )  # fmt: skip

    views = [one["name"] for one in app.get(f"{API}/views/").json()]
    tracings = [one["subject"] for one in app.get(f"{API}/tracings/").json()["results"]]

    assert (views, tracings) == (["state=active"], ["state=active"])


@pytest.mark.parametrize("subject", ["aex_oos_listings", "out_of_stock"])
def test_what_only_a_hidden_card_counts_is_not_traced(without_stock_card, subject):
    app, browser = without_stock_card

    codes = [
        browser.get(f"{STORE}/why/{subject}/").status_code,
        app.post(f"{API}/tracings/", {"subject": subject}, content_type=JSON).status_code,
    ]

    assert codes == [404, 404]


def test_a_tracing_of_a_hidden_card_is_no_resource_of_an_assistant(
    without_stock_card, snapshot, owner
):
    kept = Tracing.objects.create(
        store=snapshot.store, subject="card=aex_oos_listings", kind="alike", opening=snapshot,
        closing=snapshot, method=1, asked_at=timezone.now(),
    )  # fmt: skip
    call = Call(owner, timezone.now(), {})

    with pytest.raises(Http404):
        content(f"nerve://tracings/{kept.pk}", call)
