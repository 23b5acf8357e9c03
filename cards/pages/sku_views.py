"""The SKUs of a store, on a page and in a file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aliexpress.typed.bad_input import BadInput
from cards.access import counted_store
from cards.listings.skus import CSV_COLUMNS, page_of_skus, sku_rows, skus_of
from cards.pages.spreadsheet import csv_response


@never_cache
@login_required
@require_safe
def show_skus(request: HttpRequest, slug: str) -> HttpResponse:
    store = counted_store(request.user, slug)
    part = request.GET.get("part", "")
    context = {"store": store, "part": part, "wrong": ""}
    try:
        found = skus_of(store, part=part)
        context["page"] = page_of_skus(found, after=request.GET.get("after", ""))
    except BadInput as error:
        context["wrong"] = str(error)
    return render(request, "cards/skus.html", context, status=400 if context["wrong"] else 200)


@never_cache
@login_required
@require_safe
def skus_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    store = counted_store(request.user, slug)
    part = request.GET.get("part", "")
    rows = sku_rows(skus_of(store, part=part))
    name = [*filter(None, ["skus", store.slug, part])]
    return csv_response([CSV_COLUMNS], rows, name=name, at=timezone.now())
