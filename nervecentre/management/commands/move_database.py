"""`manage.py move_database URL`: from SQLite to PostgreSQL, every row as it is."""

from typing import Any

from django.core.management.base import CommandParser

from aliexpress.typed.command import TypedCommand
from nervecentre.database.move import move


class Command(TypedCommand):
    help = (
        "Copy every row into an empty PostgreSQL database, making its tables first. Stop web "
        "server, workers and beat before. Exit 0: all of it is there; 2: bad usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="postgres://user:password@host:5432/name")

    def handle(self, *args: Any, **options: Any) -> None:
        number = move(options["url"], tell=self.stdout.write)
        self.stdout.write(
            f"{number:,} rows are there. Set DATABASE_URL to it, then run manage.py verify."
        )
