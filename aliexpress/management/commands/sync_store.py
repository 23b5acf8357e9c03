"""`manage.py sync_store SLUG [--full]`: read one store now, in the foreground, with progress."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from aliexpress import bridge
from aliexpress.models import ListingSnapshot, SyncRun
from aliexpress.store_slug import store_named
from aliexpress.sync import sync_store
from aliexpress.sync.status_tally import StatusTally


class Command(BaseCommand):
    help = "Bring one store up to date now. Exit 0: published or confirmed; 1: nothing was."
    _shown = ""  # the last line of progress

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the store, as in its address: /stores/<slug>/")
        parser.add_argument("--full", action="store_true", help="read every list in full")

    def handle(self, *args: Any, slug: str, full: bool, **options: Any) -> None:
        store = store_named(slug)
        run = sync_store(store, clock=timezone.now, full=full, on_progress=self._show_progress)
        bridge.count_again(store, clock=timezone.now)
        if run.status == SyncRun.Status.FAILED or run.snapshot is None:
            raise CommandError(run.error or "Nothing was published.", returncode=1)
        self.stdout.write(sentence(run, run.snapshot))

    def _show_progress(self, tallies: list[StatusTally]) -> None:
        parts = [
            f"{tally.status} {tally.listed:,} of {tally.declared:,}"
            for tally in tallies
            if tally.declared is not None
        ]
        line = "  ".join(parts)
        if line and line != self._shown:
            self._shown = line
            self.stderr.write(line, style_func=str)  # progress is no error


def sentence(run: SyncRun, snapshot: ListingSnapshot) -> str:
    done = "published" if run.published else "confirmed"
    return (
        f"{run.store.name}: {snapshot.total_count:,} listings, snapshot {snapshot.pk} "
        f"{done} ({run.get_kind_display().lower()}, {run.request_count:,} requests)."
    )
