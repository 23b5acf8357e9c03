"""A copy of an SQLite database, made while others write it."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkstemp

from django.db import connection

from aliexpress.typed.bad_input import BadInput

PAGES_AT_ONCE = 1_000


def back_up(path: Path) -> None:
    """Write all of it as of one moment to a file that is not there yet. Raises BadInput."""
    if connection.vendor != "sqlite":
        raise BadInput(
            "database",
            "This is for SQLite. PostgreSQL has pg_dump: pg_dump --format=custom --file FILE URL",
        )
    if path.exists():
        raise BadInput("file", f"{path} is there already; name a new file.")
    try:
        with _unfinished(path) as unfinished:
            with contextlib.closing(sqlite3.connect(unfinished)) as copy:
                _copy_to(copy)
                _tell_apart(copy)
                [(sound,)] = copy.execute("PRAGMA quick_check")
            if sound != "ok":
                raise BadInput("database", f"The copy is not sound: {sound}")
            unfinished.rename(path)
    except (OSError, sqlite3.Error) as error:
        raise BadInput("file", f"{path} could not be written: {error}.") from error


@contextlib.contextmanager
def _unfinished(path: Path) -> Iterator[Path]:
    """A file beside it that only its owner reads: in it are the digests of passwords, and what
    CREDENTIAL_KEYS open. Gone afterwards, with what SQLite keeps by it."""
    handle, name = mkstemp(prefix=f"{path.name}.", suffix=".unfinished", dir=path.parent)
    with open(handle, "wb"):
        pass
    try:
        yield Path(name)
    finally:
        for beside in ("", "-journal", "-wal", "-shm"):
            Path(f"{name}{beside}").unlink(missing_ok=True)


def _copy_to(copy: sqlite3.Connection) -> None:
    """Within one transaction that reads, which holds up nobody: without, SQLite begins anew each
    time somebody has written meanwhile, and comes to no end where somebody always does."""
    name = connection.settings_dict["NAME"]
    with contextlib.closing(sqlite3.connect(name, isolation_level=None)) as source:
        source.execute("BEGIN")
        source.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()  # now it has begun
        source.backup(copy, pages=PAGES_AT_ONCE)


def _tell_apart(copy: sqlite3.Connection) -> None:
    """Where it is restored, that is seen by this number, and it is verified."""
    [(copied,)] = copy.execute("PRAGMA user_version")
    copy.execute(f"PRAGMA user_version = {int(copied) % 2**30 + 1}")
