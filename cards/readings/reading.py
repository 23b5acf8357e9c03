"""A reading: a card's value for a store at a moment, with the proof it stands on."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from aliexpress.words import MARK_WORDS
from cards.formats import Number, figure, moment_text
from cards.measures.measured import Measured
from cards.readings.dispute_sentence import why_disputed
from cards.readings.shops import ShopsCovered
from cards.sentiment import NOT_ENOUGH

NOTHING_KNOWN = "There is no complete reading yet, so there is nothing to judge."
SENTIMENT_WORDS = {
    "positive": "Good",
    "attention": "Attention",
    "negative": "Bad",
    "neutral": "Neutral",
    "not_enough_data": "Not enough data",
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """The newest finished sync run. `error` is a sentence, None where it succeeded."""

    status: str
    finished_at: datetime
    error: str | None
    retry_at: datetime | None = None
    needs_somebody: bool = False  # AliExpress refuses us until a person acts


@dataclass(frozen=True, kw_only=True)
class Reading(Measured):
    """What was measured, of which card and store, when, and with which proof: the one shape page,
    API, admin, export and `read_card --json` show. As it begins, nothing complete is known."""

    card: str
    store: str
    unit: str
    value: Number | None = None  # None: nothing complete is known, or `note` says why
    as_of: datetime | None = None
    confirmed_at: datetime | None = None
    stale: bool = True
    verdict: str = "none"  # complete, disputed or none
    snapshot: int | None = None
    sentiment: str = NOT_ENOUGH
    reason: str = NOTHING_KNOWN  # of the sentiment, a sentence
    breakdown: dict[str, int] = field(default_factory=dict)
    evidence: list[dict[str, Any]] = field(default_factory=list)
    last_attempt: Attempt | None = None
    remark: str = ""  # what stands out about the snapshot, in words
    shops: ShopsCovered | None = None  # None: the POP shop is the only one

    @property
    def mark(self) -> str:
        """How it stands, in one word a page has a mark for."""
        if self.value is None:
            return "none"
        if self.last_attempt is not None and self.last_attempt.error:
            return "failed"
        return "stale" if self.stale else self.verdict

    @property
    def failure(self) -> str:
        """What the newest refresh failed with, a sentence; "" where it succeeded."""
        return (self.last_attempt and self.last_attempt.error) or ""

    @property
    def is_partial(self) -> bool:
        """It knows less than all it would have to: never to be shown as a plain number."""
        return self.coverage is not None and self.coverage.is_short

    @property
    def figure(self) -> str:
        """The value as people read it, and never as a plain number while it is partial."""
        known = figure(self.value, self.unit)
        return known if self.value is None or not self.coverage else self.coverage.figure(known)

    @property
    def so_far(self) -> tuple[str, str] | None:
        """Of what is known in part: the number among what is known, and what that is."""
        if self.value is None or self.coverage is None or not self.is_partial:
            return None
        if not self.coverage.known or self.coverage.is_most:
            return None
        known = f"{self.coverage.known:,} {self.coverage.things or 'read'} so far"
        if self.unit == "percent" and self.ratio is not None:
            share = replace(self.ratio.denominator, value=self.coverage.known)
            percent = replace(self.ratio, denominator=share).percent
            return figure(percent, self.unit), f"of the {known}"
        if self.coverage.things:
            return figure(self.value, self.unit), f"in the {known}"
        return figure(self.value, self.unit), f"among the {known}"

    @property
    def sentences(self) -> list[str]:
        """What has to be read with the figure, each a sentence."""
        found = [self.note] if self.note else []
        if self.shops is not None and self.shops.is_short:
            found.append(as_sentence(self.shops.sentence))
        found += [ratio.sentence for ratio in (self.ratio, *self.beside) if ratio]
        if self.coverage is not None:
            found += [as_sentence(self.coverage.sentence), self.coverage.because]
        if self.window is not None:
            found.append(self.window.sentence)
        return [sentence for sentence in found if sentence]

    @property
    def dispute(self) -> str:
        """Why it is disputed, in a sentence; "" where it is not."""
        return why_disputed(self.evidence) if self.verdict == "disputed" else ""

    @property
    def is_judged(self) -> bool:
        """Whether its rule says something of it: neutral is nothing to say."""
        return self.sentiment in ("positive", "attention", "negative")

    @property
    def sentiment_word(self) -> str:
        return SENTIMENT_WORDS[self.sentiment]

    @property
    def mark_word(self) -> str:
        return MARK_WORDS[self.mark]

    @cached_property
    def as_bytes(self) -> bytes:
        """`as_json` as it is sent. Made once: what stands is asked for again and again."""
        text = json.dumps(
            self.as_json(), ensure_ascii=False, allow_nan=False, separators=(",", ":")
        )
        return text.encode()

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
            "reason": self.reason,
            "breakdown": self.breakdown,
            "evidence": [
                row | {"at": row["at"].replace("+00:00", "Z")} if row.get("at") else row
                for row in self.evidence
            ],
            "shops": self.shops and self.shops.as_json(),
            "remark": self.remark or None,
            "note": self.note or None,
            "ratio": self.ratio and self.ratio.as_json(),
            "beside": [ratio.as_json() for ratio in self.beside],
            "coverage": self.coverage and self.coverage.as_json(),
            "window": self.window and self.window.as_json(),
            "rows": [row.as_json() for row in self.rows],
            "last_attempt": attempt
            and {
                "status": attempt.status,
                "finished_at": moment_text(attempt.finished_at),
                "error": attempt.error,
                "retry_at": moment_text(attempt.retry_at),
            },
        }


def as_sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
