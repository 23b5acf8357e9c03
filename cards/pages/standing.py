"""How a card stands, in sentences: its mark, its age, what went wrong, how far a refresh is."""

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from django.utils.safestring import SafeString

from aliexpress.models import StatusRead, SyncRun
from aliexpress.words import status_words
from cards.board.card_page import CardPage
from cards.board.card_standing import CardStanding
from cards.pages.markup import markup
from cards.pages.moment_words import age, due, exact, short
from cards.readings.dispute_sentence import why_disputed
from cards.readings.reading import Attempt, Reading

OLD: Final = "That is older than it should be: no refresh has succeeded since."
TICKING: Final = re.compile(r">[^<]*</time>")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a reading stands: a mark and a word, and a line that says the rest."""

    mark: str  # complete, disputed, stale, failed, waiting or none
    word: str
    sentence: str  # safe HTML: its ages tick
    running: bool
    announcement: str  # for a screen reader; changes only when something happened


def standing(page: CardStanding | CardPage, *, at: datetime) -> Standing:
    if page.run is not None:
        return under_way(page.run, page.reading, at=at)
    reading = page.reading
    attempt = reading.last_attempt
    failure = _failure(attempt, at=at) if attempt and attempt.error else ""
    if reading.as_of is None or reading.confirmed_at is None:
        return never_read(failure, was_tried=attempt is not None)
    if failure:
        kind = "complete" if reading.verdict == "complete" else "disputed"
        confirmed = age(reading.confirmed_at, at=at)
        sentence = markup("Last {} reading {}. {}", kind, confirmed, failure)
    else:
        moment = short(reading.as_of, at=at)
        confirmed = age(reading.confirmed_at, at=at)
        sentence = markup("As of {}, confirmed {}.", moment, confirmed)
    if reading.stale and not failure:
        sentence = markup("{} {}", sentence, OLD)
    if reading.dispute:
        sentence = markup("{} {}", sentence, reading.dispute)
    word = reading.mark_word
    return Standing(reading.mark, word, sentence, False, f"{word}. {reading.figure}.")


def never_read(failure: str, *, was_tried: bool) -> Standing:
    words = "No complete reading yet."
    if not was_tried:
        words += " The first refresh has not started."
    sentence = markup("{} {}", words, failure) if failure else words
    return Standing("failed" if failure else "none", "Not known yet", sentence, False, words)


def past_standing(reading: Reading) -> Standing:
    """How a reading stood at a past moment, in the words of now."""
    if reading.as_of is None or reading.confirmed_at is None:
        words = "No complete reading had been published by then."
        return Standing("none", "Not known then", words, False, words)
    sentence = f"As of {exact(reading.as_of)}, confirmed {exact(reading.confirmed_at)}."
    if reading.stale:
        sentence += " That was older than it should have been: no refresh had succeeded since."
    if reading.verdict == "disputed":
        sentence += f" {why_disputed(reading.evidence, is_past=True)}"
    word = reading.mark_word
    return Standing(reading.mark, word, sentence, False, f"{word}. {reading.figure}.")


def _failure(attempt: Attempt, *, at: datetime) -> SafeString:
    moment = short(attempt.finished_at, at=at)
    sentence = markup("The refresh at {} failed: {}", moment, attempt.error)
    if attempt.retry_at is None:
        return sentence
    return markup("{} Trying again {}.", sentence, due(attempt.retry_at, at=at))


def under_way(run: SyncRun, reading: Reading, *, at: datetime) -> Standing:
    if run.status == SyncRun.Status.QUEUED:
        words = sentence = "The refresh is about to start."
        if run.waits_long(at=at):
            words = "No worker has taken the refresh yet. The number below is unchanged."
            sentence = markup(
                "The refresh was asked for {}, and no worker has taken it yet. "
                "The number below is unchanged.",
                age(run.requested_at, at=at),
            )
        return Standing("waiting", "Waiting", sentence, True, words)
    began = age(run.started_at or run.requested_at, at=at)
    if reading.value is None:
        sentence = markup("No complete reading yet. The first refresh began {}.", began)
    else:
        sentence = markup("Reading the store; it began {}.", began)
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


def standing_context(page: CardStanding | CardPage, *, at: datetime) -> dict[str, Any]:
    """What the fragment of the standing shows. `stood` names it as it is: an open page that has
    seen the same is told nothing, for its ages tick by themselves."""
    stands, progress = standing(page, at=at), progress_lines(page.progress)
    attempt = page.reading.last_attempt
    is_told = attempt is not None and attempt.error and attempt.error in (page.alert or "")
    without_ages = TICKING.sub("", stands.sentence)
    shown = (stands.mark, without_ages, progress, page.warnings, page.alert, page.reading.remark)
    return {
        "standing": stands,
        "progress": progress,
        "alert": "" if is_told else page.alert,
        "stood": sha256(repr(shown).encode()).hexdigest()[:16],
    }
