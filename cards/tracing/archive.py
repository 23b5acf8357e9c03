"""Asks a question once: the answer is kept, and given ever after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from aliexpress.models import Store
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.moments import past_moment
from cards.models import Tracing
from cards.tracing.answer import answered
from cards.tracing.method import ALPHA, STRICT_ALPHA, VERSION
from cards.tracing.questions import Kind, Question, question_of, subject_from

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


def asked_from(values: Mapping[str, Any], *, at: datetime) -> Asked:
    """From a query or a body. Raises BadInput."""
    subject, kind = subject_from(values.get("subject"), values.get("kind"))
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


def tracing_of(
    store: Store, asked: Asked, *, by: Any, at: datetime, is_strict: bool = False
) -> Tracing:
    """The kept answer, or a row that waits for one. Raises BadInput where nothing was known."""
    end = asked.end or at
    start = asked.start or end - USUAL_WINDOW
    question = question_of(store, asked.subject, asked.kind, start=start, end=end)
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


def traced_at_once(
    store: Store, asked: Asked, *, by: Any, at: datetime, is_strict: bool = False
) -> Tracing:
    """The kept answer; made now where the store is small enough, else left to a worker."""
    tracing = tracing_of(store, asked, by=by, at=at, is_strict=is_strict)
    if tracing.answer is None and tracing.closing.total_count <= AT_ONCE:
        trace(tracing.pk, at=at)
        tracing.refresh_from_db()
    return tracing


def trace(tracing_id: int, *, at: datetime) -> bool:
    """Answer it, unless that is done or somebody else is at it. Returns whether it was."""
    waiting = Tracing.objects.filter(pk=tracing_id, answer__isnull=True)
    lost = waiting.filter(begun_at__lte=at - TAKEN_OVER_AFTER)
    free = waiting.exclude(status=Tracing.Status.RUNNING) | lost
    if not free.update(status=Tracing.Status.RUNNING, begun_at=at, error=""):
        return False
    tracing = Tracing.objects.select_related("store", "opening", "closing").get(pk=tracing_id)
    begun = Tracing.objects.filter(pk=tracing_id, answer__isnull=True)
    try:
        answer = _answer(tracing, at=at)
    except BadInput as error:
        return bool(begun.update(status=Tracing.Status.FAILED, error=str(error)))
    return bool(begun.update(status=Tracing.Status.DONE, answer=answer, answered_at=at))


def _answer(tracing: Tracing, *, at: datetime) -> dict[str, Any]:
    alpha = STRICT_ALPHA if tracing.is_strict else ALPHA
    question = _question(tracing)
    return answered(tracing.store, question, alpha=alpha, said=tracing.said, at=at)


def _question(tracing: Tracing) -> Question:
    kind: Kind = "why" if tracing.kind == Tracing.Kind.WHY else "alike"
    start, end = tracing.opening.published_at, tracing.closing.published_at
    return question_of(tracing.store, tracing.subject, kind, start=start, end=end)
