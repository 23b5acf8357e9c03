"""A dump of PostgreSQL taken while stores are read is a backup, once the keys are beside it."""

import json
import shutil
import subprocess
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from aliexpress.models import ListingSnapshot, SyncRun
from tests.end_to_end.centre import address_of_the_test_database
from tests.end_to_end.former_release import HERE
from tests.processes import manage, verification_is_due
from tests.waiting import waited_for

pytestmark = pytest.mark.servers

ANSWERS = (HERE / "answers.py").read_text()


@pytest.fixture
def under_load(centre, living_store, moves_until_told):
    """A worker reads the store again and again, and each time it is another."""
    living_store.sync_interval = 5
    living_store.save()
    centre.worker()
    centre.beat()
    waited_for(lambda: ListingSnapshot.objects.count() > 1)
    return centre


@contextmanager
def another_database():
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(address_of_the_test_database())._replace(path=f"/{name}").geturl()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def answers(env):
    done = manage("shell", "-v0", "-c", ANSWERS, env=env)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_dump_taken_under_load_holds_when_restored(under_load, living_sandbox, tmp_path):
    url, dump = address_of_the_test_database(), tmp_path / "centre.dump"
    assert shutil.which("pg_dump")
    assert manage("verify", env=under_load.env).returncode == 0

    subprocess.run(["pg_dump", "--format=custom", "--file", dump, url], check=True)
    written_since = SyncRun.objects.latest("pk").pk
    assert waited_for(SyncRun.objects.filter(pk__gt=written_since).exists)

    with another_database() as restored_url:
        subprocess.run(["pg_restore", "--dbname", restored_url, dump], check=True)
        restored = {**under_load.env, "DATABASE_URL": restored_url}

        assert verification_is_due(restored)  # by itself, after a restore
        verified = manage("verify", env=restored)
        assert verified.stdout == "harbour-home: all of it holds.\n"
        assert not verification_is_due(restored)
        given = answers(restored)["harbour-home aex_total_listings"][1:]
        living = answers(under_load.env)["harbour-home aex_total_listings"][1:]
        assert given[:2] == living[:2]
        assert {one["value"] for one in given if one["value"]}

        # The keys are not in it: without them it opens no store, and with them it goes on.
        stranger = {**restored, "CREDENTIAL_KEYS": Fernet.generate_key().decode()}
        refused = manage("sync_store", "harbour-home", env=stranger)
        assert refused.returncode == 1
        assert "CREDENTIAL_KEYS" in refused.stderr
        assert living_sandbox.seller.access_token.encode() not in dump.read_bytes()
        assert manage("sync_store", "harbour-home", env=restored).returncode == 0
