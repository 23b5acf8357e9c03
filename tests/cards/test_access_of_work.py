"""Work, alerts and people under the one gate: whatever is not yours is 404, read or changed, by
page or by key."""

import pytest
from django.utils import timezone

from cards.models import Alert, AlertRule, SavedView, WorkItem
from cards.work.items import take_on
from tests.factories import ListingFactory, MembershipFactory, StoreFactory, UserFactory
from tests.moments import NOON

STORE = "/stores/harbour-home"
API = f"/api/v1{STORE}"
JSON = "application/json"


@pytest.fixture
def hidden(store, snapshot, owner, total):
    """What stands in the store, by the name of its place in an address."""
    ListingFactory(store=store, state="rejected", status="editingRequired")
    item = take_on(store, {"kind": "rejected", "title": "Lamps"}, by=owner, at=NOON)
    view = SavedView.objects.create(store=store, owner=owner, name="Mine", created_at=NOON)
    rule = AlertRule.objects.create(card=total, by=owner, trigger="above 1", created_at=NOON)
    alert = Alert.objects.create(
        card=total,
        store=store,
        trigger="above 1",
        sentence="It is.",
        opened_at=NOON,
        updated_at=NOON,
    )
    return {
        "item": item.pk,
        "view": view.pk,
        "rule": rule.pk,
        "alert": alert.pk,
        "person": owner.pk,
        "nobody": 10**9,
    }


PAGES = [
    ("get", STORE + "/work/{item}/", {}),
    ("get", STORE + "/work/{item}.csv", {}),
    ("post", STORE + "/work/{item}/change/", {"comment": "Seen."}),
    ("post", STORE + "/work/", {"item": "{item}", "closed": "true"}),
    ("post", STORE + "/work/new/", {"kind": "rejected"}),
    ("get", STORE + "/cards/aex_total_listings/alert/", {}),
    ("post", STORE + "/views/{view}/forget/", {}),
    ("post", "/alerts/{alert}/acknowledge/", {}),
    ("post", "/alerts/{alert}/note/", {"text": "Seen."}),
]
PEOPLE = [
    ("get", "/people/{person}/", {}),
    ("post", "/people/{person}/", {"roles": ["owner"]}),
    ("post", "/people/{person}/link/", {}),
    ("post", "/people/{person}/off/", {}),
    ("post", "/people/{person}/on/", {}),
    ("post", "/people/{person}/unlock/", {}),
]
ENDPOINTS = [
    ("get", API + "/work/{item}/", None),
    ("patch", API + "/work/{item}/", {"closed": True}),
    ("post", API + "/work/", {"kind": "rejected"}),
    ("post", API + "/views/", {"name": "All", "query": {}}),
    ("delete", API + "/views/{view}/", None),
    ("get", API + "/today/", None),
    ("get", "/api/v1/alerts/{alert}/", None),
    ("post", "/api/v1/alerts/{alert}/acknowledge/", {}),
    ("post", "/api/v1/alerts/{alert}/notes/", {"text": "Seen."}),
    ("delete", "/api/v1/alerts/rules/{rule}/", None),
]


@pytest.fixture
def strangers(member):
    """Everybody to whom the store is as good as absent."""
    elsewhere = member("operations", of_store=False)
    left = member("operations")
    left.memberships.all().delete()
    return {
        "member of another store": elsewhere,
        "member without a role": member(None),
        "somebody whose membership ended": left,
        "somebody without anything": UserFactory(),
    }


def untouched(hidden):
    return (
        WorkItem.objects.filter(pk=hidden["item"], closed_at=None, events__kind="begun").count()
        == WorkItem.objects.count()
        == 1
        and SavedView.objects.count() == AlertRule.objects.count() == 1
        and not Alert.objects.filter(acknowledged_at__isnull=False).exists()
    )


def test_no_page_shows_or_changes_what_is_not_the_readers(hidden, strangers, as_user):
    answers = {}
    for who, user in strangers.items():
        browser = as_user(user)
        for method, address, form in PAGES + PEOPLE:
            filled = {name: hidden["item"] if name == "item" else form[name] for name in form}
            answer = getattr(browser, method)(address.format(**hidden), filled)
            answers[who, address] = answer.status_code
            assert b"Lamps" not in b"".join(answer)

    assert set(answers.values()) == {404}, answers
    assert untouched(hidden)


def test_no_key_reads_or_changes_what_is_not_its_users(hidden, strangers, with_key):
    answers = {}
    for who, user in strangers.items():
        app = with_key(user)
        for method, address, body in ENDPOINTS:
            given = {} if body is None else {"data": body, "content_type": JSON}
            answers[who, address] = getattr(app, method)(
                address.format(**hidden), **given
            ).status_code

    assert set(answers.values()) == {404}, answers
    assert untouched(hidden)


def test_a_key_that_ended_or_whose_user_is_off_opens_nothing(hidden, member, with_key):
    ended, off = member("operations"), member("operations")
    apps = [with_key(ended), with_key(off)]
    ended.api_keys.update(revoked_at=timezone.now())
    off.is_active = False
    off.save()

    codes = {
        getattr(app, method)(
            address.format(**hidden), **({"content_type": JSON} if method != "get" else {})
        ).status_code
        for app in apps
        for method, address, _ in [*ENDPOINTS, ("get", "/api/v1/work/", None)]
    }

    assert codes == {401}
    assert untouched(hidden)


def test_the_lists_of_strangers_hold_nothing_of_the_store(hidden, strangers, as_user, with_key):
    for user in strangers.values():
        for page in ("/work/", "/work/?list=team", "/alerts/", "/"):
            assert b"Lamps" not in as_user(user).get(page).content
        wanted = {"items": [hidden["item"]], "closed": True}
        changed = with_key(user).patch("/api/v1/work/", wanted, content_type=JSON)
        assert changed.json() == {"changed": 0}
        for list_ in ("/api/v1/work/", "/api/v1/alerts/", "/api/v1/alerts/rules/"):
            told = with_key(user).get(list_).json()
            assert (told if isinstance(told, list) else told["results"]) == []
    assert untouched(hidden)


def test_people_are_operations_own_page(hidden, owner, member, as_user):
    somebody = member("operations", username="mei")
    for method, address, form in [*PEOPLE, ("get", "/people/", {}), ("get", "/people/invite/", {})]:
        answer = getattr(as_user(owner), method)(address.format(**hidden), form)
        assert answer.status_code == 404, address
    absent = as_user(somebody).get("/people/{nobody}/".format(**hidden))
    MembershipFactory(user=UserFactory(pk=10**8), store=StoreFactory())
    elsewhere = as_user(somebody).get(f"/people/{10**8}/")
    assert (absent.status_code, elsewhere.status_code) == (404, 404)
    assert as_user(somebody).get("/people/{person}/".format(**hidden)).status_code == 200
