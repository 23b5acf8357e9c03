"""Marks on the history of a store."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from aliexpress.typed.bad_input import BadInput
from cards.access import counted_store
from cards.annotations import annotate
from cards.api.documented_errors import documented
from cards.api.serializers import AnnotationSerializer, Error, MarkSerializer
from cards.models import Annotation

MOST_SHOWN = 500


class AnnotationList(APIView):
    """What people know about moments of the store; whoever sees a card may add to it."""

    throttle_scope = "refresh"

    @documented(AnnotationSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        store = counted_store(request.user, slug)
        marks = Annotation.objects.filter(store=store).select_related("by")
        newest = marks.order_by("-at", "-id")[:MOST_SHOWN]
        return Response(AnnotationSerializer(newest, many=True).data)

    @documented(AnnotationSerializer, status=201, request=MarkSerializer, extra={415: Error})
    def post(self, request: Request, slug: str) -> Response:
        at = timezone.now()
        store = counted_store(request.user, slug)
        if not isinstance(request.data, dict):
            raise BadInput("text", "Send an object with at and text.")
        mark = annotate(store, request.data, by=request.user, at=at)
        return Response(AnnotationSerializer(mark).data, status=201)
