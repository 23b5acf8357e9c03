"""Asks a question once: the answer is kept, and given ever after."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl

from django.db.models import QuerySet
from django.http import Http404

from aliexpress.models import ListingSnapshot, Store
from aliexpress.roles import Viewer
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.moments import past_moment
from aliexpress.typed.numbers import id_of, is_id
from cards.access import visible_card
from cards.listings.of_card import filters_of
from cards.models import Card, Tracing
from cards.tracing.answer import answered
from cards.tracing.method import ALPHA, STRICT_ALPHA, VERSION
from cards.tracing.moved_questions import moved_question
from cards.tracing.questions import ALIKE, OF_CARD, Kind, Question, subject_from
from cards.tracing.shared_questions import shared_question

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


def tracing_of(
    store: Store, asked: Asked, *, by: Any, at: datetime, is_strict: bool = False
) -> Tracing:
    """The kept answer, or a row that waits for one. Raises BadInput where nothing was known."""
    question = question_asked(store, asked, at=at)
    return kept_or_waiting(store, asked, question, by=by, at=at, is_strict=is_strict)


def question_asked(store: Store, asked: Asked, *, at: datetime) -> Question:
    """Raises BadInput where nothing was known at one of the moments."""
    end = asked.end or at
    start = asked.start or usual_start(store, end)
    return question_of(store, asked.subject, asked.kind, start=start, end=end)


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
    store: Store, asked: Asked, *, by: Any, at: datetime, is_strict: bool = False
) -> Tracing:
    """The kept answer; made now where the store is small enough, else left to a worker."""
    question = question_asked(store, asked, at=at)
    tracing = kept_or_waiting(store, asked, question, by=by, at=at, is_strict=is_strict)
    if tracing.answer is None and question.closing.total_count <= AT_ONCE:
        trace(tracing.pk, at=at, question=question)
        tracing.refresh_from_db()
    return tracing


def kept_tracing(user: Viewer, store: Store, number: str) -> Tracing:
    """One of the store's, by its number. Raises Http404."""
    if not is_id(number):
        raise Http404("There is no such tracing.")
    kept = Tracing.objects.filter(store=store, pk=id_of(number))
    tracing = kept.select_related("store", "opening", "closing").first()
    if tracing is None:
        raise Http404("There is no such tracing.")
    see_cards(user, tracing.subject)
    return tracing


def see_cards(user: Viewer, subject: str) -> None:
    """Raises Http404 where a subject is, or names the list of, a card that is not this user's."""
    if subject in OF_CARD:
        visible_card(user, subject)
    elif "=" in subject:
        filters_of(user, dict(parse_qsl(subject)))


def visible_tracings(user: Viewer, store: Store) -> QuerySet[Tracing]:
    """Those of the store whose lists are of no card that is not this user's."""
    kept = Tracing.objects.filter(store=store)
    visible = Card.objects.visible_to(user).values("pk")
    hidden = "|".join(Card.objects.exclude(pk__in=visible).values_list("key", flat=True))
    # In a list's own filters, and in those of one it is held apart from.
    named = rf"card(=|%3D)({hidden})(&|%26|%7C|$)"
    return kept.exclude(subject__regex=named) if hidden else kept


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

    try:
        answer = _answer(tracing, question or _question(tracing), at=at, report=report)
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
    """Raises BadInput where nothing was known at one of the moments."""
    if kind == ALIKE:
        return shared_question(store, subject, at=end)
    return moved_question(store, subject, start=start, end=end)
