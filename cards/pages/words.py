"""What pages say of moments, verdicts and runs, in sentences a shop owner understands."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aliexpress.lifecycle import State
from aliexpress.models import StatusRead, SyncRun
from cards.board.card_page import CardPage
from cards.flow.movements import ELSEWHERE
from cards.listings.filters import Filters, Movement
from cards.readings.reading import Reading

WAITING_LONG = timedelta(seconds=10)

STATUS_WORDS = {
    "onSelling": "On selling",
    "auditing": "In auditing",
    "editingRequired": "Rejected (editing required)",
    "offline": "Offline",
    "draft": "Drafts",
}


def ago(moment: datetime, *, at: datetime) -> str:
    """'20 seconds ago', 'in 4 minutes'."""
    seconds = int((at - moment).total_seconds())
    if -2 <= seconds < 2:
        return "just now"
    words = stretch(abs(seconds))
    return f"{words} ago" if seconds > 0 else f"in {words}"


def exact(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%-d %B %Y, %H:%M:%S} UTC"


def clock(moment: datetime, *, at: datetime) -> str:
    """The time of day, and of another day than today's (UTC) that day too."""
    moment = moment.astimezone(UTC)
    day = "" if moment.date() == at.astimezone(UTC).date() else f"{moment:%-d %B %Y}, "
    return f"{day}{moment:%H:%M} UTC"


def heading(filters: Filters) -> str:
    """What a list of listings holds, where it is more than its filters tell by themselves."""
    if filters.moved and filters.start and filters.end:
        stretch = f"between {exact(filters.start)} and {exact(filters.end)}"
        return f"{_movement_words(filters.moved)} {stretch}"
    if filters.as_of:
        return f"As it was given at {exact(filters.as_of)}; titles and prices are today's"
    return ""


def _movement_words(moved: Movement | str) -> str:
    if isinstance(moved, str):
        return "Listings that left their state and came back to it"
    if moved.set_out is None:
        return f"Listings that appeared as {place(moved.arrived)}"
    if moved.arrived is None:
        return f"Listings that vanished from {place(moved.set_out)}"
    return f"Listings that moved from {place(moved.set_out)} to {place(moved.arrived)}"


def place(state: str | None) -> str:
    return "elsewhere" if state is None or state == ELSEWHERE else State(state).label


def status_words(status: str) -> str:
    return STATUS_WORDS.get(status, status)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a reading stands: a mark and a word, and a line that says the rest."""

    mark: str  # complete, disputed, stale, failed, waiting or none
    word: str
    sentence: str
    running: bool
    announcement: str  # for a screen reader; changes only when something happened


def standing(page: CardPage, *, at: datetime) -> Standing:
    if page.run is not None:
        return _under_way(page.run, page.progress, page.reading, at=at)
    reading = page.reading
    attempt = reading.last_attempt
    failed = attempt is not None and attempt.error is not None
    if reading.as_of is None or reading.confirmed_at is None:
        words = f"No complete reading yet. {_attempt_words(reading, at=at)}".strip()
        if attempt is None:
            words = "No complete reading yet. The first sync has not started."
        return Standing("failed" if failed else "none", "Not known yet", words, False, words)
    if failed:
        proof = _proof_words(reading, reading.confirmed_at, at=at)
        sentence = f"Last {proof} {_attempt_words(reading, at=at)}"
    else:
        moment = clock(reading.as_of, at=at)
        sentence = f"As of {moment}, confirmed {ago(reading.confirmed_at, at=at)}."
    if reading.stale and not failed:
        sentence += " That is older than it should be: no refresh has succeeded since."
    if reading.verdict == "disputed":
        sentence += " AliExpress declares another number than it lists; both are in the proof."
    word = reading.mark_word
    return Standing(reading.mark, word, sentence, False, f"{word}. {reading.figure}.")


def past_standing(reading: Reading) -> Standing:
    """How a reading stood at a past moment, in the words of now."""
    if reading.as_of is None or reading.confirmed_at is None:
        words = "No complete reading had been published by then."
        return Standing("none", "Not known then", words, False, words)
    sentence = f"As of {exact(reading.as_of)}, confirmed {exact(reading.confirmed_at)}."
    if reading.stale:
        sentence += " That was older than it should have been: no refresh had succeeded since."
    if reading.verdict == "disputed":
        sentence += " AliExpress declared another number than it listed; both are in the proof."
    word = reading.mark_word
    return Standing(reading.mark, word, sentence, False, f"{word}. {reading.figure}.")


def _proof_words(reading: Reading, confirmed_at: datetime, *, at: datetime) -> str:
    kind = "complete" if reading.verdict == "complete" else "disputed"
    return f"{kind} reading {ago(confirmed_at, at=at)}."


def _attempt_words(reading: Reading, *, at: datetime) -> str:
    attempt = reading.last_attempt
    if attempt is None or attempt.error is None:
        return ""
    again = ""
    if attempt.retry_at is not None:
        soon = attempt.retry_at <= at
        again = " Trying again now." if soon else f" Trying again {ago(attempt.retry_at, at=at)}."
    moment = clock(attempt.finished_at, at=at)
    return f"The refresh at {moment} failed: {attempt.error}{again}"


def _under_way(
    run: SyncRun, progress: list[StatusRead], reading: Reading, *, at: datetime
) -> Standing:
    if run.status == SyncRun.Status.QUEUED:
        waited = at - run.requested_at
        sentence = "The refresh is about to start."
        if waited > WAITING_LONG:
            sentence = (
                f"The refresh was asked for {ago(run.requested_at, at=at)}, and no worker has "
                "taken it yet. The number below is unchanged."
            )
        return Standing("waiting", "Waiting", sentence, True, sentence)
    began = run.started_at or run.requested_at
    if reading.value is None:
        sentence = f"No complete reading yet. The first sync started {ago(began, at=at)}."
    else:
        sentence = f"Reading the store; it began {ago(began, at=at)}."
    return Standing("waiting", "Refreshing", sentence, True, "Reading the store.")


@dataclass(frozen=True, slots=True)
class ProgressLine:
    words: str
    listed: int
    declared: int | None


def progress_lines(progress: list[StatusRead]) -> list[ProgressLine]:
    return [
        ProgressLine(status_words(read.status), read.listed, read.declared_before)
        for read in sorted(progress, key=lambda read: read.pk)
    ]


def stretch(seconds: int) -> str:
    for size, unit in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size * 2 or (seconds >= size and unit != "day"):
            number = seconds // size
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return f"{seconds} second{'' if seconds == 1 else 's'}"
