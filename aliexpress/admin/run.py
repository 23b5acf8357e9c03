"""Refreshes: what each attempt read, how it ended, and the one that is under way, live."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aliexpress.admin.display import NOTHING, grouped, moment
from aliexpress.admin.filters import StoreFilter
from aliexpress.admin.read_only import FactAdmin, link, moment_field
from aliexpress.admin.run_progress import evidence_of, next_step, standing_of
from aliexpress.models import SyncRun
from aliexpress.words import stretch

# htmx: the answer is shown and the polling stops.
STOP_POLLING = 286


@admin.display(description="number")
def number(run: SyncRun) -> str:
    return f"#{run.pk}"


@admin.display(description="asked for")
def requested(run: SyncRun) -> SafeString | str:
    return moment(run.requested_at, at=timezone.now())


@admin.display(description="took")
def took(run: SyncRun) -> str:
    if run.started_at is None or run.finished_at is None:
        return NOTHING
    seconds = (run.finished_at - run.started_at).total_seconds()
    return stretch(int(seconds)) if seconds >= 1 else "under a second"


@admin.display(description="reading")
def snapshot(run: SyncRun) -> SafeString | str:
    if run.snapshot_id is None:
        return NOTHING
    url = reverse("admin:aliexpress_listingsnapshot_change", args=[run.snapshot_id])
    return link(url, f"#{run.snapshot_id} {'published' if run.published else 'confirmed'}")


@admin.display(description="error")
def error(run: SyncRun) -> SafeString | str:
    return format_html('<span class="failed">{}</span>', run.error) if run.error else NOTHING


@admin.display(description="requests")
def requests(run: SyncRun) -> str:
    return grouped(run.request_count)


@admin.display(description="asked for by")
def requested_by(run: SyncRun) -> str:
    return str(run.requested_by) if run.requested_by else run.get_trigger_display()


requested_at = moment_field("requested_at", description="asked for at")
started_at = moment_field("started_at", description="started at")
finished_at = moment_field("finished_at", description="finished at")


@admin.register(SyncRun)
class SyncRunAdmin(FactAdmin):
    list_display = (number, "store", "status", "kind", requested, took, snapshot, error)
    list_filter = (StoreFilter, "status", "kind", "error_kind", "trigger")
    list_select_related = ("store",)
    change_form_template = "admin/aliexpress/syncrun/change_form.html"
    readonly_fields: ClassVar[Any] = (
        requested_by,
        requested_at,
        started_at,
        finished_at,
        took,
        snapshot,
        requests,
    )
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": (
                    "store",
                    requested_by,
                    "kind",
                    requested_at,
                    started_at,
                    finished_at,
                    took,
                    requests,
                    snapshot,
                )
            },
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<int:pk>/progress/",
            self.admin_site.admin_view(self.progress_view),
            name="aliexpress_syncrun_progress",
        )
        return [own, *super().get_urls()]

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The run as it stands, as a fragment. Once it has ended the page is loaded anew, so
        that the rest of it says so too."""
        run = self.get_object(request, str(pk))
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        response = TemplateResponse(
            request, "admin/aliexpress/syncrun/progress.html", progress_of(run)
        )
        if run.finished_at is not None:
            response.status_code = STOP_POLLING
            response["HX-Refresh"] = "true"
        return response

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if kwargs.get("obj") is not None:
            context.update(progress_of(kwargs["obj"]))
            context["subtitle"] = f"{kwargs['obj'].store}, refresh {kwargs['obj'].pk}"
        return super().render_change_form(request, context, *args, **kwargs)


def progress_of(run: SyncRun) -> dict[str, object]:
    """What the fragment shows: where the run stands, its evidence, and what comes next."""
    return {
        "run": run,
        "is_open": run.finished_at is None,
        "standing": standing_of(run, at=timezone.now()),
        "next_step": next_step(run, at=timezone.now()),
        "evidence": evidence_of(run),
    }
