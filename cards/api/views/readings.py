"""A reading, and how it ran."""

from datetime import timedelta
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from aliexpress.typed.bad_input import BadInput
from cards.access import measured_card, visible_store
from cards.api import parameters
from cards.api.authentication import key_sent
from cards.api.documented_errors import documented, moment_parameter, text_parameter
from cards.api.etags import conditional
from cards.api.serializers import HistorySerializer, ReadingSerializer, history_json
from cards.api.throttling import PerKeyThrottle, key_reader
from cards.api_keys import digest_of
from cards.history.card_values import values_at
from cards.history.history import history
from cards.models import Annotation
from cards.readings.polled import polled
from cards.readings.reader import reading_for
from cards.readings.reading import Reading

JSON: Final = "application/json"
ANYTHING: Final = "*/*"
# What clients say that take JSON as it comes.
PLAIN: Final = {ANYTHING, JSON, f"{JSON}, {ANYTHING}", f"{JSON}, text/plain, {ANYTHING}"}
DEFAULT_STRETCH = timedelta(days=30)


class ReadingDetail(APIView):
    """A card's reading for a store, now or as it was given at a past moment."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.polled(request, **kwargs) or super().dispatch(request, *args, **kwargs)

    def polled(self, request: HttpRequest, slug: str, key: str) -> HttpResponse | None:
        """Of a key that asks for nothing but what holds now: the same answer by one statement.
        None: anything else, and whatever is to be refused."""
        sent, meta = key_sent(request), request.META
        if request.method != "GET" or meta.get("QUERY_STRING") or not sent:
            return None
        if meta.get("HTTP_ACCEPT", ANYTHING) not in PLAIN:
            return None
        digest = digest_of(sent)
        found = polled(digest, slug=slug, key=key, at=timezone.now())
        if found is None or not PerKeyThrottle().allows(key_reader(digest)):
            return None
        user_id, reading = found
        request.user = get_user_model().from_db(None, ["id"], [user_id])
        answer = HttpResponse(reading.as_bytes, content_type=JSON)
        answer = conditional(request, answer, content=reading.as_bytes)
        answer["Allow"] = ", ".join(self.allowed_methods)
        return answer

    @documented(
        ReadingSerializer,
        extra={304: None},
        parameters=[
            moment_parameter("as_of", "The answer given at this moment; left out: now."),
        ],
    )
    def get(self, request: Request, slug: str, key: str) -> HttpResponse:
        at = timezone.now()
        as_of = parameters.moment(request, "as_of", at=at)
        reading = reading_for(request.user, slug=slug, key=key, at=at, as_of=as_of)
        return conditional(request, _answer(request, reading), content=reading.as_bytes)


def _answer(request: Request, reading: Reading) -> HttpResponse:
    if request.accepted_media_type != JSON:  # with an indent, say
        return Response(reading.as_json())
    return HttpResponse(reading.as_bytes, content_type=JSON)


class HistoryDetail(APIView):
    """How a card ran between two moments: what was published, and nothing in between."""

    @documented(
        HistorySerializer,
        parameters=[
            moment_parameter("from", "Left out: 30 days before `to`."),
            moment_parameter("to", "Left out: now."),
            text_parameter("interval", "At most one point each 5m, 1h, 1d …"),
        ],
    )
    def get(self, request: Request, slug: str, key: str) -> Response:
        at = timezone.now()
        end = parameters.moment(request, "to", at=at) or at
        start = parameters.moment(request, "from", at=at) or end - DEFAULT_STRETCH
        if start >= end:
            raise BadInput("from", "from must lie before to.")
        interval = parameters.interval(request)
        card = measured_card(request.user, key)
        store = visible_store(request.user, slug)
        found = history(store, start=start, end=end, interval=interval)
        marks = Annotation.objects.between(store, start=start, end=end).select_related("by")
        values = values_at(card, found.points, by=end)
        return Response(
            history_json(found, card=card.key, store=store.slug, values=values, marks=marks)
        )
