"""An alert in words: asked for by anybody, of what they see, and told to whom they chose."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from cards.alerts.watch import look
from cards.models import Alert, AlertDelivery, AlertRule
from tests.factories import MembershipFactory, SnapshotFactory, StoreFactory, UserFactory
from tests.moments import NOON

TOTAL = "aex_total_listings"
DAY = timedelta(days=1)


@pytest.fixture
def form():
    return reverse("alert_me", args=["harbour-home", TOTAL])


def told():
    return set(AlertDelivery.objects.values_list("email", flat=True))


def asked(browser, form, **fields):
    typed = {"kind": "above", "number": "4,800", "where": "here", "tells": "me", **fields}
    return browser.post(form, typed)


def test_two_clicks_are_enough(snapshot, owner, as_user, form):
    browser = as_user(owner)
    card = browser.get(reverse("card", args=["harbour-home", TOTAL])).content.decode()
    assert f'href="{form}"' in card
    suggested = browser.get(form).context["asked"]

    answer = browser.post(form, {"kind": suggested.kind, "number": suggested.number, "tells": "me"})

    assert answer.url == reverse("alerts")
    assert AlertRule.objects.get().trigger == "falls by 5% in 24h"
    assert "Nothing yet" not in browser.get(reverse("alerts")).content.decode()


def test_an_owner_alone_is_told_of_what_they_asked_for(snapshot, member, as_user, form):
    ada = member("owner", email="ada@example.com")
    member("owner", email="bob@example.com")
    member("operations", email="ops@example.com")
    asked(as_user(ada), form)

    look(at=NOON)

    assert Alert.objects.get().sentence == "It is 4,820, above 4,800."
    assert told() == {"ada@example.com"}


@pytest.mark.parametrize(
    ("tells", "names"),
    [
        ("operations", {"ada", "ops"}),
        ("everybody", {"ada", "bob", "ops"}),
    ],
)
def test_others_are_told_where_that_was_chosen(snapshot, member, as_user, form, tells, names):
    ada = member("owner", email="ada@example.com")
    member("owner", email="bob@example.com")
    member("operations", email="ops@example.com")
    member("operations", of_store=False, email="stranger@example.com")
    asked(as_user(ada), form, tells=tells)

    look(at=NOON)

    assert told() == {f"{name}@example.com" for name in names}


def test_it_is_of_this_store_or_of_all_of_the_makers_and_of_no_other(
    snapshot, owner, as_user, form
):
    second = MembershipFactory(user=owner, store=StoreFactory(name="North Quay")).store
    hidden = StoreFactory(name="Quay Lights")
    for store in (second, hidden):
        SnapshotFactory(store=store)
    asked(as_user(owner), form)
    look(at=NOON)
    assert {alert.store for alert in Alert.objects.all()} == {snapshot.store}

    asked(as_user(owner), form, where="everywhere")
    look(at=NOON)

    assert {alert.store for alert in Alert.objects.all()} == {snapshot.store, second}


def test_of_all_stores_it_says_in_which_one_it_was_tried(snapshot, owner, as_user, form):
    MembershipFactory(user=owner, store=StoreFactory(name="North Quay"))

    here = as_user(owner).get(form, {"where": "here"}).content.decode()
    everywhere = as_user(owner).get(form, {"where": "everywhere"}).content.decode()

    assert "Tried in" not in here
    assert "Tried in Harbour Home alone." in everywhere


def test_who_no_longer_sees_the_store_has_no_alert_of_it_any_more(snapshot, owner, as_user, form):
    asked(as_user(owner), form)
    look(at=NOON)

    owner.memberships.all().delete()
    look(at=NOON)

    assert Alert.objects.get().closed_at == NOON


def test_asked_for_again_it_is_one_rule_that_tells_others(snapshot, owner, as_user, form):
    asked(as_user(owner), form)
    asked(as_user(owner), form, tells="everybody", number="4800")

    assert AlertRule.objects.get().tells == "everybody"


@pytest.mark.parametrize(
    "fields",
    [
        {"number": "many"},
        {"number": ""},
        {"number": "-5"},
        {"number": "5 or stale"},
        {"number": "9" * 30},
        {"kind": "below zero"},
        {"kind": "rises", "window": "1y"},
        {"tells": "the world"},
        {"number": "\x00"},
    ],
)
def test_what_cannot_be_understood_is_said_and_stays_in_the_form(
    snapshot, owner, as_user, form, fields
):
    answer = asked(as_user(owner), form, **fields)

    assert answer.status_code == 400
    assert 'class="wrong"' in answer.content.decode()
    assert not AlertRule.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_hidden_store_has_no_form(snapshot, member, as_user, form, method):
    stranger = member("owner", of_store=False)

    assert getattr(as_user(stranger), method)(form).status_code == 404


def test_a_test_message_goes_to_whoever_asks_and_keeps_nothing(snapshot, member, as_user, form):
    ada = member("owner", email="ada@example.com")

    answer = asked(as_user(ada), form, test="1", tells="everybody")

    assert "Sent to ada@example.com." in answer.content.decode()
    [sent] = mail.outbox
    assert sent.to == ["ada@example.com"]
    assert "told of Total Listings of Harbour Home when it is more than 4,800." in sent.body
    assert not AlertRule.objects.exists()


def test_one_ends_ones_own_alert_and_nobody_elses(snapshot, owner, member, as_user, form):
    asked(as_user(owner), form)
    address = reverse("end_alert", args=[AlertRule.objects.get().pk])

    as_user(member("owner")).post(address)
    assert AlertRule.objects.exists()
    as_user(owner).post(address)
    assert not AlertRule.objects.exists()


def test_a_superuser_is_told_of_what_they_asked_for(snapshot, as_user, form):
    root = UserFactory(is_superuser=True, email="root@example.com")
    asked(as_user(root), form)

    look(at=NOON)

    assert told() == {"root@example.com"}


def test_single_people_are_told_where_they_were_chosen(snapshot, member, as_user, form):
    ada = member("owner", email="ada@example.com")
    wei = member("operations", email="wei@example.com", username="wei")
    member("operations", email="ops@example.com")
    browser = as_user(ada)
    assert "wei" in browser.get(form).content.decode()

    asked(browser, form, tells="chosen", people=["wei"])
    look(at=NOON)

    assert told() == {"ada@example.com", "wei@example.com"}
    assert "Me, wei" in " ".join(browser.get(reverse("alerts")).content.decode().split())

    AlertDelivery.objects.all().delete()
    wei.memberships.all().delete()
    Alert.objects.all().delete()
    look(at=NOON)
    assert told() == {"ada@example.com"}


@pytest.mark.parametrize("people", [[], ["nobody"], ["stranger"], ["wei", "stranger"], ["\x00"]])
def test_only_who_may_see_the_card_there_can_be_chosen(snapshot, member, as_user, form, people):
    member("operations", username="wei")
    member("owner", of_store=False, username="stranger")

    answer = asked(as_user(member("owner")), form, tells="chosen", people=people)

    assert answer.status_code == 400
    assert "Those who are told must be one or more" in answer.content.decode()
    assert not AlertRule.objects.exists()


@pytest.mark.parametrize(
    ("key", "things"),
    [
        (TOTAL, "listings"),
        ("aex_rejection_rate", "points"),
        ("aex_xc_missing_on_aliexpress", "items"),
    ],
)
def test_the_form_counts_a_change_in_what_the_card_counts(snapshot, owner, as_user, key, things):
    form = reverse("alert_me", args=["harbour-home", key])

    assert f">{things}</option>" in as_user(owner).get(form).content.decode()
