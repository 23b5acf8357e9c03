"""A database of the release before becomes one of this release, and answers what it answered."""

import json
import sqlite3

import pytest

from tests.embedded_postgres import running_postgres
from tests.end_to_end import former_release
from tests.processes import environment, manage

ANSWERS = (former_release.HERE / "answers.py").read_text()
PRUNED_ANSWERS_VERIFIED = f"""
from django.core.management import call_command
call_command("prune")
{ANSWERS}
call_command("verify")
"""


def upgraded(env):
    done = manage("migrate", "-v0", env=env)
    assert done.returncode == 0, done.stderr
    return env


def differences(env):
    """Where an answer, after whatever may be pruned was, is not what it was, to the byte; what was
    added since is left aside. And everything is verified."""
    now = manage("shell", "-v0", "-c", PRUNED_ANSWERS_VERIFIED, env=env)
    assert now.returncode == 0, now.stderr
    *_, answers, verified = now.stdout.splitlines()
    assert verified == "home: all of it holds."
    before, after = json.loads(former_release.file("answers")), json.loads(answers)
    assert len(before) >= 18
    assert sum(one["value"] is not None for given in before.values() for one in given) > 100
    return [
        (card, number, key, given[key], after[card][number].get(key))
        for card, readings in before.items()
        for number, given in enumerate(readings)
        for key in given
        if written(given[key]) != written(known(after[card][number].get(key), like=given[key]))
    ]


def known(answer, *, like):
    """The answer without rows by a name that the release before did not tell of."""
    if not (isinstance(like, list) and like and "name" in like[0]):
        return answer
    names = {row["name"] for row in like}
    return [row for row in answer if row["name"] in names]


def written(answer):
    """PostgreSQL keeps the keys within evidence in an order of its own."""
    return json.dumps(answer, sort_keys=True)


@pytest.mark.slow
def test_every_reading_past_ones_included_is_the_same_after_an_upgrade_and_a_pruning(tmp_path):
    file = tmp_path / "centre.sqlite3"
    file.write_bytes(former_release.file("sqlite3"))

    env = upgraded(environment(tmp_path, DATABASE_URL=f"sqlite:///{file}"))

    assert differences(env) == []
    assert sqlite3.connect(file).execute("SELECT count(*) FROM audit_entry").fetchone()


@pytest.mark.servers
def test_every_reading_is_the_same_after_an_upgrade_on_postgresql(tmp_path):
    import psycopg

    with running_postgres() as url:
        with psycopg.connect(url.replace("postgres://", "postgresql://")) as database:
            database.execute(former_release.file("postgresql"))

        env = upgraded(environment(tmp_path, DATABASE_URL=url))

        assert differences(env) == []
