"""Looks again, run after run over minutes, at a fall or a rise too large to believe at once.

No worker waits for it. A run that sees one ends and says so; the store comes due again
soon, and its runs are the record of what was seen when.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aliexpress.models import ListingSnapshot, Store, SyncRun

LOOKS = 3
OVER = timedelta(minutes=4)  # from the first of them to the last, at least
NEXT_LOOK_AFTER = timedelta(minutes=2)
MOST_RUNS = 50  # looked back at


@dataclass(frozen=True, slots=True)
class Looks:
    """`at`: when runs before this one saw such a change, newest first; none since one succeeded."""

    at: tuple[datetime, ...]

    @classmethod
    def of(cls, store: Store) -> "Looks":
        runs = SyncRun.objects.finished().filter(store=store).order_by("-finished_at", "-pk")
        seen = []
        for status, kind, finished_at in runs.values_list("status", "error_kind", "finished_at")[
            :MOST_RUNS
        ]:
            if status == SyncRun.Status.COMPLETE:
                break
            if kind == SyncRun.ErrorKind.LOOKING_AGAIN and finished_at is not None:
                seen.append(finished_at)
        return cls(tuple(seen))

    def suffice(self, *, now: datetime) -> bool:
        """Whether a change that this run sees as well may be believed."""
        return len(self.at) + 1 >= LOOKS and now - self.at[-1] >= OVER

    def in_words(self, previous: ListingSnapshot, *, left: int) -> str:
        """What this run sees, and why it is not published."""
        minutes = int(NEXT_LOOK_AFTER.total_seconds() // 60)
        then = previous.confirmed_at.astimezone(UTC)
        change = "fall" if left < previous.total_count else "change"
        return (
            f"AliExpress lists {left:,} listings now, where {previous.total_count:,} were counted "
            f"at {then:%H:%M} UTC on {then:%-d %B %Y}. A {change} like this is looked at at least "
            f"{LOOKS} times over several minutes before it is believed; this was look "
            f"{len(self.at) + 1}, the next comes in {minutes} minutes. Until then the number is "
            "as it was last read."
        )

    @property
    def in_short(self) -> str:
        """What was done about a change that is believed."""
        if not self.at:
            return "It was read again in full, and it stands."
        return f"It was looked at {len(self.at) + 1} times over several minutes, and it stands."
