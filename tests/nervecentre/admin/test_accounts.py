"""Nobody becomes who sees more: passwords, mails, roles and keys of people in the admin."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from cards.models import (
    ApiKey,
)
from tests.aliexpress.admin.conftest import signed_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(world: SimpleNamespace) -> Any:
    user = UserFactory(username="registrar", is_staff=True)
    wanted = ["view_user", "change_user", "add_user"]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    return user


def test_nobody_becomes_who_sees_more_by_setting_their_password(world, registrar):
    address = reverse("admin:auth_user_password_change", args=[world.member.pk])

    answer = signed_in(registrar).post(
        address, {"password1": "a-b-c-d-9", "password2": "a-b-c-d-9"}
    )

    assert answer.status_code == 403
    world.member.refresh_from_db()
    assert not world.member.check_password("a-b-c-d-9")


def test_nobody_has_the_mail_of_who_sees_more(world, registrar):
    address = reverse("admin:auth_user_change", args=[world.member.pk])

    assert signed_in(registrar).post(address, {"email": "me@e.example"}).status_code == 403


def test_nobody_makes_themselves_a_superuser(registrar):
    client = signed_in(registrar)
    address = reverse("admin:auth_user_change", args=[registrar.pk])

    client.post(address, {"username": "registrar", "is_staff": "on", "is_superuser": "on"})

    registrar.refresh_from_db()
    assert not registrar.is_superuser


def test_a_superuser_sets_anybodys_password(world):
    address = reverse("admin:auth_user_password_change", args=[world.member.pk])
    client = signed_in(UserFactory(is_staff=True, is_superuser=True))

    answer = client.post(
        address, {"password1": "a-b-c-d-9", "password2": "a-b-c-d-9", "usable_password": "true"}
    )

    assert answer.status_code == 302


def test_keys_are_ones_own(world):
    assert ApiKey.objects.count() == 2
    assert "of Quay" not in signed_in(world.ops).get("/admin/cards/apikey/").content.decode()
