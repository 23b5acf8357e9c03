"""Work items, groups and saved views for other apps."""

import pytest

from aliexpress.models import Listing
from cards.work.items import take_on
from cards.work.notes import note_on
from tests.factories import ListingFactory, StoreFactory
from tests.moments import NOON

WORK = "/api/v1/stores/harbour-home/work/"
VIEWS = "/api/v1/stores/harbour-home/views/"
JSON = "application/json"


@pytest.fixture
def app(snapshot, owner, with_key):
    ListingFactory.create_batch(
        3, store=snapshot.store, state="rejected", audit_failure_reason="category_audit_fail"
    )
    return with_key(owner)


def test_groups_say_how_many_and_what_clearing_them_is_worth(app, snapshot):
    [group] = app.get(f"{WORK}groups/").json()

    assert (group["kind"], group["reason"], group["count"]) == (
        "rejected",
        "category_audit_fail",
        3,
    )
    assert group["worth"] == {
        "snapshot": snapshot.pk,
        "active": 4313,
        "gap": 507,
        "rejected": 117,
        "total": 4820,
    }
    assert group["sentence"] == "Clear these 3: Active 4,313, gap 507, rejection rate 2.4 %."
    assert "wrong category" in group["wants"]
    assert group["price"] is None

    Listing.objects.filter(state="rejected").update(min_price="12.5", currency="USD")
    [group] = app.get(f"{WORK}groups/").json()
    assert (group["price"], group["currency"]) == ("37.5000", "USD")


def test_a_group_is_taken_on_and_changed(app, owner):
    made = app.post(WORK, {"kind": "rejected", "assignee": owner.username}, content_type=JSON)
    item = made.json()
    assert made.status_code == 201
    assert made["Location"].endswith(f"{WORK}{item['id']}/")
    assert item["outcomes"] == {
        "still_there": 3,
        "sent_back": 0,
        "turned_down": 0,
        "cleared": 0,
        "gone": 0,
    }

    changed = app.patch(
        f"{WORK}{item['id']}/",
        {"due_on": "2026-12-24", "comment": "Asked Wei.", "closed": True},
        content_type=JSON,
    ).json()

    assert (changed["due_on"], changed["closed_at"] is not None) == ("2026-12-24", True)
    assert [event["kind"] for event in changed["events"]] == [
        "begun",
        "changed",
        "comment",
        "closed",
    ]
    assert app.get(f"{WORK}?list=closed").json()["results"][0]["id"] == item["id"]
    assert app.get(f"{WORK}?list=mine").json()["results"] == []


@pytest.mark.parametrize("body", [[], "x", {"listings": []}, {"listings": ["1"]}, {"kind": "x"}])
def test_a_wrong_body_is_400_with_one_sentence(app, body):
    answer = app.post(WORK, body, content_type=JSON)

    assert answer.status_code == 400
    assert answer.json()["error"]["message"].endswith(".")


def test_an_item_of_another_store_is_404(app, owner):
    elsewhere = StoreFactory(slug="quay")
    ListingFactory(store=elsewhere, state="expired")
    item = take_on(elsewhere, {"kind": "expired"}, by=owner, at=NOON)

    assert app.get(f"{WORK}{item.pk}/").status_code == 404
    assert app.patch(f"{WORK}{item.pk}/", {}, content_type=JSON).status_code == 404
    assert app.get(f"/api/v1/stores/quay/work/{item.pk}/").status_code == 404


def test_views_are_kept_by_name_shared_and_removed_by_whom_they_are(
    app, member, with_key, snapshot
):
    mine = {"name": "Dear lamps", "query": {"search": "lamp", "min_price": "90"}}
    kept = app.post(VIEWS, mine, content_type=JSON)
    shared = app.post(VIEWS, {**mine, "name": "Ours", "is_shared": True}, content_type=JSON)
    colleague = with_key(member("owner"))

    assert (kept.status_code, kept.json()["query"]) == (201, mine["query"])
    assert [view["name"] for view in app.get(VIEWS).json()] == ["Dear lamps", "Ours"]
    assert [view["name"] for view in colleague.get(VIEWS).json()] == ["Ours"]
    assert colleague.delete(f"{VIEWS}{shared.json()['id']}/").status_code == 404
    assert app.delete(f"{VIEWS}{shared.json()['id']}/").status_code == 204
    again = {**mine, "query": {"state": "rejected"}}
    assert app.post(VIEWS, again, content_type=JSON).json()["query"] == {"state": "rejected"}
    assert len(app.get(VIEWS).json()) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"name": "", "query": {}},
        {"name": "x", "query": []},
        {"name": "x", "query": {"min_price": "cheap"}},
        {"name": "x", "query": {"card": "no_such_card"}, "is_shared": "yes"},
    ],
)
def test_a_view_that_cannot_be_shown_is_not_kept(app, body):
    assert app.post(VIEWS, body, content_type=JSON).status_code == 400


def test_one_listing_is_told_with_all_that_is_known_of_it(app, snapshot, owner):
    listing = ListingFactory(store=snapshot.store, state="expired", status="offline",
                             offline_reason="expire_offline")  # fmt: skip
    item = take_on(snapshot.store, {"listings": [listing.product_id]}, by=owner, at=NOON)
    note_on(listing, "No licence.", by=owner, at=NOON)

    known = app.get(f"/api/v1/stores/harbour-home/listings/{listing.product_id}/").json()

    assert known["listing"]["product_id"] == listing.product_id
    assert known["why"] == ["Validity ran out"]
    assert "renew the listing" in known["to_do"][0]
    assert [stage["state"] for stage in known["timeline"]] == ["expired"]
    assert [work["id"] for work in known["work"]] == [item.pk]
    assert [(note["text"], note["work"]) for note in known["notes"]] == [("No licence.", None)]
    assert known["skus"] == known["problems"] == known["missing_attributes"] == []
    assert app.get("/api/v1/stores/harbour-home/listings/1/").status_code == 404
