"""Secrets at rest: ciphertext in rows and in dumps, and what a dump is read back to."""

import json
from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command

from aliexpress.models import Connection
from aliexpress.models.encryption import CredentialUnreadable
from cards.models import Webhook
from tests.factories import ConnectionFactory, StoreFactory

pytestmark = pytest.mark.django_db

SECRETS = ["the-access-token", "the-refresh-token", "the-app-secret", "the-webhook-secret"]
FORMATS = ["json", "jsonl", "xml"]


@pytest.fixture
def store(db):
    store = StoreFactory(slug="harbour-home")
    ConnectionFactory(
        store=store,
        access_token="the-access-token",
        refresh_token="the-refresh-token",
        app_secret="the-app-secret",
    )
    Webhook.objects.create(store=store, url="https://e.example/", secret="the-webhook-secret")
    return store


def dumped(format_: str = "json") -> str:
    out = StringIO()
    call_command("dumpdata", "aliexpress", "cards.webhook", format=format_, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("format_", FORMATS)
def test_a_dump_holds_no_secret_in_clear(store, format_):
    text = dumped(format_)

    assert [secret for secret in SECRETS if secret in text] == []
    assert "harbour-home" in text


@pytest.mark.parametrize("format_", FORMATS)
def test_a_dump_is_read_back_to_the_same_secrets(store, format_, tmp_path):
    file = tmp_path / f"dump.{format_}"
    file.write_text(dumped(format_))
    Webhook.objects.all().delete()
    store.delete()

    call_command("loaddata", str(file), verbosity=0)

    read = Connection.objects.get()
    assert (read.access_token, read.refresh_token, read.app_secret) == (
        "the-access-token",
        "the-refresh-token",
        "the-app-secret",
    )
    assert Webhook.objects.get().secret == "the-webhook-secret"


def test_an_empty_secret_is_empty_in_a_dump(store):
    Connection.objects.update(refresh_token="")

    (fields,) = [
        row["fields"] for row in json.loads(dumped()) if row["model"] == "aliexpress.connection"
    ]

    assert fields["refresh_token"] == ""


def test_a_dump_with_a_secret_in_clear_is_taken_and_stored_encrypted(store, tmp_path):
    rows = json.loads(dumped())
    for row in rows:
        if row["model"] == "aliexpress.connection":
            row["fields"]["access_token"] = "written-by-hand"
    file = tmp_path / "dump.json"
    file.write_text(json.dumps(rows))

    call_command("loaddata", str(file), verbosity=0)

    assert Connection.objects.get().access_token == "written-by-hand"
    (stored,) = Connection.objects.values_list("access_token", flat=True)
    assert "written-by-hand" not in stored


def test_a_secret_no_key_opens_is_dumped_and_loaded_until_its_key_comes_back(
    store, settings, tmp_path
):
    key = settings.CREDENTIAL_KEYS
    settings.CREDENTIAL_KEYS = [Fernet.generate_key().decode()]
    file = tmp_path / "dump.json"
    file.write_text(dumped())
    Connection.objects.all().delete()
    call_command("loaddata", str(file), verbosity=0)

    with pytest.raises(CredentialUnreadable):
        _ = Connection.objects.get().access_token

    settings.CREDENTIAL_KEYS = key
    assert Connection.objects.get().access_token == "the-access-token"


def test_a_ciphertext_somebody_types_is_not_opened(store):
    (row,) = [row for row in json.loads(dumped()) if row["model"] == "aliexpress.connection"]
    typed = row["fields"]["access_token"]
    other = Connection(store=StoreFactory(), access_token=typed)

    other.clean_fields()

    assert other.access_token == typed
