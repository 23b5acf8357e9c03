"""Where a store's products come from, and asking for it to be read."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from aliexpress.models import StoreNow
from aliexpress.roles import may_decide
from aliexpress.source_door import request_source_read, source_of
from cards.access import counted_store
from cards.api.documented_errors import documented
from cards.api.etags import conditional_json
from cards.api.serializers import Error
from cards.api.serializers.bridge import SourceReadSerializer, SourceWholeSerializer
from cards.board.bridge_json import source_json


class SourceDetail(APIView):
    """Where the store's products come from, and what its newest whole read proved."""

    @documented(SourceWholeSerializer)
    def get(self, request: Request, slug: str) -> HttpResponse:
        store = counted_store(request.user, slug)
        if (catalogue := source_of(store)) is None:
            raise Http404("This store has no source catalogue.")
        now = StoreNow.objects.select_related("source__catalogue").get(store=store)
        last = catalogue.reads.last_attempt()
        told = {
            "kind": catalogue.kind,
            "name": catalogue.name,
            "source": now.source and source_json(now.source),
            "last_read": last and SourceReadSerializer(last).data,
        }
        return conditional_json(request, told)


class SourceReads(APIView):
    """Ask for the source to be read now."""

    throttle_scope = "refresh"

    @documented(SourceReadSerializer, status=202, request=None, extra={415: Error})
    def post(self, request: Request, slug: str) -> Response:
        at = timezone.now()
        store = counted_store(request.user, slug)
        catalogue = source_of(store)
        if catalogue is None or not may_decide(request.user):
            raise Http404("This store has no source catalogue, or it is not yours to read.")
        read = request_source_read(catalogue, at=at, by=request.user)
        return Response(SourceReadSerializer(read).data, status=202)
