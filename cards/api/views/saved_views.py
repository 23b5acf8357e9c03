"""Lists of listings kept by name."""

from collections.abc import Mapping

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from aliexpress.typed.bad_input import BadInput
from cards.access import counted_store
from cards.api.documented_errors import documented
from cards.api.serializers import Error, SavedViewSerializer
from cards.work.saved_views import keep_view, remove_view, views_for


class SavedViewList(APIView):
    """One's own views, and those others share with everybody who sees the store."""

    throttle_scope = "refresh"

    @documented(SavedViewSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        store = counted_store(request.user, slug)
        return Response(SavedViewSerializer(views_for(request.user, store), many=True).data)

    @documented(SavedViewSerializer, status=201, request=SavedViewSerializer, extra={415: Error})
    def post(self, request: Request, slug: str) -> Response:
        at = timezone.now()
        store = counted_store(request.user, slug)
        if not isinstance(request.data, Mapping):
            raise BadInput("name", "Send an object with name and query.")
        view = keep_view(store, request.data, by=request.user, at=at)
        return Response(SavedViewSerializer(view).data, status=201)


class SavedViewDetail(APIView):
    """One's own view; for operations, also what somebody shares with everybody of the store."""

    @documented(None, status=204)
    def delete(self, request: Request, slug: str, view_id: int) -> Response:
        remove_view(request.user, counted_store(request.user, slug), view_id)
        return Response(status=204)
