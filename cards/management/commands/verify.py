"""`manage.py verify [--store S]`: whether all that was published follows from the rows."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from aliexpress.store_slug import store_named
from aliexpress.typed.command import TypedCommand
from cards.verification.verify import verify, verify_all


class Command(TypedCommand):
    help = (
        "Derive every snapshot, pointer and tally anew from the rows, and say what does not hold. "
        "Exit 0: all of it holds; 1: something does not; 2: bad usage. Nothing is changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--store", help="the store's slug; left out: every store")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["store"]:
            store = store_named(options["store"])
            found = verify([store], clock=timezone.now, tell=self.stdout.write)
        else:
            found = verify_all(clock=timezone.now, tell=self.stdout.write)
        if not found.holds:
            raise CommandError(f"{len(found.problems):,} problems were found.", returncode=1)
