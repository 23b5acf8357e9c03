"""`manage.py connect_store`: one sentence, and the exit code that says whether it saved."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from aliexpress.models import Connection, Store
from aliexpress.sandbox import Sandbox
from aliexpress.typed import secret_option
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sandbox():
    sandbox = Sandbox(seed=7)
    sandbox.start()
    yield sandbox
    sandbox.stop()


def connect_store(sandbox, slug="harbour-home", *more, name="Harbour Home"):
    said = StringIO()
    call_command(
        "connect_store",
        slug,
        *(["--name", name] if name else []),
        *["--access-token", sandbox.seller.access_token],
        *["--app-key", sandbox.app_key, "--app-secret", sandbox.app_secret],
        *["--gateway-url", sandbox.url],
        *more,
        stdout=said,
    )
    return said.getvalue()


def test_it_connects_a_store_and_says_so(sandbox):
    said = connect_store(sandbox)

    assert said.startswith("Harbour Home is connected")
    assert Store.objects.get().slug == "harbour-home"


def test_it_says_who_may_see_the_store(sandbox):
    UserFactory(username="ada")

    said = connect_store(sandbox, "harbour-home", "--member", "ada")

    assert "told of, by ada." in said
    assert [user.username for user in Store.objects.get().members.all()] == ["ada"]


def test_somebody_who_is_not_there_stops_it_before_anything_is_asked(sandbox):
    with pytest.raises(CommandError, match="no user 'nobody'"):
        connect_store(sandbox, "harbour-home", "--member", "nobody")

    assert not Store.objects.exists()


def test_it_never_prints_a_secret(sandbox):
    said = connect_store(sandbox)

    assert sandbox.app_secret not in said
    assert sandbox.seller.access_token not in said


def test_a_new_store_needs_a_name(sandbox):
    with pytest.raises(CommandError, match="--name") as refusal:
        connect_store(sandbox, name="")

    assert refusal.value.returncode == 2


def test_a_store_there_is_needs_no_name(sandbox):
    connect_store(sandbox)

    said = connect_store(sandbox, name="")

    assert said.startswith("Harbour Home is connected")


def test_a_refusal_exits_with_2(sandbox):
    with pytest.raises(CommandError, match="access token") as refusal:
        connect_store(sandbox, "harbour-home", "--access-token", "wrong")

    assert refusal.value.returncode == 2


def test_a_seller_connected_twice_is_named_to_whoever_runs_the_installation(sandbox):
    connect_store(sandbox)

    with pytest.raises(CommandError, match="It is harbour-home") as refusal:
        connect_store(sandbox, "another")

    assert refusal.value.returncode == 2


def connect_quietly(sandbox, *more):
    """Without the token, which comes some other way."""
    said = StringIO()
    call_command(
        "connect_store",
        "harbour-home",
        *["--name", "Harbour Home", "--app-key", sandbox.app_key],
        *["--gateway-url", sandbox.url],
        *more,
        stdout=said,
    )
    return said.getvalue()


@pytest.fixture
def files(sandbox, tmp_path):
    """The secrets, each in a file, as an editor leaves it: with a line break at the end."""
    made = {"token": sandbox.seller.access_token, "app_secret": sandbox.app_secret}
    for name, secret in made.items():
        (tmp_path / name).write_text(f"{secret}\n")
    return {name: str(tmp_path / name) for name in made}


def test_secrets_are_taken_from_files(sandbox, files):
    connect_quietly(
        sandbox, "--token-file", files["token"], "--app-secret-file", files["app_secret"]
    )

    connection = Connection.objects.get()
    assert connection.access_token == sandbox.seller.access_token
    assert connection.app_secret == sandbox.app_secret


@pytest.mark.parametrize("by_file", [True, False])
def test_the_tokens_are_taken_from_the_environment(sandbox, files, monkeypatch, tmp_path, by_file):
    refresh = tmp_path / "refresh"
    refresh.write_text("the-refresh-token")
    if by_file:
        monkeypatch.setenv("ALIEXPRESS_ACCESS_TOKEN_FILE", files["token"])
        monkeypatch.setenv("ALIEXPRESS_REFRESH_TOKEN_FILE", str(refresh))
    else:
        monkeypatch.setenv("ALIEXPRESS_ACCESS_TOKEN", sandbox.seller.access_token)
        monkeypatch.setenv("ALIEXPRESS_REFRESH_TOKEN", "the-refresh-token")

    connect_quietly(sandbox, "--app-secret-file", files["app_secret"])

    connection = Connection.objects.get()
    assert connection.access_token == sandbox.seller.access_token
    assert connection.refresh_token == "the-refresh-token"


def test_the_token_is_asked_for_at_a_terminal(sandbox, files, monkeypatch):
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr(secret_option, "getpass", lambda prompt: sandbox.seller.access_token)

    connect_quietly(sandbox, "--app-secret-file", files["app_secret"])

    assert Connection.objects.get().access_token == sandbox.seller.access_token


def test_a_store_that_has_a_token_is_not_asked_for_one(sandbox, monkeypatch):
    connect_store(sandbox)
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr(secret_option, "getpass", lambda prompt: pytest.fail("asked"))
    said = StringIO()

    call_command("connect_store", "harbour-home", "--name", "Harbour", stdout=said)

    assert said.getvalue().startswith("Harbour is connected")


def test_a_secret_is_piped_in(sandbox, files, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO(f"{sandbox.seller.access_token}\n"))

    connect_quietly(sandbox, "--token-file", "-", "--app-secret-file", files["app_secret"])

    assert Connection.objects.get().access_token == sandbox.seller.access_token


class Terminal(StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["--token-file", "no-such-file"],
            "--token-file no-such-file cannot be read: No such file",
        ),
        (
            ["--token-file", "x", "--access-token", "y"],
            "Give one of --access-token and --token-file",
        ),
        (["--token-file", __file__ + "x\0"], "cannot be read"),
    ],
)
def test_a_secret_that_cannot_be_read_is_a_sentence_and_exit_2(sandbox, words, sentence):
    with pytest.raises(CommandError, match=sentence) as refusal:
        connect_quietly(sandbox, *words)

    assert refusal.value.returncode == 2
    assert not Store.objects.exists()


def test_an_empty_file_is_no_secret(sandbox, tmp_path):
    (tmp_path / "empty").write_text("\n")

    with pytest.raises(CommandError, match="is empty"):
        connect_quietly(sandbox, "--token-file", str(tmp_path / "empty"))


def test_a_gateway_that_does_not_answer_is_no_failure(sandbox):
    sandbox.stop()

    said = connect_store(sandbox)

    assert "saved, but not tested" in said
