"""Each mistake of configuration is found, under its own id."""

from ipaddress import ip_network
from typing import Any

import pytest
from django.core.checks import run_checks

from nervecentre import settings as shipped
from tests.processes import PRODUCTION, environment, manage

SOUND = {
    "ALIEXPRESS_APP_KEY": "500100",
    "ALIEXPRESS_APP_SECRET": "an-app-secret",
    "ALIEXPRESS_GATEWAY_URL": "https://api-sg.aliexpress.com",
    "CELERY_BROKER_URL": "redis://localhost:6379/0",
    "ALLOWED_HOSTS": ["centre.example.com"],
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "PUBLIC_URL": "https://centre.example.com",
    "PLAIN_HTTP": False,
    "TRUSTED_PROXIES": [ip_network("127.0.0.1")],
}


@pytest.fixture
def found(settings):
    """The ids of our own checks that speak up, once some settings are changed."""

    def check_with(**changed: Any) -> set[str]:
        for name, value in {**SOUND, **changed}.items():
            setattr(settings, name, value)
        ours = run_checks(include_deployment_checks=True)
        ids = {message.id for message in ours if (message.id or "").startswith("nervecentre.")}
        on_sqlite = shipped.DATABASES["default"]["ENGINE"].endswith("sqlite3")
        return {str(i) for i in ids} - ({"nervecentre.W003"} if on_sqlite else set())

    return check_with


def test_sound_settings_pass(found):
    assert found() == set()


@pytest.mark.parametrize(
    ("changed", "id"),
    [
        ({"ALIEXPRESS_APP_SECRET": ""}, "nervecentre.E001"),
        ({"ALIEXPRESS_APP_KEY": ""}, "nervecentre.E001"),
        ({"ALIEXPRESS_GATEWAY_URL": "http://gateway.example.com"}, "nervecentre.W001"),
        ({"CELERY_BROKER_URL": "memory://"}, "nervecentre.W002"),
        ({"ALLOWED_HOSTS": ["*"]}, "nervecentre.W004"),
        (
            {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"},
            "nervecentre.W005",
        ),
        ({"PUBLIC_URL": ""}, "nervecentre.W006"),
        ({"TRUSTED_PROXIES": []}, "nervecentre.W007"),
    ],
)
def test_a_mistake_is_found(found, changed, id):
    assert found(**changed) == {id}


def test_plain_http_to_a_sandbox_on_this_machine_is_fine(found):
    assert found(ALIEXPRESS_GATEWAY_URL="http://127.0.0.1:8765") == set()


def test_stores_may_all_have_keys_of_their_own(found):
    assert found(ALIEXPRESS_APP_KEY="", ALIEXPRESS_APP_SECRET="") == set()


ASKED_FOR = ("EMAIL_URL", "PUBLIC_URL", "TRUSTED_PROXIES")


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What a check before production says on a file of SQLite, where some things are not set."""
    directory = tmp_path_factory.mktemp("centre")
    given = {name: value for name, value in PRODUCTION.items() if name not in ASKED_FOR}
    on_a_file = {**given, "DATABASE_URL": f"sqlite:///{directory}/centre.sqlite3"}
    return manage("check", "--deploy", env=environment(directory, **on_a_file)).stderr


def test_a_sqlite_file_is_no_database_for_production(said):
    assert "nervecentre.W003" in said


@pytest.mark.parametrize("variable", ASKED_FOR)
def test_what_nobody_set_is_asked_for_by_its_name(said, variable):
    assert f"{variable} is not set" in said
