"""Whichever release a database is of, `migrate` leaves it as a new one is made."""

import json

import pytest

from tests.embedded_postgres import running_postgres
from tests.processes import environment, manage

pytestmark = pytest.mark.servers

# A fifth of the way, and where the single steps ended before they were squashed.
EARLY = [
    ("aliexpress", "0011_ask_for_all_categories_daily"),
    ("cards", "0006_tell_of_alerts"),
]
SQUASHED = [
    ("aliexpress", "0042_know_the_limit_of_each_shop"),
    ("cards", "0020_group_by_the_source"),
]
STEP_BY_STEP = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
executor = MigrationExecutor(connection)
executor.loader = MigrationLoader(connection, replace_migrations=False)
executor.migrate({targets})
"""
# Every column, constraint and index. Columns stand in the order in which they came; that one may
# not be empty is said of the column, whatever PostgreSQL calls the constraint behind it.
SCHEMA = """
import json
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
def parts(statement):
    depth, part = 0, ""
    for sign in statement[statement.index("(") + 1 : statement.rindex(")")]:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            yield part.strip()
            part = ""
        else:
            part += sign
    yield part.strip()
STATEMENTS = {
    "sqlite": ["SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"],
    "postgresql": [
        "SELECT table_name, column_name, udt_name, character_maximum_length, numeric_precision,"
        " numeric_scale, is_nullable, column_default, is_identity, collation_name"
        " FROM information_schema.columns WHERE table_schema = 'public'",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    ],
}
found = []
with connection.cursor() as cursor:
    for statement in STATEMENTS[connection.vendor]:
        cursor.execute(statement)
        for *names, last in cursor.fetchall():
            inside = sorted(parts(last)) if names[0] == "table" else [last]
            found.append(" ".join(map(str, [*names, *inside])))
print("schema", json.dumps(found))
"""


def done(*arguments, env):
    process = manage(*arguments, env=env)
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


def schema(*, after, env):
    """What the whole of the migrations leaves, where `after` was done before."""
    said = done("shell", "-v0", "-c", after + SCHEMA, env=env)
    (line,) = (line for line in said.splitlines() if line.startswith("schema"))
    return set(json.loads(line.removeprefix("schema")))


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request, tmp_path):
    """The environments of three empty databases."""
    names = ["new", "early", "squashed"]
    if request.param == "sqlite":
        yield [environment(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path / n}.db") for n in names]
        return
    with running_postgres() as url:
        server = environment(tmp_path, DATABASE_URL=url)
        for name in names:
            command = f"CREATE DATABASE {name}"
            code = f"from django.db import connection as c; c.cursor().execute({command!r})"
            done("shell", "-v0", "-c", code, env=server)
        yield [{**server, "DATABASE_URL": url.replace("/postgres?", f"/{n}?")} for n in names]


def test_a_database_of_an_earlier_release_becomes_what_a_new_one_is(databases):
    new, *earlier = databases
    made = schema(after="", env=new)

    for env, targets in zip(earlier, [EARLY, SQUASHED], strict=True):
        assert schema(after=STEP_BY_STEP.format(targets=targets), env=env) ^ made == set()
