"""The listings behind a number, and the life of one of them."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from aliexpress.finding import LONGEST_ID
from aliexpress.lifecycle import State
from cards.access import counted_store
from cards.listings.export import CSV_COLUMNS, listing_rows
from cards.listings.filters import NAMES, BadFilter, Filters, bounded
from cards.listings.of_card import filters_of
from cards.listings.page import find, page_of
from cards.listings.timeline import timeline
from cards.pages.spreadsheet import csv_response
from cards.pages.words import heading

# A file's name says these at another place, or not at all.
NOT_IN_NAMES = {"card", "as_of", "to", "until"}
# What a list of the past or of movements is narrowed by, and a list of now is not.
OF_THE_PAST = {"as_of", "moved", "from", "to"}
# What the form has no field for and must not lose.
KEPT = (
    "status",
    "as_of",
    "moved",
    "from",
    "to",
    "card",
    "part",
    "until",
    "since_after",
    "since_by",
)


@never_cache
@login_required
@require_GET
def show_listings(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    store = counted_store(request.user, slug)
    filters, wrong, card = Filters(), "", None
    try:
        filters, card = filters_of(request.user, request.GET)
        found = find(store, filters, at=at)
    except BadFilter as error:
        wrong, card, found = str(error), None, find(store, Filters(), at=at)
    # What was typed stays in the form, wrong or not.
    given = {name: request.GET[name] for name in NAMES if request.GET.get(name)}
    page = page_of(
        found,
        after=_listing_id(request, "after"),
        before=_listing_id(request, "before"),
    )
    context = {
        "store": store,
        "filters": filters,
        "given": given,
        "now": {name: text for name, text in given.items() if name not in OF_THE_PAST},
        "kept": [(name, given.get(name)) for name in KEPT],
        "wrong": wrong,
        "found": found,
        "page": page,
        "is_first": not (request.GET.get("after") or request.GET.get("before")),
        "rows": found.told(page.rows),
        "heading": "" if wrong else heading(filters),
        "card": card,
        "states": State.choices,
        "at": at,
    }
    return render(request, "cards/listings.html", context, status=400 if wrong else 200)


@never_cache
@login_required
@require_GET
def listings_csv(request: HttpRequest, slug: str) -> HttpResponse | StreamingHttpResponse:
    at = timezone.now()
    store = counted_store(request.user, slug)
    try:
        filters, _ = filters_of(request.user, request.GET)
        rows = listing_rows(store, filters, at=at)
    except BadFilter as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    name = [filters.card or "listings", store.slug]
    name += [text for key, text in filters.given.items() if key not in NOT_IN_NAMES]
    moment = filters.as_of or filters.end or at
    return csv_response([CSV_COLUMNS], rows, name=name, at=moment)


@never_cache
@login_required
@require_GET
def show_timeline(request: HttpRequest, slug: str, product_id: int) -> HttpResponse:
    at = timezone.now()
    store = counted_store(request.user, slug)
    context = {"store": store, "life": timeline(store, product_id, at=at), "at": at}
    return render(request, "cards/timeline.html", context)


def _listing_id(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > LONGEST_ID:
        raise Http404("There is no such page of listings.")
    return bounded(text)
