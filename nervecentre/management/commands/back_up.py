"""`manage.py back_up FILE`: a copy of an SQLite database while others write it."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from aliexpress.typed.command import TypedCommand
from nervecentre.database.backup import back_up


class Command(TypedCommand):
    help = "Copy the SQLite database as of one moment. Exit 0: written; 2: bad usage."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a file that is not there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        back_up(Path(options["file"]))
        self.stdout.write(
            f"{options['file']} holds everything but the keys: keep CREDENTIAL_KEYS and "
            "SECRET_KEY elsewhere. After a restore run manage.py verify."
        )
