"""API keys in the admin: made for oneself, shown once, revoked, and never read again."""

import pytest
from django.urls import reverse

from cards.api_keys import issue_api_key, key_in_force
from cards.models import ApiKey
from tests.cards.admin.conftest import signed_in
from tests.factories import ApiKeyFactory, UserFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db

LIST = reverse("admin:cards_apikey_changelist")
ADD = reverse("admin:cards_apikey_add")


def page(key: ApiKey, view: str = "change") -> str:
    return reverse(f"admin:cards_apikey_{view}", args=[key.pk])


@pytest.fixture
def superuser(db):
    return signed_in(UserFactory(is_staff=True, is_superuser=True))


def test_the_key_is_shown_once_and_works(ops, operations):
    answer = ops.post(ADD, {"name": "warehouse"})

    key = key_in_force(answer.context["plain"])
    assert answer.context["plain"] in answer.content.decode()
    assert key is not None
    assert (key.user, key.name) == (operations, "warehouse")


def test_the_key_is_nowhere_afterwards(ops):
    plain = ops.post(ADD, {"name": "warehouse"}).context["plain"]

    for address in (LIST, page(ApiKey.objects.get())):
        assert plain not in ops.get(address).content.decode()


def test_one_key_is_made_at_a_time(ops):
    ops.post(ADD, {"name": "warehouse"})

    assert ApiKey.objects.count() == 1


def test_the_page_that_shows_it_is_not_stored_by_the_browser(ops):
    answer = ops.post(ADD, {"name": "warehouse"})

    assert "no-store" in answer["Cache-Control"]


def test_a_digest_is_never_shown(ops, operations):
    key = ApiKeyFactory(user=operations)

    for address in (LIST, page(key)):
        assert key.digest not in ops.get(address).content.decode()


def test_operations_cannot_make_a_key_of_somebody_else(ops, operations):
    root = UserFactory(username="root", is_superuser=True)

    ops.post(ADD, {"name": "warehouse", "person": root.pk, "user": root.pk})

    assert ApiKey.objects.get().user == operations


def test_a_superuser_chooses_for_whom_a_key_is(superuser, operations):
    assert "ops, operations</option>" in superuser.get(ADD).content.decode()

    superuser.post(ADD, {"name": "warehouse", "person": operations.pk})

    assert ApiKey.objects.get().user == operations


@pytest.mark.parametrize("chosen", ["0", "nobody", ""])
def test_nobody_chosen_is_said_in_a_sentence(superuser, chosen):
    gone = UserFactory(is_active=False).pk
    for person in (chosen, gone):
        answer = superuser.post(ADD, {"name": "warehouse", "person": person})

        assert answer.context["errors"]
    assert not ApiKey.objects.exists()


def test_a_key_of_somebody_else_is_hidden(ops):
    other = ApiKeyFactory()

    assert list(ops.get(LIST).context["cl"].result_list) == []
    assert ops.get(page(other)).status_code == 404


def test_a_revoked_key_stops(ops, operations):
    plain = issue_api_key(operations, name="warehouse", at=NOON)
    key = ApiKey.objects.get()

    ops.post(LIST, {"action": "revoke", "_selected_action": [key.pk]})

    assert key_in_force(plain) is None


def test_the_key_of_somebody_else_cannot_be_revoked(ops):
    other = ApiKeyFactory()

    ops.post(LIST, {"action": "revoke", "_selected_action": [other.pk]})

    other.refresh_from_db()
    assert other.revoked_at is None


@pytest.mark.parametrize("ticked", ["abc", "9" * 30])
def test_nothing_is_revoked_where_what_was_ticked_is_no_key_of_a_row(ops, operations, ticked):
    key = ApiKeyFactory(user=operations)

    answer = ops.post(LIST, {"action": "revoke", "_selected_action": [key.pk, ticked]})

    key.refresh_from_db()
    assert answer.status_code == 302
    assert key.revoked_at is None


def test_a_key_is_neither_edited_nor_deleted(superuser):
    key = ApiKeyFactory()

    assert superuser.post(page(key), {"name": "renamed"}).status_code == 403
    assert superuser.post(page(key, "delete"), {"post": "yes"}).status_code == 403


def test_owners_see_no_keys_here():
    client = signed_in(UserFactory(role="owner", is_staff=True))

    assert client.get(LIST).status_code == 403
