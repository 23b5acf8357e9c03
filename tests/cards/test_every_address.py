"""Every address in which a store stands, taken from the tables of addresses of pages and API so
that none is forgotten: to whoever does not see the store it is not there, read or written to."""

import re

import pytest
from django.utils import timezone

from aliexpress.proof.seal import seal
from cards.api.urls import urlpatterns as api
from cards.models import Reconciliation, SavedView, Tracing
from cards.pages.urls import urlpatterns as pages
from cards.work.items import take_on
from tests.factories import ListingFactory, SyncRunFactory

OF_A_STORE = "<slug:slug>"
JSON = "application/json"


def routes(patterns):
    return [route for one in patterns if OF_A_STORE in (route := str(one.pattern))]


@pytest.fixture
def named(snapshot, owner):
    """What stands in an address, each of the store, by the name of its place."""
    store, at = snapshot.store, timezone.now()
    seal(snapshot, at=at)
    listing = ListingFactory(store=store, state="rejected", status="editingRequired")
    view = SavedView.objects.create(store=store, owner=owner, name="Mine", created_at=at)
    tracing = Tracing.objects.create(
        store=store, subject="rejected", kind="why", opening=snapshot, closing=snapshot, method=1,
        asked_at=at,
    )  # fmt: skip
    record = Reconciliation.objects.create(
        store=store, entered=4820, observed_at=at, snapshot=snapshot, computed=4820, difference=0,
        unexplained=0, status="agreed", created_at=at, counted_at=at,
    )  # fmt: skip
    item = take_on(store, {"kind": "rejected", "title": "Lamps"}, by=owner, at=at)
    return {
        "slug": store.slug,
        "key": "aex_total_listings",
        "kind": "rejected",
        "name": "missing",
        "product_id": listing.product_id,
        "item_id": item.pk,
        "view_id": view.pk,
        "snapshot_id": snapshot.pk,
        "record_id": record.pk,
        "run_id": SyncRunFactory(store=store).pk,
        "tracing_id": tracing.pk,
        "upload_id": 1,
        "alias_id": 1,
    }


@pytest.fixture
def strangers(member):
    """Of every role elsewhere; and a member to whom no card is shown."""
    elsewhere = member("operations", of_store=False)
    elsewhere.groups.add(*member("owner", of_store=False).groups.all())
    return [elsewhere, member(None)]


def filled(route, named):
    return re.sub(r"<\w+:(\w+)>", lambda place: str(named[place[1]]), route)


@pytest.mark.parametrize(("prefix", "patterns"), [("/", pages), ("/api/v1/", api)])
def test_nobody_between_keeps_what_a_store_answers(named, owner, as_user, prefix, patterns):
    browser = as_user(owner)
    kept = {}
    for route in routes(patterns):
        answer = browser.get(f"{prefix}{filled(route, named)}")
        kept[route] = answer.status_code == 200 and "private" not in answer["Cache-Control"]

    assert not [route for route, is_kept in kept.items() if is_kept]


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_of_a_store_is_there_for_strangers(named, strangers, as_user, method):
    answers: dict[int, list[str]] = {}
    for user in strangers:
        browser = as_user(user)
        for route in routes(pages):
            answer = getattr(browser, method)(f"/{filled(route, named)}")
            answers.setdefault(answer.status_code, []).append(route)

    assert answers.keys() <= {404, 405}, answers


@pytest.mark.parametrize("method", ["get", "post", "patch", "delete"])
def test_no_address_of_the_api_is_there_for_strangers(named, strangers, with_key, method):
    answers: dict[int, list[str]] = {}
    for user in strangers:
        app = with_key(user)
        for route in routes(api):
            given = {} if method == "get" else {"data": {}, "content_type": JSON}
            answer = getattr(app, method)(f"/api/v1/{filled(route, named)}", **given)
            answers.setdefault(answer.status_code, []).append(route)

    assert answers.keys() <= {404, 405}, answers
