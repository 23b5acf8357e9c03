"""People in the admin: whoever administers them learns nothing of stores that are not theirs."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from aliexpress.admin.changelist import OfferedAdmin
from tests.aliexpress.admin.conftest import signed_in
from tests.factories import MembershipFactory, StoreFactory, UserFactory

pytestmark = pytest.mark.django_db

PEOPLE = reverse("admin:auth_user_changelist")


@pytest.fixture
def registrar(db) -> Client:
    """Staff who may administer users, and hold no role and no store."""
    user = UserFactory(username="registrar", is_staff=True)
    wanted = ["view_user", "change_user", "delete_user", "view_group"]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    return signed_in(user)


@pytest.fixture
def superuser(db) -> Client:
    return signed_in(UserFactory(is_staff=True, is_superuser=True))


@pytest.fixture
def member(db) -> User:
    """Of a store nobody else is a member of."""
    store = StoreFactory(name="Quay Lights")
    user: User = MembershipFactory(user=UserFactory(username="ada"), store=store).user
    return user


# --- Lists


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_every_list_of_the_admin_answers_only_what_it_offers(model):
    assert isinstance(admin.site.get_model_admin(model), OfferedAdmin)


def test_who_is_a_member_of_a_store_cannot_be_asked(registrar, member):
    store = member.stores.get()

    assert registrar.get(PEOPLE, {"stores": store.pk}).status_code == 400


@pytest.mark.parametrize("lookup", ["password__startswith", "memberships__store", "last_login__gt"])
def test_what_the_list_of_people_does_not_offer_cannot_be_asked(registrar, lookup):
    assert registrar.get(PEOPLE, {lookup: "1"}).status_code == 400


def test_who_sees_a_card_cannot_be_asked(registrar):
    address = reverse("admin:auth_group_changelist")

    assert registrar.get(address, {"card": "1"}).status_code == 400


def test_an_address_of_no_shape_is_not_looked_up_among_attempts(superuser):
    address = reverse("admin:axes_accessattempt_changelist")

    assert superuser.get(address, {"ip_address": "x"}).status_code == 400


def test_people_are_filtered_by_role(registrar):
    owners = Group.objects.get(name="owner")
    owner = UserFactory(role="owner")

    answer = registrar.get(PEOPLE, {"groups__id__exact": owners.pk})

    assert list(answer.context["cl"].result_list) == [owner]


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_every_link_a_filter_offers_is_answered(superuser, model):
    UserFactory(role="owner")
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    shown = superuser.get(address).context["cl"]

    links = [choice["query_string"] for one in shown.filter_specs for choice in one.choices(shown)]

    assert {superuser.get(f"{address}{link}").status_code for link in links} <= {200}


@pytest.mark.parametrize("query", ["9" * 20, "9999-12-31T23:59:59-23:59", "\x00"])
@pytest.mark.parametrize("parameter", ["attempt_time__year", "attempt_time__gte", "path_info"])
def test_whatever_is_asked_no_list_of_attempts_breaks(superuser, parameter, query):
    address = reverse("admin:axes_accessattempt_changelist")

    assert superuser.get(address, {parameter: query}).status_code in {200, 302}


# --- Deleting


def confirmation(client: Client, user: User) -> str:
    return client.get(reverse("admin:auth_user_delete", args=[user.pk])).content.decode()


def confirmation_of_many(client: Client, user: User) -> str:
    chosen = {"action": "delete_selected", "_selected_action": [user.pk]}
    return client.post(PEOPLE, chosen).content.decode()


CONFIRMATIONS = [confirmation, confirmation_of_many]


@pytest.mark.parametrize("asked", CONFIRMATIONS)
def test_what_is_deleted_with_a_person_is_counted_and_not_named(registrar, member, asked):
    remember_the_store(member)

    page = asked(registrar, member)

    assert "Quay Lights" not in page
    assert "Memberships: 1" in page
    assert "Log entries: 1" in page
    assert "<li>ada</li>" in page


@pytest.mark.parametrize("asked", CONFIRMATIONS)
def test_a_superuser_reads_what_is_deleted_with_a_person(superuser, member, asked):
    assert "ada of Quay Lights" in asked(superuser, member)


def test_a_person_is_deleted(registrar, member):
    registrar.post(reverse("admin:auth_user_delete", args=[member.pk]), {"post": "yes"})

    assert not User.objects.filter(pk=member.pk).exists()


@pytest.mark.parametrize("ticked", ["abc", "9" * 30])
def test_nobody_is_deleted_where_what_was_ticked_is_no_key(registrar, member, ticked):
    chosen = {"action": "delete_selected", "_selected_action": [member.pk, ticked], "post": "yes"}

    answer = registrar.post(PEOPLE, chosen)

    assert answer.status_code == 302
    assert User.objects.filter(pk=member.pk).exists()


def remember_the_store(user: User) -> None:
    """A log entry, as changing the user's store in the admin leaves one."""
    LogEntry.objects.log_actions(user.pk, user.stores.all(), CHANGE, single_object=True)
