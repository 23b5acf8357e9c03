"""From one database to another, every row as it is: what was answered before is answered after."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.core.management.sql import sql_flush
from django.db import (
    DEFAULT_DB_ALIAS,
    DataError,
    IntegrityError,
    connections,
    models,
    transaction,
)

from aliexpress.models import Store
from aliexpress.typed.bad_input import BadInput
from nervecentre.audit.models import Entry
from nervecentre.environment.machines import database_at
from nervecentre.health import problem_found

TARGET: Final = "target"
ROWS_AT_ONCE: Final = 1_000


def move(url: str, *, tell: Callable[[str], object] = str) -> int:
    """Copy all rows of ours into an empty PostgreSQL database, whose tables are made first.

    How many rows. Nobody may write the old one meanwhile. Raises BadInput; then, and where it is
    cut off, nothing of the new one is kept but its tables.
    """
    config = database_at(url)
    if config is None or not config["ENGINE"].endswith("postgresql"):
        raise BadInput("url", "Where to must be PostgreSQL: postgres://user:password@host/name")
    if connections[DEFAULT_DB_ALIAS].vendor != "sqlite":
        raise BadInput(
            "database",
            "This is for SQLite. From PostgreSQL to PostgreSQL lead pg_dump and pg_restore.",
        )
    if problem := problem_found():
        raise BadInput("database", problem)
    make_tables(url)
    connections.databases[TARGET] = {**connections[DEFAULT_DB_ALIAS].settings_dict, **config}
    connections.databases[TARGET] |= {"OPTIONS": config.get("OPTIONS", {})}
    try:
        if found := what_is_there():
            raise BadInput("url", f"That database holds {found} already; name an empty one.")
        with transaction.atomic(), transaction.atomic(using=TARGET):
            _empty()
            return sum(copied(model, tell=tell) for model in _models())
    finally:
        connections[TARGET].close()
        del connections[TARGET], connections.databases[TARGET]


def what_is_there() -> str:
    """What the new one holds beside what making its tables put into it; "" where nothing."""
    people = get_user_model()._base_manager
    holds = {"stores": Store._base_manager, "people": people}
    return next((what for what, rows in holds.items() if rows.using(TARGET).exists()), "")


def make_tables(url: str) -> None:
    """In a process of its own: what migrations do with rows they do with those of the database
    that is configured. Raises BadInput."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL_FILE"}
    made = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity=0"],
        env=kept | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE},
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        said = made.stderr.strip().splitlines() or ["It says nothing."]
        raise BadInput("url", f"Its tables could not be made: {said[-1]}")


def _models() -> Iterator[type[models.Model]]:
    """Of every table there is, those between two others included."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def _empty() -> None:
    """Of what making the tables put into them: it comes with the other rows."""
    there = connections[TARGET]
    audit = f"ALTER TABLE {Entry._meta.db_table}"  # which tells of it, and refuses to be emptied
    statements = sql_flush(no_style(), there, allow_cascade=True)
    there.ops.execute_sql_flush(
        [f"{audit} DISABLE TRIGGER USER", *statements, f"{audit} ENABLE TRIGGER USER"]
    )


def copied(model: type[models.Model], *, tell: Callable[[str], object]) -> int:
    """Raises BadInput where not every row came over."""
    rows = model._base_manager.using(DEFAULT_DB_ALIAS).order_by("pk")
    there = model._base_manager.using(TARGET)
    waiting = rows.iterator(chunk_size=ROWS_AT_ONCE)
    while some := list(islice(waiting, ROWS_AT_ONCE)):
        # Raw, as a dump is loaded: no field says what it would say of a new row.
        try:
            there._insert(  # type: ignore[attr-defined]
                some, fields=model._meta.concrete_fields, using=TARGET, raw=True
            )
        except (DataError, IntegrityError) as error:
            # SQLite keeps numbers and texts of any length, and PostgreSQL none beyond a column's.
            keys = f"{some[0].pk} to {some[-1].pk}"
            why = str(error).strip().splitlines()[0]
            raise BadInput(
                "url", f"A row of {model._meta.label}, of those from {keys}, does not fit: {why}."
            ) from error
    with connections[TARGET].cursor() as cursor:
        for statement in connections[TARGET].ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)
    number = rows.count()
    if there.count() != number:
        raise BadInput("url", f"Not every row of {model._meta.label} came over.")
    if number:
        tell(f"{model._meta.label}: {number:,}")
    return number
