"""Questions, answered with receipts; and closed queries."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.views import APIView

from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.moments import past_moment
from cards.access import counted_store
from cards.api.documented_errors import documented
from cards.api.serializers.ask import AnswerSerializer, ClosedQuerySerializer, QuestionSerializer
from cards.api.serializers.error import Error
from cards.ask.outcome import Answer
from cards.ask.queries.query_json import query_from_json
from cards.ask.question import Question, answer_query, ask
from cards.ask.question_log import keep


class AskView(APIView):
    """A plain question about a store. Not wholly understood is not answered."""

    @documented(AnswerSerializer, request=QuestionSerializer, extra={415: Error})
    def post(self, request: Request) -> HttpResponse:
        at = timezone.now()
        values = _object(request, "question")
        question = _question(request, values, text=values.get("question"), at=at)
        answer = ask(question)
        keep(question, answer)
        return _answered(answer)


class QueryView(APIView):
    """A closed query about a store, such as an answer carries."""

    @documented(AnswerSerializer, request=ClosedQuerySerializer, extra={415: Error})
    def post(self, request: Request) -> HttpResponse:
        at = timezone.now()
        values = _object(request, "query")
        question = _question(request, values, text="", at=at)
        return _answered(answer_query(question, query_from_json(values.get("query"))))


def _object(request: Request, field: str) -> dict[str, Any]:
    if not isinstance(request.data, dict):
        raise BadInput(field, f"Send an object with {field} and store.")
    return request.data


def _question(request: Request, values: dict[str, Any], *, text: Any, at: datetime) -> Question:
    slug = values.get("store")
    if not isinstance(slug, str) or not slug:
        raise BadInput("store", "store must be a store's short name, such as harbour-home.")
    moment = past_moment("at", values["at"], at=at) if values.get("at") else None
    return Question(
        text=text,
        store=counted_store(request.user, slug),
        user=request.user,
        at=at,
        previous=values.get("previous") or "",
        moment=moment,
    )


def _answered(answer: Answer) -> HttpResponse:
    """The bytes the command prints."""
    return HttpResponse(answer.json_text.encode(), content_type="application/json")
