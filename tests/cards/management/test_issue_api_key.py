"""`issue_api_key`: printed once, stored hashed."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from cards.models import ApiKey
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_the_printed_key_opens_the_api_as_its_user(snapshot, owner, capsys):
    call_command("issue_api_key", owner.username, "--name", "warehouse")

    captured = capsys.readouterr()
    response = Client(headers={"authorization": f"Bearer {captured.out.strip()}"}).get(
        "/api/v1/stores/"
    )
    assert [store["slug"] for store in response.json()] == ["harbour-home"]
    assert "Shown this once" in captured.err


def test_two_keys_may_bear_one_name(owner, capsys):
    for _ in range(2):
        call_command("issue_api_key", owner.username, "--name", "warehouse")

    first, second = capsys.readouterr().out.split()
    assert first != second
    assert first.startswith("aex_")
    assert ApiKey.objects.filter(name="warehouse").count() == 2


@pytest.mark.parametrize(
    ("username", "name", "sentence"),
    [
        ("nobody", "warehouse", "There is no user 'nobody'"),
        ("olga", " ", "--name must be"),
        ("olga", "x" * 81, "--name must be"),
        ("olga", "a\nb", "--name must be"),
        ("gone", "warehouse", "may no longer sign in"),
    ],
)
def test_bad_usage_is_one_sentence_and_exit_code_2(username, name, sentence):
    UserFactory(username="olga")
    UserFactory(username="gone", is_active=False)

    with pytest.raises(CommandError, match=sentence) as refused:
        call_command("issue_api_key", username, "--name", name)

    assert refused.value.returncode == 2
    assert not ApiKey.objects.exists()
