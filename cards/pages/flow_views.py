"""The movements between two readings, as a page and as a file."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aliexpress.models import ListingSnapshot, Store
from aliexpress.typed.bad_input import BadInput
from cards.access import counted_store
from cards.flow.flow import DEFAULT_STRETCH, Flow, flow_between
from cards.formats import moment_text
from cards.listings.filters import filters_from
from cards.pages.flow_chart import flow_picture
from cards.pages.spreadsheet import csv_response
from cards.pages.wrong_input import FLOW_LABELS, said

SHORTCUTS = {
    "the last hour": timedelta(hours=1),
    "since yesterday": timedelta(days=1),
    "since last week": timedelta(days=7),
    "in 30 days": timedelta(days=30),
}
CSV_COLUMNS = (
    "from_snapshot",
    "from_verdict",
    "from_as_of",
    "to_snapshot",
    "to_verdict",
    "to_as_of",
    "state",
    "opening",
    "appeared",
    "vanished",
    "moved_in",
    "moved_out",
    "closing",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Two moments, and the flow between them or why there is none."""

    start: datetime
    end: datetime
    flow: Flow | None = None
    wrong: str = ""


@never_cache
@login_required
@require_safe
def show_flow(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    store = counted_store(request.user, slug)
    asked = _asked(request, store, at=at)
    picture = flow_picture(asked.flow.moves) if asked.flow else None
    context = {
        "store": store,
        "asked": asked,
        "flow": asked.flow,
        "picture": picture,
        "ribbons": sorted(picture.ribbons, key=lambda one: -one.count) if picture else [],
        "ends": {"from": moment_text(asked.start), "to": moment_text(asked.end)},
        "shortcuts": [
            (words, moment_text(at.replace(microsecond=0) - stretch))
            for words, stretch in SHORTCUTS.items()
        ],
        "at": at,
    }
    # Where nothing was typed, that there are no two readings yet is nobody's mistake.
    status = 400 if asked.wrong and request.GET else 200
    return render(request, "cards/flow.html", context, status=status)


@never_cache
@login_required
@require_safe
def flow_csv(request: HttpRequest, slug: str) -> HttpResponse | StreamingHttpResponse:
    store = counted_store(request.user, slug)
    asked = _asked(request, store, at=timezone.now())
    if asked.flow is None:
        return HttpResponse(asked.wrong, status=400, content_type="text/plain; charset=utf-8")
    name = ["flow", store.slug, f"{asked.start:%Y-%m-%dT%H%MZ}"]
    return csv_response([CSV_COLUMNS], _rows(asked.flow), name=name, at=asked.end)


def _asked(request: HttpRequest, store: Store, *, at: datetime) -> Asked:
    try:
        filters = filters_from({name: request.GET.get(name, "") for name in ("from", "to")})
    except BadInput as error:
        return Asked(at - DEFAULT_STRETCH, at, wrong=said(error, FLOW_LABELS))
    end = min(filters.end or at, at)
    start = filters.start or usual_start(store, end=end)
    if start >= end:
        return Asked(start, end, wrong="The earlier moment must lie before the later one.")
    try:
        return Asked(start, end, flow=flow_between(store, start=start, end=end))
    except BadInput as error:
        return Asked(start, end, wrong=str(error))


def usual_start(store: Store, *, end: datetime) -> datetime:
    """A day before, or where the store was not known yet, its first reading."""
    first = ListingSnapshot.objects.filter(store=store, published_at__lt=end)
    known_since = first.order_by("published_at", "id").values_list("published_at", flat=True)[:1]
    return max([end - DEFAULT_STRETCH, *known_since])


def _rows(flow: Flow) -> list[list[Any]]:
    ends = [
        value
        for snapshot in (flow.opening, flow.closing)
        for value in (snapshot.pk, snapshot.verdict, moment_text(snapshot.as_of))
    ]
    return [
        [
            *ends,
            row.state.value,
            row.opening,
            row.appeared,
            row.vanished,
            row.moved_in,
            row.moved_out,
            row.closing,
        ]
        for row in flow.states
    ]
