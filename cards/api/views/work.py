"""The workbench: groups of what is not sold, and work items."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import LARGEST_ID
from cards.access import counted_store
from cards.api.documented_errors import documented, text_parameter
from cards.api.paging import Newest
from cards.api.serializers import (
    Error,
    GroupSerializer,
    WorkItemEntrySerializer,
    WorkItemPageSerializer,
    WorkItemSerializer,
    WorkItemWholeSerializer,
    WorkTakingSerializer,
    WorkWholesaleEntrySerializer,
    WorkWholesaleSerializer,
    groups_json,
)
from cards.models import WorkItem
from cards.reader_zone import today_of
from cards.work.bulk_changes import change_all
from cards.work.follow_up import rows_of
from cards.work.items import LISTS, change, narrowed, take_on, visible_item
from cards.work.missing import groups_to_clear
from cards.work.outcome_counts import progress_of

LIST_PARAMETERS: Final = [
    text_parameter("list", "One's own, the team's, overdue or closed.", enum=list(LISTS)),
    text_parameter("cursor", "From `next` or `previous` of a page."),
]


class WorkGroups(APIView):
    """What is not sold, by kind and reason: how many, since when, and what clearing it is worth."""

    @documented(GroupSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        store = counted_store(request.user, slug)
        return Response(groups_json(groups_to_clear(store, at=timezone.now())))


def paged(request: Request, items: QuerySet[WorkItem], view: APIView) -> Response:
    """A page of work items, newest first."""
    pages = Newest()
    page: Any = pages.paginate_queryset(items, request, view=view)
    return Response(
        {
            "next": pages.get_next_link(),
            "previous": pages.get_previous_link(),
            "results": WorkItemSerializer(progress_of(page), many=True).data,
        }
    )


class AllWork(APIView):
    """The work items of all the caller's stores, newest first, and many changed at once."""

    throttle_scope = "refresh"

    @documented(
        WorkItemPageSerializer, parameters=LIST_PARAMETERS, operation_id="work_of_all_stores_list"
    )
    def get(self, request: Request) -> Response:
        items = WorkItem.objects.visible_to(request.user).select_related("assignee", "store")
        if which := request.query_params.get("list", ""):
            today = today_of(request.user, at=timezone.now())
            items = narrowed(items, which, user=request.user, today=today)
        return paged(request, items, self)

    @documented(
        WorkWholesaleSerializer,
        request=WorkWholesaleEntrySerializer,
        extra={415: Error},
        operation_id="work_of_all_stores_change",
    )
    def patch(self, request: Request) -> Response:
        values = _body(request, "items")
        ids = values.get("items")
        if not isinstance(ids, list) or not all(
            type(one) is int and 0 <= one <= LARGEST_ID for one in ids
        ):
            raise BadInput("items", "items must be a list of ids of work items.")
        changed = change_all(ids, values, by=request.user, at=timezone.now())
        return Response({"changed": changed})


class WorkList(APIView):
    """The work items of a store, newest first, and taking listings on."""

    throttle_scope = "refresh"

    @documented(
        WorkItemPageSerializer,
        parameters=LIST_PARAMETERS,
    )
    def get(self, request: Request, slug: str) -> Response:
        store = counted_store(request.user, slug)
        today = today_of(request.user, at=timezone.now(), otherwise=store.time_zone)
        items = WorkItem.objects.filter(store=store).select_related("assignee", "store")
        if which := request.query_params.get("list", ""):
            items = narrowed(items, which, user=request.user, today=today)
        return paged(request, items, self)

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
