"""Asking for a refresh, and watching it."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from aliexpress.models import SyncRun
from aliexpress.refresh import request_refresh
from cards.access import counted_store
from cards.api.documented_errors import documented
from cards.api.serializers import Error, SyncRequestSerializer, SyncRunSerializer


class SyncCreate(APIView):
    """Read the store now. Answers 202 with the run that does it: the one under way, if any."""

    throttle_scope = "refresh"

    @documented(SyncRunSerializer, status=202, request=SyncRequestSerializer, extra={415: Error})
    def post(self, request: Request, slug: str) -> Response:
        store = counted_store(request.user, slug)
        wanted = SyncRequestSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        run = request_refresh(
            store, at=timezone.now(), by=request.user, full=wanted.validated_data["full"]
        )
        location = reverse("api:sync", kwargs={"slug": store.slug, "run_id": run.pk})
        return Response(
            SyncRunSerializer(run).data,
            status=202,
            headers={"Location": request.build_absolute_uri(location)},
        )


class SyncDetail(APIView):
    """How far a refresh has come, and how it ended."""

    @documented(SyncRunSerializer)
    def get(self, request: Request, slug: str, run_id: int) -> Response:
        store = counted_store(request.user, slug)
        run = (
            SyncRun.objects.filter(store=store, pk=run_id)
            .select_related("store")
            .prefetch_related("status_reads")
            .first()
        )
        if run is None:
            raise Http404
        return Response(SyncRunSerializer(run).data)
