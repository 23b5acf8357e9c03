"""Keeps what was asked for 90 days, unless ASK_LOG is off."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import QuerySet

from cards.ask.outcome import Answer
from cards.ask.question import Question
from cards.models import AskedQuestion

KEPT: Final = timedelta(days=90)


def questions_to_drop(*, at: datetime) -> QuerySet[AskedQuestion]:
    """Those that were kept for long enough."""
    return AskedQuestion.objects.filter(at__lt=at - KEPT)


def keep(question: Question, answer: Answer) -> None:
    """One row a question; drops what is older. Never numbers of an answer."""
    if not settings.ASK_LOG:
        return
    user = question.user if question.user.pk else None
    questions_to_drop(at=question.at).delete()
    AskedQuestion.objects.create(
        at=question.at,
        user_id=user.pk if user else None,
        store=question.store,
        text=answer.question,
        status=answer.status,
        notation=answer.notation,
        unused=list(answer.unused),
    )
