"""Tracings made each morning for operations, ten times as strict: who looks every day at every
store would else be told of chance ten times as often."""

from datetime import datetime, timedelta
from typing import Final

from aliexpress.typed.bad_input import BadInput
from cards.models import DailyTracing, Tracing
from cards.tracing.archive import Asked, kept_or_waiting, question_asked
from cards.tracing.questions import subject_from

EVERY: Final = timedelta(days=1)
AT_HOUR: Final = 5  # UTC


def due(*, at: datetime) -> list[int]:
    """The tracings of this morning that have no answer yet, of the 24 hours before five o'clock:
    one for each store operations chose. Asked again, they are the same."""
    end = at.replace(hour=AT_HOUR, minute=0, second=0, microsecond=0)
    if at < end:
        return []
    waiting = []
    chosen = DailyTracing.objects.filter(store__is_active=True).select_related("store")
    for one in chosen.order_by("pk"):
        try:
            subject, kind = subject_from(one.subject)
            asked = Asked(subject, kind, start=end - EVERY, end=end)
            question = question_asked(one.store, asked, at=at)
        except BadInput:  # nothing complete was known at one of the moments
            continue
        tracing = kept_or_waiting(one.store, asked, question, by=None, at=at, is_strict=True)
        if tracing.status == Tracing.Status.WAITING:
            waiting.append(tracing.pk)
    return waiting
