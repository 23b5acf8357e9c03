"""The items that are out of stock at the source, and those that drift from it, one by one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from aliexpress.typed.bad_input import BadInput
from cards.access import counted_store
from cards.board.bridge import Bridge
from cards.listings.bridge_findings import (
    CSV_COLUMNS,
    LISTS,
    TITLES,
    finding_rows,
    findings_in,
    lists_for,
    page_of_findings,
)
from cards.pages.bridge_views import tally_asked
from cards.pages.spreadsheet import csv_response
from cards.pages.wrong_input import BRIDGE_LABELS, said


@never_cache
@login_required
@require_GET
def show_findings(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    at = timezone.now()
    store = counted_store(request.user, slug)
    lists = lists_for(request.user, name)
    query = {key: value for key in ("kind", "settled") if (value := request.GET.get(key, ""))}
    context: dict[str, Any] = {"store": store, "at": at, "name": name, "title": TITLES[name]}
    context |= {"given": query, "kinds": LISTS[name], "past": request.GET.get("as_of", "")}
    try:
        tally = tally_asked(store, request, at=at)
        found = findings_in(tally, lists, query)
        page = page_of_findings(found, after=request.GET.get("after", ""))
        context |= {"bridge": Bridge(tally), "page": page}
    except BadInput as error:
        context["wrong"] = said(error, BRIDGE_LABELS)
    status = 400 if "wrong" in context else 200
    return render(request, "cards/findings.html", context, status=status)


@never_cache
@login_required
@require_GET
def findings_csv(request: HttpRequest, slug: str, name: str) -> StreamingHttpResponse:
    at = timezone.now()
    store = counted_store(request.user, slug)
    lists = lists_for(request.user, name)
    found = findings_in(tally_asked(store, request, at=at), lists, request.GET.dict())
    return csv_response([CSV_COLUMNS], finding_rows(found), name=["bridge", slug, name], at=at)
