"""`manage.py move_database --url-file F`: from SQLite to PostgreSQL, every row as it is."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from aliexpress.typed.command import TypedCommand
from aliexpress.typed.secret_option import secret_option
from nervecentre.database.move import move


class Command(TypedCommand):
    help = (
        "Copy every row into an empty PostgreSQL database, making its tables first. Stop web "
        "server, workers and beat before. Exit 0: all of it is there; 2: bad usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "url",
            nargs="?",
            help="postgres://user:password@host:5432/name; whoever lists the processes reads it",
        )
        parser.add_argument(
            "--url-file",
            metavar="FILE",
            help="the same, from a file; - asks for it, or reads what is piped in",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        url = secret_option(options, "url", file="--url-file", asks=True)
        if url is None:
            raise CommandError("Name the database with --url-file.", returncode=2)
        number = move(url, tell=self.stdout.write)
        self.stdout.write(
            f"{number:,} rows are there. Set DATABASE_URL to it, then run manage.py verify."
        )
