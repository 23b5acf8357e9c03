"""A copy of an SQLite database, made while others write it."""

import contextlib
import sqlite3
from pathlib import Path

from django.db import connection

from aliexpress.typed.bad_input import BadInput

PAGES_AT_ONCE = 1_000  # writers get their turn in between


def back_up(path: Path) -> None:
    """Write all of it as of one moment to a file that is not there yet. Raises BadInput."""
    if connection.vendor != "sqlite":
        raise BadInput(
            "database",
            "This is for SQLite. PostgreSQL has pg_dump: pg_dump --format=custom --file FILE URL",
        )
    if path.exists():
        raise BadInput("file", f"{path} is there already; name a new file.")
    connection.ensure_connection()
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with contextlib.closing(sqlite3.connect(unfinished)) as copy:
            connection.connection.backup(copy, pages=PAGES_AT_ONCE)
            _tell_apart(copy)
            [(sound,)] = copy.execute("PRAGMA quick_check")
        if sound != "ok":
            raise BadInput("database", f"The copy is not sound: {sound}")
        unfinished.rename(path)
    except (OSError, sqlite3.Error) as error:
        raise BadInput("file", f"{path} could not be written: {error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _tell_apart(copy: sqlite3.Connection) -> None:
    """Where it is restored, that is seen by this number, and it is verified."""
    [(copied,)] = copy.execute("PRAGMA user_version")
    copy.execute(f"PRAGMA user_version = {int(copied) % 2**30 + 1}")
