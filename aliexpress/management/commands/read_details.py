"""`manage.py read_details SLUG`: what AliExpress says of single products, in the foreground."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from aliexpress import bridge
from aliexpress.models import ListingSnapshot
from aliexpress.store_slug import store_named
from aliexpress.sync.details import missing_of, read_details


class Command(BaseCommand):
    help = (
        "Read stock, attributes and problems of every product that is new or was modified. "
        "Exit 0: all was read; 1: something stood in the way; 2: bad usage."
    )
    _shown = ""  # the last line of progress

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the store")

    def handle(self, *args: Any, **options: Any) -> None:
        store = store_named(options["slug"])
        if not ListingSnapshot.objects.filter(store=store).exists():
            raise CommandError("The store has no complete reading yet: sync it first.")
        reading = read_details(store, clock=timezone.now, on_progress=self._show_progress)
        if reading is None:
            raise CommandError("A worker reads this store's details already.")
        bridge.count_again(store, clock=timezone.now)
        for said in (reading.detail_error, reading.category_error, reading.diagnosis_error):
            if said:
                self.stderr.write(said)
        missing, total = missing_of(store)
        if reading.detail_error or missing:
            raise CommandError(
                f"{missing:,} of {total:,} products are not known as they are now. What was read "
                "is kept; run it again to go on."
            )
        self.stdout.write("Every product that is new or was modified has been read.")

    def _show_progress(self, asked: int, wanted: int) -> None:
        line = f"{asked:,} of {wanted:,} products asked for" if wanted else ""
        if line and line != self._shown:
            self._shown = line
            self.stderr.write(line, style_func=str)  # progress is no error
