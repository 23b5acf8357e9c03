"""A reading: a card's value for a store at a moment, with the proof it stands on."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

MARK_WORDS = {
    "complete": "Complete",
    "disputed": "Disputed",
    "stale": "Out of date",
    "failed": "Not refreshed",
    "none": "Not known yet",
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """The newest finished sync run. `error` is a sentence, None where it succeeded."""

    status: str
    finished_at: datetime
    error: str | None
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The one shape page, API, admin, export and `read_card --json` show."""

    card: str
    store: str
    value: int | None  # None: nothing complete is known
    unit: str
    as_of: datetime | None
    confirmed_at: datetime | None
    stale: bool
    verdict: str  # complete, disputed or none
    snapshot: int | None
    sentiment: str
    breakdown: dict[str, int] = field(default_factory=dict)
    evidence: list[dict[str, Any]] = field(default_factory=list)
    last_attempt: Attempt | None = None
    remark: str = ""  # what stands out about the snapshot, in words

    @property
    def mark(self) -> str:
        """How it stands, in one word a page has a mark for."""
        if self.value is None:
            return "none"
        if self.last_attempt is not None and self.last_attempt.error:
            return "failed"
        return "stale" if self.stale else self.verdict

    @property
    def mark_word(self) -> str:
        return MARK_WORDS[self.mark]

    def as_json(self) -> dict[str, Any]:
        """The public shape of DESIGN: the API's answer and `read_card --json` are this."""
        attempt = self.last_attempt
        return {
            "card": self.card,
            "store": self.store,
            "value": self.value,
            "unit": self.unit,
            "as_of": moment_text(self.as_of),
            "confirmed_at": moment_text(self.confirmed_at),
            "stale": self.stale,
            "verdict": self.verdict,
            "snapshot": self.snapshot,
            "sentiment": self.sentiment,
            "breakdown": self.breakdown,
            "evidence": [
                row | {"at": row["at"].replace("+00:00", "Z")} if row.get("at") else row
                for row in self.evidence
            ],
            "remark": self.remark or None,
            "last_attempt": attempt
            and {
                "status": attempt.status,
                "finished_at": moment_text(attempt.finished_at),
                "error": attempt.error,
                "retry_at": moment_text(attempt.retry_at),
            },
        }


def moment_text(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with a Z; fractions only where there are any."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
