"""Nobody gives, or comes by, more than they have."""

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, Permission
from django.http import Http404

from aliexpress.typed.bad_input import BadInput
from cards.api_keys import issue_api_key, key_in_force
from cards.members import administration
from cards.members.grants import check_may_invite, may_manage, roles_to_give
from cards.members.roster import person_seen, roster
from cards.models import Card
from tests.factories import MembershipFactory, StoreFactory, UserFactory
from tests.moments import NOON


@pytest.fixture
def ops(member):
    return member("operations", username="ops")


@pytest.fixture
def hidden(db):
    return StoreFactory(name="Quay Lights", slug="quay-lights")


def test_who_is_invited_has_the_role_and_the_store_and_no_password(ops, store):
    made = administration.invite("ada", email="", roles=["operations"], stores=[store], by=ops)

    made.refresh_from_db()
    assert (list(made.stores.all()), made.is_staff) == ([store], True)
    assert [group.name for group in made.groups.all()] == ["operations"]
    assert not made.has_usable_password()


def test_nobody_gives_a_store_they_do_not_see(ops, store, hidden):
    with pytest.raises(BadInput, match="no store that is not yours"):
        administration.invite("ada", email="", roles=["owner"], stores=[hidden], by=ops)


def test_nobody_gives_a_role_that_shows_a_card_they_do_not_see(ops, store, total):
    total.roles.set(Group.objects.filter(name="owner"))

    assert roles_to_give(ops) == ["operations", "finance", "marketing"]
    with pytest.raises(BadInput, match="no role that shows more"):
        administration.invite("ada", email="", roles=["owner"], stores=[store], by=ops)


def test_nobody_holds_the_password_of_whoever_sees_another_store(ops, member, hidden):
    ada = member("owner")
    assert may_manage(ops, ada)
    MembershipFactory(user=ada, store=hidden)

    assert not may_manage(ops, ada)
    with pytest.raises(BadInput):
        administration.switch_off(ada, by=ops, at=NOON)


def test_nobody_holds_the_password_of_whoever_may_do_more(ops, member):
    ada = member("owner")
    ada.user_permissions.add(Permission.objects.get(codename="change_user"))

    assert not may_manage(ops, ada)
    assert not may_manage(ops, UserFactory(is_superuser=True))


def test_of_somebody_with_another_store_only_ones_own_stores_change(ops, member, store, hidden):
    ada = member("owner")
    MembershipFactory(user=ada, store=hidden)

    administration.change_rights(ada, roles=["operations"], stores=[], by=ops)

    assert list(ada.stores.all()) == [hidden]
    assert [group.name for group in ada.groups.all()] == ["owner"]


def test_nobody_changes_their_own_rights(ops, store):
    with pytest.raises(BadInput):
        administration.change_rights(ops, roles=[], stores=[], by=ops)
    with pytest.raises(BadInput):
        administration.switch_off(ops, by=ops, at=NOON)


def test_who_is_switched_off_loses_their_keys_for_good(ops, owner):
    key = issue_api_key(owner, name="warehouse", at=NOON)

    administration.switch_off(owner, by=ops, at=NOON)
    administration.switch_on(owner, by=ops)

    owner.refresh_from_db()
    assert owner.is_active
    assert key_in_force(key) is None


def test_who_was_operations_and_is_not_may_not_enter_the_admin(ops, member, store):
    ada = member("operations")

    administration.change_rights(ada, roles=["owner"], stores=[store], by=ops)

    ada.refresh_from_db()
    assert not ada.is_staff


def test_the_roster_names_nobody_of_another_store_and_no_hidden_store(
    ops, owner, hidden, django_assert_num_queries
):
    MembershipFactory(user=owner, store=hidden)
    stranger = MembershipFactory(store=hidden).user

    with django_assert_num_queries(5):
        people = roster(ops, at=NOON).rows

    assert {person.user for person in people} == {ops, owner}
    assert {store.name for person in people for store in person.stores} == {"Harbour Home"}
    with pytest.raises(Http404):
        person_seen(ops, stranger.pk, at=NOON)


def test_people_are_for_operations_alone(owner, ops):
    check_may_invite(ops)
    with pytest.raises(Http404):
        check_may_invite(owner)


def test_a_name_that_differs_in_its_capitals_alone_is_taken(ops, store):
    with pytest.raises(BadInput, match="somebody called ops already"):
        administration.invite("OPS", email="", roles=["owner"], stores=[store], by=ops)


def test_a_name_that_is_taken_is_said_and_nothing_is_changed(ops, owner, store):
    with pytest.raises(BadInput, match="already"):
        administration.invite(
            owner.username, email="", roles=["operations"], stores=[store], by=ops
        )

    assert [group.name for group in owner.groups.all()] == ["owner"]


def test_somebody_who_is_here_is_given_a_store_and_keeps_their_roles(ops, store):
    ada = UserFactory(username="ada", role="owner")

    administration.give_stores("ada", [store], by=ops)

    assert list(ada.stores.all()) == [store]


@pytest.mark.parametrize("name", ["", "a b", "x" * 151, "a\x00b", "ada@\ud800"])
def test_a_name_that_does_not_do_is_refused_with_a_sentence(ops, store, name):
    with pytest.raises(BadInput):
        administration.invite(name, email="", roles=["owner"], stores=[store], by=ops)


@pytest.mark.parametrize("email", ["ada", "ada@", "a\x00@example.com", f"{'x' * 260}@example.com"])
def test_an_address_that_is_none_is_refused(ops, store, email):
    with pytest.raises(BadInput):
        administration.invite("ada", email=email, roles=["owner"], stores=[store], by=ops)


def test_a_lock_is_seen_and_lifted(ops, owner, settings):
    settings.AXES_FAILURE_LIMIT = 3
    attempt = {"ip_address": "192.0.2.1", "user_agent": "x", "failures_since_start": 3}
    AccessAttempt.objects.create(username=owner.username, **attempt)
    AccessAttempt.objects.update(attempt_time=NOON)
    assert person_seen(ops, owner.pk, at=NOON).standing == "Locked out"

    administration.unlock(owner, by=ops)

    assert not person_seen(ops, owner.pk, at=NOON).is_locked_out


def test_a_card_that_is_switched_off_counts_as_well(ops, member, total):
    total.roles.set(Group.objects.filter(name="owner"))
    Card.objects.filter(pk=total.pk).update(is_enabled=False)

    assert not may_manage(ops, member("owner"))
