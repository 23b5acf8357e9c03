"""Holding a number from Seller Center against ours, and the records of it."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from aliexpress.typed.bad_input import BadInput
from cards.api.documented_errors import documented, text_parameter
from cards.api.paging import Newest
from cards.api.serializers import (
    EntrySerializer,
    Error,
    ReconciliationPageSerializer,
    ReconciliationSerializer,
)
from cards.models import Reconciliation
from cards.reconciliation import entry_from, reconcile, store_to_reconcile


class ReconciliationList(APIView):
    """The records of a store, newest first; and a new one."""

    throttle_scope = "refresh"

    @documented(
        ReconciliationPageSerializer,
        parameters=[text_parameter("cursor", "From `next` or `previous` of a page.")],
        operation_id="stores_reconciliations_list",
    )
    def get(self, request: Request, slug: str) -> Response:
        store = store_to_reconcile(request.user, slug)
        records = Reconciliation.objects.filter(store=store).select_related("store", "by")
        pages = Newest()
        page: Any = pages.paginate_queryset(records, request, view=self)
        return Response(
            {
                "next": pages.get_next_link(),
                "previous": pages.get_previous_link(),
                "results": ReconciliationSerializer(page, many=True).data,
            }
        )

    @documented(ReconciliationSerializer, status=201, request=EntrySerializer, extra={415: Error})
    def post(self, request: Request, slug: str) -> Response:
        at = timezone.now()
        store = store_to_reconcile(request.user, slug)
        if not isinstance(request.data, dict):
            raise BadInput("entered", "Send an object with entered and observed_at.")
        record = reconcile(store, entry_from(request.data, at=at), by=request.user, at=at)
        location = reverse("api:reconciliation", args=[store.slug, record.pk])
        return Response(
            ReconciliationSerializer(record).data,
            status=201,
            headers={"Location": request.build_absolute_uri(location)},
        )


class ReconciliationDetail(APIView):
    """One record, as it was last counted."""

    @documented(ReconciliationSerializer)
    def get(self, request: Request, slug: str, record_id: int) -> Response:
        store = store_to_reconcile(request.user, slug)
        record = (
            Reconciliation.objects.filter(store=store, pk=record_id)
            .select_related("store", "by")
            .first()
        )
        if record is None:
            raise Http404
        return Response(ReconciliationSerializer(record).data)
