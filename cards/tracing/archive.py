"""Asks a question once: the answer is kept, and given ever after."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from aliexpress.models import ListingSnapshot, Store
from aliexpress.roles import Viewer
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.moments import past_moment
from cards.flow.flow import NoFlow
from cards.models import Tracing
from cards.tracing.answer import answered, not_known
from cards.tracing.method import ALPHA, STRICT_ALPHA, VERSION
from cards.tracing.moved_questions import moved_question
from cards.tracing.questions import ALIKE, OF_CARD, Kind, NotKnown, Question, subject_from
from cards.tracing.shared_questions import shared_question
from cards.tracing.visible_tracings import see_cards

AT_ONCE: Final = 50_000  # listings of a store; a larger one is traced by a worker
USUAL_WINDOW: Final = timedelta(days=7)
SAID: Final = ("", "up", "down")
TAKEN_OVER_AFTER: Final = timedelta(minutes=10)  # a worker that died while it traced


@dataclass(frozen=True, slots=True)
class Asked:
    """`start` and `end` None: the seven days before now."""

    subject: str
    kind: Kind
    start: datetime | None = None
    end: datetime | None = None
    said: str = ""


def asked_from(values: Mapping[str, Any], *, at: datetime, by: Viewer | None = None) -> Asked:
    """From a query or a body. `by`: whose cards alone may be asked about. Raises BadInput, and
    Http404 for a card that is not theirs."""
    named = values.get("subject")
    subject, kind = subject_from(named, values.get("kind"))
    card = named.strip() if isinstance(named, str) and named.strip() in OF_CARD else ""
    if by is not None:
        see_cards(by, card or subject)
    start, end = (
        past_moment(name, values[name], at=at) if values.get(name) else None
        for name in ("from", "to")
    )
    if start and start >= (end or at):
        raise BadInput("from", "from must lie before to.")
    said = values.get("said") or ""
    if said not in SAID:
        raise BadInput("said", f"said must be up or down; it is {said!r}.")
    return Asked(subject, kind, start=start, end=end, said=said)


def question_asked(store: Store, asked: Asked, *, at: datetime) -> Question:
    """Raises NotKnown where nothing was counted at one of the moments."""
    start, end = window_asked(store, asked, at=at)
    return question_of(store, asked.subject, asked.kind, start=start, end=end)


def window_asked(store: Store, asked: Asked, *, at: datetime) -> tuple[datetime, datetime]:
    end = asked.end or at
    return asked.start or usual_start(store, end), end


def kept_or_waiting(
    store: Store, asked: Asked, question: Question, *, by: Any, at: datetime, is_strict: bool
) -> Tracing:
    tracing, _ = Tracing.objects.get_or_create(
        store=store,
        subject=asked.subject,
        kind=asked.kind,
        said=asked.said,
        opening=question.opening,
        closing=question.closing,
        method=VERSION,
        is_strict=is_strict,
        defaults={"asked_at": at, "by": by},
    )
    return tracing


def usual_start(store: Store, end: datetime) -> datetime:
    """Seven days before, or with the first reading where that came later."""
    start = end - USUAL_WINDOW
    first = ListingSnapshot.objects.filter(store=store).order_by("published_at", "id").first()
    return max(start, first.published_at) if first and first.published_at < end else start


def traced_at_once(
    store: Store, asked: Asked, *, by: Any, at: datetime, however_large: bool = False
) -> Tracing:
    """The kept answer; made now where the store is small enough, else left to a worker. Of what
    was never counted an answer that is not kept and has no number."""
    try:
        question = question_asked(store, asked, at=at)
    except NotKnown as error:
        return never_counted(store, asked, str(error), by=by, at=at)
    tracing = kept_or_waiting(store, asked, question, by=by, at=at, is_strict=False)
    if tracing.answer is None and (however_large or question.closing.total_count <= AT_ONCE):
        trace(tracing.pk, at=at, question=question)
        tracing.refresh_from_db()
    return tracing


def never_counted(store: Store, asked: Asked, sentence: str, *, by: Any, at: datetime) -> Tracing:
    """An answer that says so, with whichever reading there was."""
    moments = window_asked(store, asked, at=at)
    ends = [ListingSnapshot.objects.given_at(store, at=moment) for moment in moments]
    return Tracing(
        store=store,
        subject=asked.subject,
        kind=asked.kind,
        said=asked.said,
        method=VERSION,
        status=Tracing.Status.DONE,
        asked_at=at,
        answered_at=at,
        by=by,
        answer=not_known(store, asked.subject, asked.kind, ends, sentence=sentence),
    )


def trace(tracing_id: int, *, at: datetime, question: Question | None = None) -> bool:
    """Answer it, unless that is done or somebody else is at it. Returns whether it was.
    `question`: its own, where that is at hand."""
    waiting = Tracing.objects.filter(pk=tracing_id, answer__isnull=True)
    lost = waiting.filter(begun_at__lte=at - TAKEN_OVER_AFTER)
    free = waiting.exclude(status=Tracing.Status.RUNNING) | lost
    if not free.update(status=Tracing.Status.RUNNING, begun_at=at, error=""):
        return False
    tracing = Tracing.objects.select_related("store", "opening", "closing").get(pk=tracing_id)
    begun = Tracing.objects.filter(pk=tracing_id, answer__isnull=True)

    def report(read: int) -> None:
        if tracing.closing.total_count > AT_ONCE:
            begun.update(read_count=read)

    ends = (tracing.opening, tracing.closing)
    try:
        answer = _answer(tracing, question or _question(tracing), at=at, report=report)
    except NoFlow as error:  # of a list between two moments
        answer = not_known(tracing.store, tracing.subject, tracing.kind, ends, sentence=str(error))
    except BadInput as error:
        return bool(begun.update(status=Tracing.Status.FAILED, error=str(error)))
    return bool(begun.update(status=Tracing.Status.DONE, answer=answer, answered_at=at))


def _answer(
    tracing: Tracing, question: Question, *, at: datetime, report: Callable[[int], None]
) -> dict[str, Any]:
    alpha = STRICT_ALPHA if tracing.is_strict else ALPHA
    return answered(tracing.store, question, alpha=alpha, said=tracing.said, at=at, report=report)


def _question(tracing: Tracing) -> Question:
    start, end = tracing.opening.published_at, tracing.closing.published_at
    return question_of(tracing.store, tracing.subject, tracing.kind, start=start, end=end)


def question_of(
    store: Store, subject: str, kind: str, *, start: datetime, end: datetime
) -> Question:
    """Raises NotKnown where nothing was counted at one of the moments, and BadInput."""
    if kind == ALIKE:
        return shared_question(store, subject, at=end)
    try:
        return moved_question(store, subject, start=start, end=end)
    except NoFlow as error:
        raise NotKnown(error.field, str(error)) from error
