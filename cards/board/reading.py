"""A reading: a card's value for a store at a moment, with the proof it stands on."""

from dataclasses import dataclass, field
from datetime import datetime


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
    value: int | float | None  # None: nothing complete is known
    unit: str
    as_of: datetime | None
    confirmed_at: datetime | None
    stale: bool
    verdict: str  # complete, disputed or none
    snapshot: int | None
    sentiment: str
    breakdown: dict[str, int] = field(default_factory=dict)
    evidence: list[dict[str, object]] = field(default_factory=list)
    last_attempt: Attempt | None = None
