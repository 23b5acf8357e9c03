"""From SQLite to PostgreSQL by one command: every answer stays, past ones included."""

import json

import pytest

from aliexpress.sandbox import Sandbox
from tests.embedded_postgres import running_postgres
from tests.processes import environment, manage, verification_is_due

pytestmark = pytest.mark.servers

ANSWERS = """
from django.core.management import call_command
from aliexpress.models import ListingSnapshot
for snapshot in ListingSnapshot.objects.order_by("id"):
    for key in ("aex_total_listings", "aex_active_listings", "aex_rejection_rate"):
        at = snapshot.published_at.isoformat()
        call_command("read_card", key, store="home", json=True, as_of=at)
"""


def said(*arguments, env, code=0):
    done = manage(*arguments, env=env)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def answers(env):
    """Three cards at each of three past moments."""
    lines = said("shell", "-v0", "-c", ANSWERS, env=env).splitlines()
    # PostgreSQL keeps the keys within evidence in an order of its own.
    found = [json.loads(line) for line in lines if line.startswith("{")]
    assert [one["value"] is not None for one in found] == [True] * 9
    return found


@pytest.fixture
def lived(tmp_path):
    """A store on SQLite that was read three times."""
    sandbox = Sandbox(seed=7)
    sandbox.fill(sandbox.seller, {"onSelling": 40, "auditing": 6, "editingRequired": 4})
    sandbox.start()
    catalogue = sandbox.catalogue(sandbox.seller)
    env = environment(
        tmp_path,
        ALIEXPRESS_GATEWAY_URL=sandbox.url,
        ALIEXPRESS_APP_KEY=sandbox.app_key,
        ALIEXPRESS_APP_SECRET=sandbox.app_secret,
        ALIEXPRESS_ACCESS_TOKEN=sandbox.seller.access_token,
        ALIEXPRESS_REFRESH_TOKEN=sandbox.seller.refresh_token,
    )
    said("migrate", "-v0", env=env)
    said("connect_store", "home", "--name", "Home", env=env)
    for step in [
        lambda: None,
        lambda: catalogue.reject(catalogue.in_status("auditing")[0]),
        lambda: catalogue.delete(catalogue.in_status("onSelling")[0]),
    ]:
        step()
        said("sync_store", "home", "--full", env=env)
    yield env
    sandbox.stop()


def test_every_answer_is_the_same_after_a_move(lived, tmp_path):
    before = answers(lived)

    with running_postgres() as url:
        (tmp_path / "url").write_text(url)
        moving = ("move_database", "--url-file", str(tmp_path / "url"))
        assert "rows are there" in said(*moving, env=lived)
        moved = {**lived, "DATABASE_URL": url}

        assert answers(moved) == before
        assert "home: all of it holds." in said("verify", env=moved)
        said("sync_store", "home", env=moved)  # numbers go on where they were, and keys open
        assert "holds stores already" in said("move_database", url, env=lived, code=2)


def test_a_move_that_stops_half_way_leaves_an_empty_database_that_takes_the_next(lived, tmp_path):
    """A number that SQLite kept, and that no column of PostgreSQL holds."""
    before = answers(lived)
    interval = "from aliexpress.models import Store; Store.objects.update(sync_interval={})"
    said("shell", "-v0", "-c", interval.format(2**40), env=lived)
    with running_postgres() as url:
        stopped = said("move_database", url, env=lived, code=2)
        assert "A row of aliexpress.Store" in stopped
        assert "Traceback" not in stopped
        moved = {**lived, "DATABASE_URL": url}
        people = "from django.contrib.auth.models import User; print(User.objects.count())"
        assert said("shell", "-v0", "-c", people, env=moved) == "0\n"

        said("shell", "-v0", "-c", interval.format(300), env=lived)
        assert "rows are there" in said("move_database", url, env=lived)
        assert answers(moved) == before
        assert "This is for SQLite" in said("move_database", url, env=moved, code=2)


def test_a_database_that_somebody_is_in_already_is_not_emptied(lived):
    with running_postgres() as url:
        moved = {**lived, "DATABASE_URL": url, "DJANGO_SUPERUSER_PASSWORD": "a-password-of-olga"}
        said("migrate", "-v0", env=moved)
        name = ("--username", "olga", "--email", "olga@example.com")
        said("createsuperuser", "--noinput", *name, env=moved)

        assert "holds people already" in said("move_database", url, env=lived, code=2)
        people = "from django.contrib.auth.models import User; print(*User.objects.all())"
        assert said("shell", "-v0", "-c", people, env=moved) == "olga\n"


def test_where_to_must_be_postgresql(lived, tmp_path):
    assert "must be PostgreSQL" in said(
        "move_database", f"sqlite:///{tmp_path}/other.sqlite3", env=lived, code=2
    )
    assert "must be PostgreSQL" in said("move_database", "somewhere", env=lived, code=2)


def test_a_backup_of_sqlite_taken_while_it_is_written_holds_when_restored(lived, tmp_path):
    copy = tmp_path / "backup.sqlite3"
    before = answers(lived)
    said("verify", env=lived)
    assert not verification_is_due(lived)

    said("back_up", str(copy), env=lived)
    said("sync_store", "home", "--full", env=lived)
    restored = {**lived, "DATABASE_URL": f"sqlite:///{copy}"}

    assert answers(restored) == before
    assert verification_is_due(restored)  # by itself, after a restore
    assert "home: all of it holds." in said("verify", env=restored)
    assert not verification_is_due(restored)
    assert "is there already" in said("back_up", str(copy), env=lived, code=2)
