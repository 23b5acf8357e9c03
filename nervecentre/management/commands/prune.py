"""`manage.py prune [--dry-run]`: removes what no answer is told from."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from nervecentre.database.retention import prunable, remove


class Command(BaseCommand):
    help = "Remove what may go without changing any answer, past ones included."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how much it is")

    def handle(self, *args: Any, **options: Any) -> None:
        for one in prunable(at=timezone.now()):
            number = one.rows.count()
            if not options["dry_run"]:
                remove(one.rows)
            self.stdout.write(f"{number:,} {one.what}")
