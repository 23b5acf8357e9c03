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
        "Exit 0: all of it holds; 1: something does not; 2: bad usage. Nothing is changed. "
        "Not held, because no other row tells it: AliExpress's words of a listing besides its "
        "title, status and reason as they are now (prices, dates, pictures, details), tallies of "
        "the past beyond their sums, how long after a look readers were told of it, a run's own "
        "record, and what people wrote; of a snapshot also when it was published, its interval "
        "and remark, and the causes its movements name, until the next release seals them; of one "
        "that bears no seal all but its counts."
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
