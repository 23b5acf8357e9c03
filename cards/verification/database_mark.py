"""The mark of a database, by which it is told from the one it was restored from."""

from pathlib import Path

from django.db import connection


def mark_of_database() -> str:
    """Another one after each restore by a dump, a copy of the file or a move; else it stays."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # whose numbers are given anew to what is restored
            cursor.execute(
                "SELECT oid, 'cards_verification'::regclass::oid FROM pg_database"
                " WHERE datname = current_database()"
            )
            return ".".join(map(str, cursor.fetchone()))
        [copied] = cursor.execute("PRAGMA user_version").fetchone()  # raised by `back_up`
        [(*_, file)] = cursor.execute("PRAGMA database_list").fetchmany(1)
    return f"{copied}.{Path(file).stat().st_ino if file else 0}"
