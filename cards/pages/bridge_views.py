"""The bridge of a store: its source held against its listings, and the lists behind it."""

from datetime import datetime
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aliexpress.models import BridgeTally, SourceCatalogue, Store
from aliexpress.models.bridge_words import ItemPart, Reason
from aliexpress.roles import may_decide
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.moments import past_moment
from cards.access import counted_store
from cards.board.bridge import Bridge, bridge_at, bridge_now
from cards.board.bridge_decisions import decisions_of, proposals_of
from cards.board.bridge_movements import since_yesterday
from cards.listings.bridge_entries import (
    CHOICES,
    CSV_COLUMNS,
    LISTS,
    TITLES,
    entries_of,
    entry_rows,
    page_of_entries,
)
from cards.listings.bridge_findings import BOTH, lists_for
from cards.listings.bridge_lengths import length_of
from cards.pages.spreadsheet import csv_response
from cards.pages.wrong_input import BRIDGE_LABELS, said

NARROWED_BY: Final = ("class", "mark", "meant", "sibling", "search", *CHOICES)
# What is missing, by what is known of why.
TO_DO: Final = {
    Reason.WITHDRAWN: "Their listings were deleted. List them again, or say they are not meant.",
    Reason.WAITING: "Your tool has them in its queue. Look again once it has sent them.",
    Reason.FAILED: "Your tool tried and failed. Look there for what it says of each.",
    Reason.NOT_PUSHED: "Nothing says they were sent. List them by your tool or in Seller Center.",
}


@never_cache
@login_required
@require_safe
def show_bridge(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    store = counted_store(request.user, slug)
    context: dict[str, Any] = {"store": store, "at": at, "may_decide": may_decide(request.user)}
    try:
        as_of = as_of_from(request, at=at)
        tally = bridge_at(store, at=as_of) if as_of else bridge_now(store)
        context |= {"as_of": as_of, "past": request.GET.get("as_of", "")}
        if tally is not None:
            context |= {"bridge": Bridge(tally), "movements": since_yesterday(tally)}
        context |= _source(store) | {"findings": lists_for(request.user, BOTH)}
        if tally is not None and not as_of:
            context |= {"proposals": proposals_of(store), "decisions": decisions_of(store)}
    except BadInput as error:
        context["wrong"] = said(error, BRIDGE_LABELS)
    status = 400 if "wrong" in context else 200
    return render(request, "cards/bridge.html", context, status=status)


def _source(store: Store) -> dict[str, Any]:
    """The source in force, its last attempt, and an upload that waits to be published."""
    catalogue = SourceCatalogue.objects.in_force().filter(store=store).first()
    if catalogue is None:
        return {}
    uploads = catalogue.uploads.defer("packed").filter(reads__isnull=True)
    return {
        "source": catalogue,
        "attempt": catalogue.reads.last_attempt(),
        "upload": uploads.order_by("-uploaded_at").first() if catalogue.is_file else None,
    }


@never_cache
@login_required
@require_safe
def show_entries(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    at = timezone.now()
    store = counted_store(request.user, slug)
    side, part = list_named(name)
    query = {key: value for key in NARROWED_BY if (value := request.GET.get(key, ""))}
    context: dict[str, Any] = {"store": store, "at": at, "name": name, "side": side.value}
    context |= {"title": TITLES[name], "given": query, "past": request.GET.get("as_of", "")}
    try:
        tally = tally_asked(store, request, at=at)
        found = entries_of(tally, side, query, part=part)
        context |= {
            "bridge": Bridge(tally),
            "count": length_of(found, tally, side, query, part=part),
            "page": page_of_entries(found, after=request.GET.get("after", "")),
        }
        if part == ItemPart.MISSING:
            told = [(reason, number) for reason, number in Bridge(tally).missing if number]
            context["missing"] = [(*one, TO_DO[one[0]]) for one in told]
    except BadInput as error:
        context["wrong"] = said(error, BRIDGE_LABELS)
    status = 400 if "wrong" in context else 200
    return render(request, "cards/bridge_list.html", context, status=status)


@never_cache
@login_required
@require_safe
def entries_csv(request: HttpRequest, slug: str, name: str) -> StreamingHttpResponse:
    at = timezone.now()
    store = counted_store(request.user, slug)
    side, part = list_named(name)
    found = entries_of(tally_asked(store, request, at=at), side, request.GET.dict(), part=part)
    return csv_response([CSV_COLUMNS], entry_rows(found), name=["bridge", slug, name], at=at)


def list_named(name: str) -> tuple[Any, str]:
    if name not in LISTS:
        raise Http404("There is no such list.")
    return LISTS[name]


def tally_asked(store: Store, request: HttpRequest, *, at: datetime) -> BridgeTally:
    """Raises BadInput; Http404 where there is no bridge."""
    as_of = as_of_from(request, at=at)
    tally = bridge_at(store, at=as_of) if as_of else bridge_now(store)
    if tally is None:
        raise Http404("This store has no bridge: nothing is held against its listings.")
    return tally


def as_of_from(request: HttpRequest, *, at: datetime) -> datetime | None:
    """Raises BadInput."""
    text = request.GET.get("as_of", "").strip()
    return past_moment("as_of", text, at=at) if text else None
