"""What stands behind a number: asked once, and given ever after."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from aliexpress.typed.bad_input import BadInput
from cards.access import counted_store
from cards.api.documented_errors import documented, text_parameter
from cards.api.paging import Newest
from cards.api.serializers import (
    Error,
    TracingPageSerializer,
    TracingQuestionSerializer,
    TracingSerializer,
)
from cards.tasks import leave_to_a_worker
from cards.tracing.archive import asked_from, traced_at_once
from cards.tracing.visible_tracings import kept_tracing, visible_tracings


class TracingList(APIView):
    """The tracings of a store, newest first; and a new one."""

    throttle_scope = "refresh"

    @documented(
        TracingPageSerializer,
        parameters=[text_parameter("cursor", "From `next` or `previous` of a page.")],
        operation_id="stores_tracings_list",
    )
    def get(self, request: Request, slug: str) -> Response:
        store = counted_store(request.user, slug)
        pages = Newest()
        kept = visible_tracings(request.user, store).select_related("store")
        page: Any = pages.paginate_queryset(kept, request, view=self)
        return Response(
            {
                "next": pages.get_next_link(),
                "previous": pages.get_previous_link(),
                "results": TracingSerializer(page, many=True).data,
            }
        )

    @documented(
        TracingSerializer,
        status=201,
        request=TracingQuestionSerializer,
        extra={200: TracingSerializer, 202: TracingSerializer, 415: Error},
    )
    def post(self, request: Request, slug: str) -> Response:
        """201 with the answer, or 202 where a worker makes it: then `Location` has it in time.
        200 where nothing was counted at one of the moments: `not_known`, and not kept."""
        at = timezone.now()
        store = counted_store(request.user, slug)
        if not isinstance(request.data, dict):
            raise BadInput("subject", "Send an object with subject.")
        asked = asked_from(request.data, at=at, by=request.user)
        tracing = traced_at_once(store, asked, by=request.user, at=at)
        if tracing.pk is None:
            return Response(TracingSerializer(tracing).data)
        leave_to_a_worker(tracing)
        location = reverse("api:tracing", args=[store.slug, tracing.pk])
        return Response(
            TracingSerializer(tracing).data,
            status=202 if tracing.is_pending else 201,
            headers={"Location": request.build_absolute_uri(location)},
        )


class TracingDetail(APIView):
    """One tracing; without an answer while a worker is at it."""

    @documented(TracingSerializer)
    def get(self, request: Request, slug: str, tracing_id: int) -> Response:
        store = counted_store(request.user, slug)
        tracing = kept_tracing(request.user, store, str(tracing_id))
        return Response(TracingSerializer(tracing).data)
