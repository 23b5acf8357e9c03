"""Who somebody is here who comes from the provider."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models.signals import pre_save

from cards.models import ProviderIdentity
from nervecentre.oidc.backend import ProviderBackend, user_of

ADA = {"sub": "248289761001", "preferred_username": "ada", "email": "ada@example.com"}


@pytest.fixture(autouse=True)
def provider(settings):
    settings.OIDC_ISSUER = "https://sso.example.com"


@pytest.fixture
def at_once():
    """Two that make a user wait for each other, where the database lets them come that far."""
    both = threading.Barrier(2)

    def wait(**of_the_signal):
        with suppress(threading.BrokenBarrierError):
            both.wait(0.5)

    pre_save.connect(wait, sender=get_user_model())
    yield
    pre_save.disconnect(wait, sender=get_user_model())


@pytest.mark.django_db(transaction=True)
def test_two_browsers_in_which_one_person_signs_in_for_the_first_time_at_once_are_both_let_in(
    at_once,
):
    with ThreadPoolExecutor(2) as browsers:
        users = list(browsers.map(signed_in, [ADA, ADA]))

    assert [user.username for user in users] == ["ada", "ada"]
    assert ProviderIdentity.objects.get().user == users[0] == users[1]


@pytest.mark.django_db
def test_a_name_that_somebody_has_already_is_not_taken_over():
    get_user_model().objects.create_user("Ada", password="a password of her own")

    assert user_of(ADA) is None
    assert not ProviderIdentity.objects.exists()


def signed_in(claims):
    try:
        return user_of(claims)
    finally:
        connection.close()


@pytest.mark.django_db
def test_whoever_was_switched_off_has_no_session_any_more():
    person = user_of(ADA)
    backend = ProviderBackend.__new__(ProviderBackend)
    backend.UserModel = get_user_model()
    assert backend.get_user(person.pk) == person

    person.is_active = False
    person.save()

    assert backend.get_user(person.pk) is None
    assert backend.get_user(0) is None
