"""`add_member`: make a user, or widen one, and never take anything away."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


@pytest.fixture
def add(capsys, store):
    def run(username: str, *words: str) -> str:
        call_command("add_member", username, "--store", store.slug, *words)
        return capsys.readouterr().out

    return run


def person(username):
    return get_user_model().objects.get(username=username)


def test_a_new_user_gets_the_role_the_store_and_a_password_that_works(add, store):
    out = add("olga", "--role", "owner")

    password = out.split("Password, shown this once: ")[1].strip()
    assert person("olga").check_password(password)
    assert [group.name for group in person("olga").groups.all()] == ["owner"]
    assert list(person("olga").stores.all()) == [store]


def test_a_given_password_is_taken_and_not_repeated(add):
    out = add("olga", "--role", "owner", "--password", "a-long-way-home")

    assert person("olga").check_password("a-long-way-home")
    assert "a-long-way-home" not in out


def test_a_password_is_taken_from_a_file(add, tmp_path):
    (tmp_path / "password").write_text("a-long-way-home\n")

    out = add("olga", "--role", "owner", "--password-file", str(tmp_path / "password"))

    assert person("olga").check_password("a-long-way-home")
    assert "Password" not in out


def test_a_password_is_taken_from_the_environment(add, monkeypatch):
    monkeypatch.setenv("MEMBER_PASSWORD", "a-long-way-home")

    out = add("olga", "--role", "owner")

    assert person("olga").check_password("a-long-way-home")
    assert "a-long-way-home" not in out


def test_a_password_is_piped_in(add, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO("a-long-way-home\n"))

    add("olga", "--role", "owner", "--password-file", "-")

    assert person("olga").check_password("a-long-way-home")


def test_operations_may_enter_the_admin_and_owners_may_not(add):
    add("olga", "--role", "owner")
    add("otto", "--role", "operations")

    assert not person("olga").is_staff
    assert person("otto").is_staff
    assert person("otto").has_perm("aliexpress.view_listing")


def test_the_password_stays_when_a_user_is_only_widened(add):
    add("olga", "--role", "owner", "--password", "a-long-way-home")

    out = add("olga", "--role", "operations")

    assert person("olga").check_password("a-long-way-home")
    assert "Password" not in out


def test_a_new_password_for_an_old_user_is_said(add):
    add("olga", "--role", "owner")

    out = add("olga", "--role", "owner", "--password", "a-long-way-home")

    assert person("olga").check_password("a-long-way-home")
    assert "The password is now the one given." in out


def test_an_inactive_user_is_widened_but_not_let_in(add):
    add("olga", "--role", "owner")
    get_user_model().objects.update(is_active=False)

    out = add("olga", "--role", "operations")

    assert "inactive" in out
    assert not person("olga").is_active


@pytest.mark.parametrize(
    ("username", "words", "sentence"),
    [
        ("olga", ["--role", "owner", "--password", "12345"], "The password does not do"),
        ("ol ga", ["--role", "owner"], "The username 'ol ga' does not do"),
        ("olga", ["--role", "queen"], "invalid choice"),
        ("olga", [], "--role"),
    ],
)
def test_bad_usage_is_refused_in_a_sentence_and_makes_nobody(add, username, words, sentence):
    with pytest.raises(CommandError, match=sentence):
        add(username, *words)

    assert not get_user_model().objects.filter(username=username).exists()


def test_a_store_that_is_not_there_is_named(store):
    with pytest.raises(CommandError, match="There is no store 'nowhere'") as refused:
        call_command("add_member", "olga", "--role", "owner", "--store", "nowhere")

    assert refused.value.returncode == 2
