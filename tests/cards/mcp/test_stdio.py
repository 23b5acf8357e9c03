"""The protocol over standard input and output, in a process of its own, by the official client."""

import json
import sys

import anyio
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from mcp.client.client import Client as McpClient
from mcp.client.stdio import StdioServerParameters, stdio_client

from cards.api_keys import issue_api_key
from cards.models import ApiKey
from tests.factories import MembershipFactory, SnapshotFactory, StoreFactory, UserFactory
from tests.processes import ROOT, environment
from tests.thorough import first_always


@pytest.fixture
def key(transactional_db):
    store = StoreFactory(slug="harbour-home")
    SnapshotFactory(store=store, as_of=timezone.now())
    user = UserFactory(role="operations")
    MembershipFactory(user=user, store=store)
    return issue_api_key(user, name="assistant", at=timezone.now())


def database_url():
    """Of the tests' own database, for another process."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    word = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    host = settings["HOST"].replace("/", "%2F")
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    return f"postgres://{settings['USER']}{word}@{host}{port}/{settings['NAME']}"


@pytest.mark.slow
@pytest.mark.parametrize("mode", first_always(["auto", "legacy"]))  # both over HTTP always
def test_an_assistant_on_this_machine_asks_until_its_key_is_revoked(key, tmp_path, mode):
    (tmp_path / "key").write_text(f"{key}\n")
    env = environment(tmp_path, DATABASE_URL=database_url(), DEBUG="true")
    server = StdioServerParameters(
        command=sys.executable,
        args=["manage.py", "mcp", "--key-file", str(tmp_path / "key")],
        env=env,
        cwd=str(ROOT),
    )
    asked = {"store": "harbour-home", "question": "how many listings are rejected"}

    async def work():
        async with McpClient(stdio_client(server), mode=mode) as client:
            first = await client.call_tool("ask", asked)
            await anyio.to_thread.run_sync(revoke)
            return client.protocol_version, first, await client.call_tool("ask", asked)

    def revoke():
        ApiKey.objects.update(revoked_at=timezone.now())
        connection.close()

    version, first, second = anyio.run(work)

    assert version == ("2026-07-28" if mode == "auto" else "2025-11-25")
    assert (
        "There are 120 rejected listings"
        in json.loads(first.content[0].text)["sentences"][0]["text"]
    )
    assert second.is_error is True
    assert "revoked" in second.content[0].text


@pytest.mark.parametrize("content", ["", "aex_unknown", "x" * 5000, "ä"])
def test_a_key_that_is_none_ends_at_once(db, tmp_path, content):
    path = tmp_path / "key"
    path.write_text(content)

    with pytest.raises(CommandError) as error:
        call_command("mcp", key_file=str(path))

    assert error.value.returncode == 2


def test_a_key_file_that_is_not_there_is_said(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("mcp", key_file=str(tmp_path / "none"))
