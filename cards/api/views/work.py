"""The workbench: groups of what is not sold, and work items."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from aliexpress.typed.bad_input import BadInput
from cards.access import counted_store
from cards.api.documenting import documented, text_parameter
from cards.api.paging import Newest
from cards.api.serializers import (
    Error,
    GroupSerializer,
    WorkItemEntrySerializer,
    WorkItemPageSerializer,
    WorkItemSerializer,
    WorkItemWholeSerializer,
    WorkTakingSerializer,
    groups_json,
)
from cards.models import WorkItem
from cards.reader_zone import today_of
from cards.work.follow_up import progress_of, rows_of
from cards.work.groups import groups_of
from cards.work.items import LISTS, change, narrowed, take_on, visible_item


class WorkGroups(APIView):
    """What is not sold, by kind and reason: how many, since when, and what clearing it is worth."""

    @documented(GroupSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        store = counted_store(request.user, slug)
        return Response(groups_json(groups_of(store, at=timezone.now())))


class WorkList(APIView):
    """The work items of a store, newest first, and taking listings on."""

    throttle_scope = "refresh"

    @documented(
        WorkItemPageSerializer,
        parameters=[
            text_parameter("list", "One's own, the team's, overdue or closed.", enum=list(LISTS)),
            text_parameter("cursor", "From `next` or `previous` of a page."),
        ],
    )
    def get(self, request: Request, slug: str) -> Response:
        store = counted_store(request.user, slug)
        today = today_of(request.user, at=timezone.now(), otherwise=store.time_zone)
        items = WorkItem.objects.filter(store=store).select_related("assignee")
        if which := request.query_params.get("list", ""):
            items = narrowed(items, which, user=request.user, today=today)
        pages = Newest()
        page: Any = pages.paginate_queryset(items, request, view=self)
        return Response(
            {
                "next": pages.get_next_link(),
                "previous": pages.get_previous_link(),
                "results": WorkItemSerializer(progress_of(page), many=True).data,
            }
        )

    @documented(
        WorkItemWholeSerializer, status=201, request=WorkTakingSerializer, extra={415: Error}
    )
    def post(self, request: Request, slug: str) -> Response:
        at = timezone.now()
        store = counted_store(request.user, slug)
        item = take_on(store, _body(request, "listings"), by=request.user, at=at)
        location = reverse("api:work_item", kwargs={"slug": store.slug, "item_id": item.pk})
        return Response(
            _whole(item), status=201, headers={"Location": request.build_absolute_uri(location)}
        )


class WorkDetail(APIView):
    """One work item: what came of each of its listings, and what people said."""

    @documented(WorkItemWholeSerializer, operation_id="stores_work_item_retrieve")
    def get(self, request: Request, slug: str, item_id: int) -> Response:
        return Response(_whole(visible_item(request.user, slug, item_id)))

    @documented(WorkItemWholeSerializer, request=WorkItemEntrySerializer, extra={415: Error})
    def patch(self, request: Request, slug: str, item_id: int) -> Response:
        item = visible_item(request.user, slug, item_id)
        change(item, _body(request, "title"), by=request.user, at=timezone.now())
        return Response(_whole(item))


def _whole(item: WorkItem) -> dict[str, Any]:
    [progress] = progress_of([item])
    whole = {
        "item": item,
        "total": progress.total,
        "counts": progress.counts,
        "rows": rows_of(item),
        "happened": item.events.select_related("by").order_by("pk"),
    }
    return dict(WorkItemWholeSerializer(whole).data)


def _body(request: Request, field: str) -> Mapping[str, Any]:
    if not isinstance(request.data, Mapping):
        raise BadInput(field, f"Send an object, such as one with {field}.")
    return request.data
