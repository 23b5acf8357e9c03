"""How far a run has read, written where page, admin and API can watch it."""

import time
from collections.abc import Callable, Iterable

from aliexpress.models import StatusRead, SyncRun
from aliexpress.sync.status_tally import StatusTally

EVERY_SECONDS = 0.4
FIELDS = [
    "declared_before",
    "declared_after",
    "listed",
    "pages",
    "pages_expected",
    "duplicates",
    "moved",
    "finished_at",
]

OnProgress = Callable[[list[StatusTally]], None]


class Progress:
    """Rows of StatusRead, one a status. Nothing is written for a run that is over at once: the
    confirmation of an unchanged store, each minute, would be all rows and no news."""

    def __init__(
        self, *, run: SyncRun, tallies: Iterable[StatusTally], on_progress: OnProgress | None
    ) -> None:
        self._run = run
        self._tallies = list(tallies)
        self._on_progress = on_progress
        self._said_at = time.monotonic()

    def say(self) -> None:
        """At most every 0.4 seconds; on the wall's own clock, the run's may stand still."""
        if time.monotonic() - self._said_at >= EVERY_SECONDS:
            self._said_at = time.monotonic()
            self._write()

    def conclude(self) -> None:
        """The last word, for every run in which a status was walked or read for long."""
        rows_exist = StatusRead.objects.filter(run=self._run).exists()
        if rows_exist or any(tally.walks for tally in self._tallies):
            self._write()

    def _write(self) -> None:
        StatusRead.objects.bulk_create(
            [
                StatusRead(
                    run=self._run,
                    status=tally.key,
                    declared_before=tally.declared_before,
                    declared_after=tally.declared,
                    listed=tally.listed,
                    pages=tally.pages,
                    pages_expected=tally.pages_expected,
                    duplicates=tally.duplicates,
                    moved=tally.moved,
                    finished_at=tally.at,
                )
                for tally in self._tallies
            ],
            update_conflicts=True,
            unique_fields=["run", "status"],
            update_fields=FIELDS,
        )
        if self._on_progress:
            self._on_progress(self._tallies)
