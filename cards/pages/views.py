"""Pages: each makes one call into the board and renders what it gets."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from aliexpress.lifecycle import State
from aliexpress.refresh import request_refresh
from cards.access import visible_store
from cards.board.card_page import CardPage, card_page
from cards.board.history import PERIODS
from cards.board.listings import (
    CSV_COLUMNS,
    LONGEST_ID,
    BadFilter,
    Filters,
    bounded,
    csv_rows,
    filters_from,
    listings,
    page_of,
)
from cards.board.overview import board
from cards.pages.charts import segments, trend
from cards.pages.spreadsheet import safe_row
from cards.pages.words import progress_lines, standing

DEFAULT_PERIOD = "30d"
PERIOD_LABELS = {"24h": "24 hours", "7d": "7 days", "30d": "30 days", "90d": "90 days"}


@never_cache
@login_required
@require_GET
def show_board(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    return render(request, "cards/board.html", {"board": board(request.user, at=at), "at": at})


@never_cache
@login_required
@require_GET
def show_card(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    return render(request, "cards/card.html", _card_context(request, slug, key))


@never_cache
@login_required
@require_GET
def show_standing(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The fragment an open page asks for: how the reading stands, and, when the snapshot is
    another than the page has seen, everything that changed with it."""
    context = _card_context(request, slug, key, watching=True)
    snapshot = context["page"].reading.snapshot
    context["changed"] = request.GET.get("seen", "") != str(snapshot or "")
    return render(request, "cards/_standing_answer.html", context)


@login_required
@require_POST
def refresh(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    store = visible_store(request.user, slug)
    request_refresh(store, at=timezone.now(), by=request.user)
    if not request.headers.get("HX-Request"):
        return redirect("card", slug=slug, key=key)
    context = _card_context(request, slug, key, watching=True)
    return render(request, "cards/_standing_answer.html", context)


@never_cache
@login_required
@require_GET
def show_listings(request: HttpRequest, slug: str) -> HttpResponse:
    store = visible_store(request.user, slug)
    filters, wrong = _filters(request)
    page = page_of(
        listings(store, filters),
        after=_listing_id(request, "after"),
        before=_listing_id(request, "before"),
    )
    context = {
        "store": store,
        "filters": filters,
        "wrong": wrong,
        "page": page,
        "states": State.choices,
        "at": timezone.now(),
    }
    return render(request, "cards/listings.html", context, status=400 if wrong else 200)


@never_cache
@login_required
@require_GET
def listings_csv(request: HttpRequest, slug: str) -> HttpResponse | StreamingHttpResponse:
    store = visible_store(request.user, slug)
    try:
        filters = filters_from(request.GET)
    except BadFilter as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    lines = _csv_lines([CSV_COLUMNS], csv_rows(listings(store, filters)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    moment = f"{timezone.now():%Y-%m-%dT%H%MZ}"
    name = "-".join(["listings", store.slug, *filters.narrowed().values(), moment])
    safe_name = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in name)
    response["Content-Disposition"] = f'attachment; filename="{safe_name[:150]}.csv"'
    return response


def _card_context(
    request: HttpRequest, slug: str, key: str, *, watching: bool = False
) -> dict[str, Any]:
    at = timezone.now()
    period = request.GET.get("period", DEFAULT_PERIOD)
    if period not in PERIODS:
        period = DEFAULT_PERIOD
    page: CardPage = card_page(
        key, slug, user=request.user, at=at, period=period, watching=watching
    )
    return {
        "page": page,
        "at": at,
        "standing": standing(page, at=at),
        "progress": progress_lines(page.progress),
        "segments": segments(page.reading.breakdown),
        "trend": trend(page.history),
        "periods": PERIOD_LABELS,
        "changed": False,
    }


def _filters(request: HttpRequest) -> tuple[Filters, str]:
    try:
        return filters_from(request.GET), ""
    except BadFilter as error:
        return Filters(), str(error)


def _listing_id(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > LONGEST_ID:
        raise Http404("There is no such page of listings.")
    return bounded(text)


class _Echo:
    """A file that hands each line straight on."""

    def write(self, line: str) -> str:
        return line


def _csv_lines(*parts: Iterable[Iterable[object]]) -> Iterator[str]:
    """A byte order mark first: spreadsheets then read UTF-8 as UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for part in parts:
        for row in part:
            yield writer.writerow(safe_row(row))
