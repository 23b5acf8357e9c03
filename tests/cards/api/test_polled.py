"""A reading asked for with a key, by one statement, is what Django REST framework's way answers."""

import pytest
from django.utils import timezone

from cards.api.throttling import PerKeyThrottle
from cards.api.views.readings import ReadingDetail
from cards.models import ApiKey, Card
from tests.factories import StoreFactory, UserFactory

READING = "/api/v1/stores/harbour-home/cards/aex_total_listings/"


def nothing(_):
    pass


def key_revoked(_):
    ApiKey.objects.update(revoked_at=timezone.now())


def user_switched_off(user):
    user.is_active = False
    user.save()


def another_store(user):
    user.memberships.update(store=StoreFactory())


def another_role(user):
    user.groups.clear()


def card_switched_off(_):
    Card.objects.update(is_enabled=False)


def superuser(user):
    user.is_superuser = True
    user.memberships.all().delete()
    user.save()


CASES = [
    nothing,
    key_revoked,
    user_switched_off,
    another_store,
    another_role,
    card_switched_off,
    superuser,
]
HEADERS = [
    {},
    {"accept": "*/*"},
    {"accept": "application/json"},
    {"accept": "application/json, */*"},
    {"accept": "application/json, text/plain, */*"},
    {"accept": "text/html, */*;q=0.1"},
    {"accept": "text/csv"},
    {"if-none-match": "*"},
    {"if-none-match": '"another"'},
    {"if-match": '"another"'},
    {"if-unmodified-since": "Sat, 14 Mar 2026 12:00:00 GMT"},
]


@pytest.fixture
def api(snapshot, owner, with_key):
    return with_key(owner)


@pytest.fixture
def by_both_ways(api, monkeypatch):
    def asked(address=READING, *, method="get", **headers):
        answers = []
        for way in (ReadingDetail.polled, lambda *_, **__: None):
            monkeypatch.setattr(ReadingDetail, "polled", way)
            answer = getattr(api, method)(address, headers=headers)
            answers.append((answer.status_code, dict(answer.headers), answer.content))
        return answers

    return asked


@pytest.mark.parametrize("case", CASES)
def test_whoever_asks_is_told_the_same(by_both_ways, owner, case):
    case(owner)

    polled, plain = by_both_ways()

    assert polled == plain


@pytest.mark.parametrize("headers", HEADERS)
def test_however_it_is_asked_it_is_told_the_same(by_both_ways, headers):
    polled, plain = by_both_ways(**headers)

    assert polled == plain


@pytest.mark.parametrize("method", ["head", "options", "post", "delete"])
def test_other_methods_are_answered_the_same(by_both_ways, method):
    polled, plain = by_both_ways(method=method)

    assert polled == plain


@pytest.mark.parametrize(
    "address",
    [
        f"{READING}?as_of=2026-03-14T12:00:00Z",
        f"{READING}?as_of=yesterday",
        READING.replace("total", "no_such"),
        READING.replace("harbour-home", "nowhere"),
    ],
)
def test_other_addresses_are_answered_the_same(by_both_ways, address):
    polled, plain = by_both_ways(address)

    assert polled == plain


def test_an_alias_is_told_as_its_card(by_both_ways):
    Card.objects.filter(key="aex_total_listings").update(aliases=["all_listings"])

    polled, plain = by_both_ways(READING.replace("aex_total_listings", "all_listings"))

    assert polled == plain
    assert polled[0] == 200


def test_a_key_has_one_budget_by_either_way(api, monkeypatch):
    monkeypatch.setitem(PerKeyThrottle.THROTTLE_RATES, "reader", "3/min")
    addresses = [READING, f"{READING}?as_of=2026-03-14T12:00:00Z", READING, READING]

    answers = [api.get(address) for address in addresses]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3]["Retry-After"]


def test_who_asked_is_known_to_the_log(api, owner):
    request = api.get(READING).wsgi_request

    assert request.user == owner
    assert request.user.username == owner.username


def test_two_users_of_a_store_are_told_apart(api, member, with_key):
    other = member("operations")
    Card.objects.get(key="aex_total_listings").roles.set(other.groups.all())

    statuses = [one.get(READING).status_code for one in (with_key(other), api)]

    assert statuses == [200, 404]


def test_a_superuser_with_a_key_is_told_what_they_see(snapshot, with_key):
    answer = with_key(UserFactory(is_superuser=True)).get(READING)

    assert (answer.status_code, answer.json()["value"]) == (200, 4820)
