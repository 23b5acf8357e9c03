"""What is set in the environment: a wrong value is one sentence that names it, with exit code 2;
read in this process."""

import os
import runpy
from typing import NamedTuple
from unittest import mock

import pytest
from django.core.management import call_command

from nervecentre.environment import local, values
from tests.processes import PRODUCTION, ROOT, environment


class Start(NamedTuple):
    code: int | str | None
    said: str


@pytest.fixture
def start(tmp_path, monkeypatch, capsys):
    """Reads the settings in an environment of the test's, as every process begins."""
    monkeypatch.setattr(local, "LOCAL_DIRECTORY", tmp_path)

    def read_settings(**values: str | bytes) -> Start:
        given = {name: os.fsdecode(value) for name, value in values.items()}
        with mock.patch.dict(os.environ, environment(tmp_path, **given), clear=True):
            try:
                runpy.run_path(str(ROOT / "nervecentre" / "settings.py"))
            except SystemExit as ended:
                return Start(ended.code, capsys.readouterr().err)
        return Start(0, capsys.readouterr().err)

    return read_settings


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DEBUG", "perhaps"),
        ("PLAIN_HTTP", "perhaps"),
        ("DATABASE_URL", "mysql://user@localhost/shop"),
        ("DATABASE_URL", "no address at all"),
        ("DATABASE_PREPARES", "perhaps"),
        ("CREDENTIAL_KEYS", "too-short"),
        ("ALIEXPRESS_GATEWAY_URL", "api-sg.aliexpress.com"),
        ("ALIEXPRESS_GATEWAY_URL", "https://api-sg.aliexpress.com/sync"),
        ("ALIEXPRESS_GATEWAY_URL", "http://["),
        ("ALIEXPRESS_GATEWAY_URL", "http://:80"),
        ("ALIEXPRESS_GATEWAY_URL", "http://gateway:99999"),
        ("ALIEXPRESS_GATEWAY_URL", "http://name:word@gateway"),
        ("ALIEXPRESS_GATEWAY_URL", "http://gateway#sync"),
        ("ALIEXPRESS_GATEWAY_URL", "http://gate..way"),
        ("ALIEXPRESS_CONNECTIONS", "0"),
        ("ALIEXPRESS_CONNECTIONS", "1001"),
        ("ALIEXPRESS_CONNECTIONS", "9" * 5_000),
        ("ALIEXPRESS_CONNECTIONS", "many"),
        ("ALLOWED_HOSTS", "https://centre.example.com"),
        ("ALLOWED_HOSTS", "[::1"),
        ("ALLOWED_HOSTS", "centre.example.com:8000"),
        ("CSRF_TRUSTED_ORIGINS", "centre.example.com"),
        ("CSRF_TRUSTED_ORIGINS", "http://["),
        ("CSRF_TRUSTED_ORIGINS", "https://centre.example.com?x"),
        ("CSRF_TRUSTED_ORIGINS", "https://*."),
        ("PUBLIC_URL", "https://["),
        ("PUBLIC_URL", "https://centre example.com"),
        ("EMAIL_FROM", "centre at example <x"),
        ("DATABASE_URL", "postgres://["),
        ("DATABASE_URL", "postgres://"),
        ("DATABASE_URL", "postgres://localhost:port/shop"),
        ("DATABASE_URL", b"postgres://localhost/\xff"),
        ("CELERY_BROKER_URL", "localhost"),
        ("CELERY_BROKER_URL", "redis://["),
        ("CELERY_BROKER_URL", "redis://localhost:port/0"),
        ("LOG_FILE", "/no/such/folder/centre.log"),
        ("OIDC_ISSUER", "login.example.com"),
        ("OIDC_ISSUER", "https://login.example.com/realms/shop?x"),
        ("OIDC_ISSUER", "https://login.example.com/realms/a shop"),
        ("OIDC_ISSUER", "https://["),
    ],
)
def test_a_wrong_value_stops_the_start(start, variable, value):
    started = start(**{variable: value})

    assert started.code == 2
    assert started.said.startswith(f"{variable} must ")
    assert started.said.count("\n") == 1


@pytest.mark.parametrize(
    ("variable", "value", "extra"),
    [
        ("OIDC_ISSUER", "https://login.example.com", "oidc"),
        ("ERROR_TRACKER_DSN", "https://key@errors.example.com/1", "errors"),
    ],
)
def test_what_needs_an_extra_says_so_where_it_is_not_there(
    start, monkeypatch, variable, value, extra
):
    monkeypatch.setattr(values, "find_spec", lambda module: None)

    started = start(**{variable: value})

    assert started.code == 2
    assert started.said.startswith(f"{variable} needs the extra {extra}: ")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", ".example.com, [::1], 127.0.0.1, my_service"),
        ("CSRF_TRUSTED_ORIGINS", "https://*.example.com, http://[::1]:8000, https://example.com/"),
        ("CELERY_BROKER_URL", "rediss://:word@cache.example.com:6380/1"),
        ("CELERY_BROKER_URL", "amqp://"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "postgres://name@%2Fvar%2Frun%2Fpostgresql/shop"),
        ("DATABASE_URL", "postgres:///shop"),
        ("EMAIL_FROM", "Nerve Centre <centre@example.com>"),
        ("EMAIL_FROM", '"Centre, Nerve" <centre@mail>'),
        ("PUBLIC_URL", "https://centre.example.com:8443/"),
        ("OIDC_ISSUER", "https://login.example.com/realms/shop"),
        ("OIDC_ISSUER", "https://login.example.com/"),
    ],
)
def test_every_sound_form_of_a_value_is_taken(start, variable, value):
    assert start(**{variable: value}) == (0, "")


def test_a_sentence_about_a_wrong_value_shows_no_password(start):
    wrong = {
        "ALIEXPRESS_GATEWAY_URL": "http://centre:word@localhost",
        "CELERY_BROKER_URL": "kafka://centre:word@localhost",
        "DATABASE_URL": "x://u:word@h",
    }

    for variable, value in wrong.items():
        started = start(**{variable: value})

        assert started.code == 2
        assert "word" not in started.said.replace("password", "")


@pytest.mark.parametrize("variable", ["SECRET_KEY", "CREDENTIAL_KEYS"])
def test_with_debug_off_nothing_secret_has_a_default(start, variable):
    without = {name: value for name, value in PRODUCTION.items() if name != variable}

    code, said = start(**without)
    assert (code, said.count("\n")) == (2, 1)
    assert said.startswith(f"{variable} must be set when DEBUG is off. Make one with: python -c ")


def test_a_blank_secret_key_is_none(start):
    started = start(**{**PRODUCTION, "SECRET_KEY": " "})

    assert started.said.startswith("SECRET_KEY must be set when DEBUG is off. ")


@pytest.mark.django_db
def test_every_model_has_its_migrations():
    call_command("makemigrations", "--check", "--dry-run")  # SystemExit where one is missing


def test_a_secret_may_be_given_in_a_file(tmp_path, start):
    file = tmp_path / "secret-key"
    file.write_text("a-key-of-many-letters-0123456789-abcdefghijklmnopqrstuvwxyz\n")
    without = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}

    assert start(**without, SECRET_KEY_FILE=str(file)) == (0, "")


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("SECRET_KEY_FILE", "/no/such/file", "SECRET_KEY_FILE must be a file of text"),
        ("DATABASE_URL_FILE", __file__, "DATABASE_URL and DATABASE_URL_FILE are both set"),
        ("CACHE_URL", "memcached://localhost", "CACHE_URL must look like redis://"),
        ("CACHE_URL", "redis://:a-word@localhost:99999999/0", "CACHE_URL must look like redis://"),
        ("TRUSTED_PROXIES", "10.0.0.1, proxy.example.com", "TRUSTED_PROXIES must be addresses"),
        ("TRUSTED_PROXIES", "10.0.0.1/8", "TRUSTED_PROXIES must be addresses"),
    ],
)
def test_a_wrong_value_of_these_is_one_sentence_too(start, variable, value, sentence):
    without = {name: text for name, text in PRODUCTION.items() if name != "SECRET_KEY"}
    key = {} if variable == "SECRET_KEY_FILE" else {"SECRET_KEY": PRODUCTION["SECRET_KEY"]}

    done = start(**{**without, **key, variable: value})

    assert done.code == 2
    assert done.said.startswith(sentence)
    assert "a-word" not in done.said
