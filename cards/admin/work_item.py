"""Work items of every store: looked at here and handed on; each is worked on at its own page."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aliexpress.admin.access import OperationsAdmin
from aliexpress.admin.display import moment
from aliexpress.admin.filters import StoreFilter
from aliexpress.roles import works_in_admin
from aliexpress.typed.bad_input import BadInput
from cards.models import WorkEvent, WorkItem
from cards.reader_zone import today_of
from cards.work.bulk_changes import change_all
from cards.work.items import LISTS, narrowed
from cards.work.outcome_counts import progress_of


class ListFilter(admin.SimpleListFilter):
    """One of the lists the workbench has."""

    title = "list"
    parameter_name = "list"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            (name, {"mine": "My work", "team": "The team's"}.get(name, name.capitalize()))
            for name in LISTS
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in LISTS:
            return queryset
        today = today_of(request.user, at=timezone.now())
        found: QuerySet[Any] = narrowed(queryset, str(self.value()), user=request.user, today=today)
        return found


class AssigneeFilter(admin.SimpleListFilter):
    """Somebody who has work of a store the reader sees, or nobody."""

    title = "who does it"
    parameter_name = "assignee"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        seen = WorkItem.objects.visible_to(request.user).filter(assignee__isnull=False)
        people = seen.order_by("assignee__username").values_list(
            "assignee__username", "assignee__username"
        )
        return [("-", "Nobody"), *people.distinct()[:50]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        if self.value() == "-":
            return queryset.filter(assignee=None)
        return queryset.filter(assignee__username=str(self.value()).replace("\x00", ""))


class EventInline(admin.TabularInline[WorkEvent, WorkItem]):
    model = WorkEvent
    fields = ("kind", "at", "by", "text")
    readonly_fields = fields
    ordering = ("id",)
    extra = 0
    can_delete = False
    verbose_name_plural = "What happened"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return works_in_admin(request.user)


@admin.register(WorkItem)
class WorkItemAdmin(OperationsAdmin):
    list_display = ("title", "store", "assignee", "due", "how_many", "closed")
    list_filter = (ListFilter, AssigneeFilter, StoreFilter)
    list_select_related = ("store", "assignee")
    search_fields = ("title", "note")
    search_help_text = "Title or note"
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
    actions = ("close", "take")
    inlines = (EventInline,)
    fields = (
        "at_the_workbench",
        "title",
        "store",
        "note",
        "assignee",
        "due_on",
        "what_came_of_it",
        "created_at",
        "created_by",
        "closed_at",
        "closed_by",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[WorkItem]:
        rows: QuerySet[WorkItem] = super().get_queryset(request)
        seen = rows.filter(pk__in=WorkItem.objects.visible_to(request.user).values("pk"))
        return seen.annotate(listing_count=Count("rows"))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        shown = super().get_changelist_instance(request)
        today = today_of(request.user, at=timezone.now())
        for item in shown.result_list:
            item.late = item.is_overdue(today=today)
        return shown

    @admin.display(description="due on", ordering="due_on")
    def due(self, item: Any) -> SafeString | str:
        if item.due_on is None:
            return "no day"
        day = f"{item.due_on:%-d %B %Y}"
        return format_html('<span class="failed">{}, overdue</span>', day) if item.late else day

    @admin.display(description="closed", ordering="closed_at", empty_value="no")
    def closed(self, item: WorkItem) -> SafeString | str | None:
        return moment(item.closed_at, at=timezone.now()) if item.closed_at else None

    @admin.display(description="listings")
    def how_many(self, item: Any) -> str:
        return f"{item.listing_count:,}"

    @admin.display(description="what came of it")
    def what_came_of_it(self, item: WorkItem) -> str:
        [progress] = progress_of([item])
        parts = [f"{number:,} {outcome.in_sentence}" for outcome, number in progress.parts]
        return ", ".join(parts) or "No listing of it is known any more."

    @admin.display(description="at the workbench")
    def at_the_workbench(self, item: WorkItem) -> SafeString:
        address = reverse("work_item", args=[item.store.slug, item.pk])
        return format_html('<a href="{}">Change, comment, export</a>', address)

    def has_work_permission(self, request: HttpRequest) -> bool:
        return works_in_admin(request.user)

    @admin.action(description="Close", permissions=["work"])
    def close(self, request: HttpRequest, queryset: QuerySet[WorkItem]) -> None:
        self._change(request, queryset, {"closed": True}, "closed")

    @admin.action(description="Take it myself", permissions=["work"])
    def take(self, request: HttpRequest, queryset: QuerySet[WorkItem]) -> None:
        self._change(request, queryset, {"assignee": request.user.get_username()}, "given to you")

    def _change(
        self, request: HttpRequest, items: QuerySet[WorkItem], values: dict[str, Any], said: str
    ) -> None:
        ids = list(items.values_list("pk", flat=True))
        try:
            count = change_all(ids, values, by=request.user, at=timezone.now())
        except BadInput as error:
            self.message_user(request, str(error), messages.ERROR)
            return
        word = "work item" if count == 1 else "work items"
        self.message_user(request, f"{count} {word} {said}.", messages.SUCCESS)
