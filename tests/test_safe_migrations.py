"""Migrations that came since the former release are safe on a live database.

Old and new code run side by side while one is applied, and rows are written all the while: nothing
holds a table of rows for long, and nothing takes away what the former release still asks for.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation

from aliexpress.migrations._concurrently import AddIndexConcurrently
from tests.end_to_end import former_release

OURS = {"aliexpress", "audit", "cards"}
WAITS = "holds up whoever writes"
BREAKS = "breaks the former release"
# Of a row a listing, a movement, a run: a look at all of them takes long.
LARGE = {
    *("listing", "listingsku", "listingdetail", "listingproblem", "listingsnapshot"),
    *("transition", "submission", "syncrun", "statusread", "confirmation", "snapshotseal"),
    *("sourceitem", "bridgeentry", "finding", "skualias", "skuproposal"),
    *("worklisting", "alertevent", "alertdelivery", "entry"),
}
# (app, migration): why it is safe all the same.
EXCUSED: dict[tuple[str, str], str] = {
    ("aliexpress", "0049_let_entries_point_freely"): (
        "A constraint and an index are dropped, which reads and writes no row; the release before "
        "writes and asks by the same columns."
    ),
    ("cards", "0022_take_on_what_is_missing"): (
        "Dropping NOT NULL and adding choices write no row; the index is of no row at first, and "
        "the check reads only what people took on. The release before makes no such rows."
    ),
}


@pytest.fixture(scope="module")
def applied(tmp_path_factory):
    """What a database of the former release has."""
    file = tmp_path_factory.mktemp("former") / "centre.sqlite3"
    file.write_bytes(former_release.file("sqlite3"))
    with sqlite3.connect(file) as database:
        return set(database.execute("SELECT app, name FROM django_migrations"))


def new_ones(applied: set[tuple[str, str]]) -> Iterator[Migration]:
    """Those a database of the former release does not have; neither by what they replace."""
    for key, migration in sorted(MigrationLoader(None).disk_migrations.items()):
        replaces = set(migration.replaces)
        if key[0] in OURS and key not in applied and not (replaces and replaces <= applied):
            yield migration


def dangers(found: Iterable[Migration]) -> list[tuple[str, str, str]]:
    """(app, migration, sentence) of each operation that is not safe."""
    told = []
    fresh: dict[str, set[str]] = {}
    for migration in found:
        tables = fresh.setdefault(migration.app_label, set())
        for operation in flat(migration.operations):
            if isinstance(operation, migrations.CreateModel):
                tables.add(operation.name_lower)
            elif name_of_table(operation) not in tables and (reason := danger(operation)):
                sentence = f"{operation.describe()}: it {reason}."
                told.append((migration.app_label, migration.name, sentence))
    return told


def flat(operations: Iterable[Operation]) -> Iterator[Operation]:
    """What is done to the database."""
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from flat(operation.database_operations)
        else:
            yield operation


def name_of_table(operation: Operation) -> str:
    return str(getattr(operation, "model_name", getattr(operation, "name", ""))).lower()


def danger(operation: Operation) -> str:
    """Why it is not safe on a table that others read and write; "" where it is."""
    match operation:
        case AddIndexConcurrently():
            return ""
        case migrations.AddIndex() if name_of_table(operation) in LARGE:
            return f"{WAITS}: build the index CONCURRENTLY"
        case migrations.AddConstraint() if name_of_table(operation) in LARGE:
            return f"{WAITS}: add it NOT VALID and validate it afterwards"
        case migrations.AlterField():
            return f"{WAITS}, or {BREAKS}: add a field beside it"
        case migrations.AddField():
            return danger_of_field(operation.field, is_large=name_of_table(operation) in LARGE)
        case migrations.RemoveField() | migrations.DeleteModel():
            return f"{BREAKS}, which asks for it: wait for the release after"
        case migrations.RenameField() | migrations.RenameModel() | migrations.AlterModelTable():
            return f"{BREAKS}, which asks by the old name: add beside it"
    return ""


def danger_of_field(field: Any, *, is_large: bool) -> str:
    if isinstance(field, models.ManyToManyField):
        return ""
    if not field.null and not field.has_db_default():
        return f"{BREAKS}, which writes rows without it: give it a db_default, or let it be null"
    if is_large and (field.unique or field.db_index):
        return f"{WAITS}: build the index CONCURRENTLY"
    return ""


def test_no_migration_since_the_former_release_holds_up_or_breaks_what_runs(applied):
    found = [one for one in dangers(new_ones(applied)) if one[:2] not in EXCUSED]

    assert found == []


def test_the_former_release_is_known(applied):
    assert {app for app, _ in applied} >= {"aliexpress", "cards"}
    assert len(applied) > 50


def only(*operations: Operation) -> list[Migration]:
    made = type("Migration", (Migration,), {"operations": list(operations)})
    return [made("0099_odd", "cards")]


@pytest.mark.parametrize(
    ("operation", "is_safe"),
    [
        (migrations.AddIndex("card", models.Index(fields=["title"], name="i")), True),
        (migrations.AddIndex("listing", models.Index(fields=["title"], name="i")), False),
        (AddIndexConcurrently("listing", models.Index(fields=["title"], name="i")), True),
        (migrations.AddField("listing", "one", models.SlugField(null=True)), False),
        (migrations.AddField("card", "one", models.IntegerField()), False),
        (migrations.AddField("card", "one", models.IntegerField(default=1)), False),
        (migrations.AddField("card", "one", models.IntegerField(db_default=1)), True),
        (migrations.AddField("card", "one", models.IntegerField(null=True)), True),
        (migrations.AddField("card", "one", models.SlugField(null=True)), True),
        (migrations.AlterField("card", "title", models.TextField()), False),
        (migrations.RemoveField("card", "title"), False),
        (migrations.RenameField("card", "title", "name"), False),
        (migrations.DeleteModel("card"), False),
        (migrations.RunPython(migrations.RunPython.noop), True),
    ],
)
def test_what_is_safe_and_what_is_not(operation, is_safe):
    assert (dangers(only(operation)) == []) is is_safe


def test_a_table_of_its_own_may_be_made_as_one_likes():
    made = migrations.CreateModel("odd", [("id", models.AutoField(primary_key=True))])
    index = migrations.AddIndex("odd", models.Index(fields=["id"], name="i"))

    assert dangers(only(made, index)) == []
