"""The listings behind a number."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aliexpress.lifecycle import State
from aliexpress.models import ListingDetail, ListingSnapshot, Store
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import id_of, is_id
from aliexpress.words import reason_words
from cards.access import counted_store
from cards.listings.export import CSV_COLUMNS, listing_rows
from cards.listings.headline import headline_of
from cards.listings.listing_set import Found, find
from cards.listings.main_currency import main_currency
from cards.listings.of_card import filters_of
from cards.listings.page import PAGE_SIZE, in_order, number_from, numbered_page, sort_from
from cards.listings.why_here import codes_of, said_of_all, why_here
from cards.models import Card
from cards.pages.filter_pairs import joined
from cards.pages.filter_views import UNDER_MORE, facts_of, given_in, names_for
from cards.pages.filter_words import IN_MAIN_CURRENCY, chip
from cards.pages.moment_words import heading
from cards.pages.spreadsheet import csv_response
from cards.pages.told_groups import groups_of_list
from cards.pages.wrong_input import LISTING_LABELS, said
from cards.work.saved_views import may_remove, views_for

# A file's name says these at another place, or not at all.
NOT_IN_NAMES = {"card", "as_of", "to", "until"}
# What a list of the past or of movements is narrowed by, and a list of now is not.
OF_THE_PAST = {
    "as_of",
    "moved",
    "moved_reason",
    "stayed",
    "renewed",
    "reviewed",
    "batch",
    "submitted",
    "from",
    "to",
}
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
    "moved_reason",
    "stayed",
    "renewed",
    "reviewed",
    "batch",
    "submitted",
    "ids",
    "apart_from",
    "other_than",
)


@never_cache
@login_required
@require_safe
def show_listings(request: HttpRequest, slug: str) -> HttpResponse:
    store = counted_store(request.user, slug)
    return listings_page(request, store, at=timezone.now())


def listings_page(
    request: HttpRequest, store: Store, *, at: datetime, wrong: str = ""
) -> HttpResponse:
    asked = joined(request.GET)
    given = given_in(asked)
    is_narrowed = bool(given.keys() & UNDER_MORE)
    has_more = is_narrowed or "more" in request.GET
    names = names_for(store) if has_more else {}
    if "card" in given:
        cards = Card.objects.visible_to(request.user).filter(key=given["card"])
        names |= {("card", key): title for key, title in cards.values_list("key", "title")}
    snapshot = ListingSnapshot.objects.newest_of(store)
    views = list(views_for(request.user, store))
    currency = main_currency(store) if IN_MAIN_CURRENCY & given.keys() else ""
    context = {
        "store": store,
        "given": given,
        "chips": [
            (name, chip(name, text, names, currency=currency), _without(given, name))
            for name, text in given.items()
        ],
        "now": {name: text for name, text in given.items() if name not in OF_THE_PAST},
        "kept": [(name, given.get(name)) for name in KEPT],
        "states": State.choices,
        "has_more": has_more,
        "facts": facts_of(store, names, given) if has_more else [],
        "narrowed": is_narrowed,
        "reasons": _reasons(snapshot, given.get("offline_reason", "")),
        "views": views,
        "removable_views": [view for view in views if may_remove(view, request.user)],
        "at": at,
    }
    try:
        context |= _listings(request, store, asked, known=[snapshot] if snapshot else [], at=at)
    except BadInput as error:
        wrong = wrong or said(error, LISTING_LABELS)
    context |= {"wrong": wrong, "typed": request.POST}
    return render(request, "cards/listings.html", context, status=400 if wrong else 200)


def _listings(
    request: HttpRequest,
    store: Store,
    asked: dict[str, str],
    *,
    known: list[ListingSnapshot],
    at: datetime,
) -> dict[str, Any]:
    """What the page shows beside its form. Raises BadInput."""
    filters, card = filters_of(request.user, asked)
    found = find(store, filters, at=at, known=known)
    sort = sort_from(request.GET.get("sort", ""), is_past=found.is_past)
    headline = headline_of(found, filters)
    # Fetched for the rows of the page alone: a join would be made for all that are skipped.
    details = Prefetch("detail", ListingDetail.objects.defer("attributes", "filled"))
    listings = in_order(found.listings.prefetch_related(details, "shop"), sort)
    page = numbered_page(listings, page_number(request, found), total=headline.total)
    told = found.told(page.rows)
    of_all, rows = said_of_all(why_here(told, at=at, is_past=found.is_past))
    return {
        "filters": filters,
        "found": found,
        "is_past": found.is_past,
        "page": page,
        "rows": rows,
        "of_all": of_all,
        "codes": codes_of(told),
        "moves": found.moves(told),
        "parts": headline.parts,
        "groups": groups_of_list(found, filters),
        "sort": sort,
        "heading": heading(filters),
        "card": card,
    }


def page_number(request: HttpRequest, found: Found) -> int:
    """Of an address from before pages had numbers, the page that holds what it went on from.
    Raises BadInput, and Http404 where it names no listing."""
    after, before = listing_id(request, "after"), listing_id(request, "before")
    if after is None and before is None:
        return number_from(request.GET.get("page", ""))
    earlier = (
        found.listings.filter(product_id__lte=after)
        if after is not None
        else found.listings.filter(product_id__lt=max(0, (before or 0) - 1))
    )
    return earlier.order_by().count() // PAGE_SIZE + 1


def _reasons(snapshot: ListingSnapshot | None, asked: str) -> list[tuple[str, str]]:
    """AliExpress's offline reasons of the store, and the one that was asked for, with our words."""
    of_store = {row["offline_reason"] for row in snapshot.reasons} if snapshot else set()
    return [
        (reason, f"{words} ({reason})" if (words := reason_words(reason)) else reason)
        for reason in sorted({*of_store, asked} - {""})
    ]


def _without(given: dict[str, str], name: str) -> dict[str, str]:
    """The other filters; without its two moments a movement names nothing."""
    together = {"moved", "from", "to"} if name in {"moved", "from", "to"} else {name}
    together |= {"part", "until"} if name == "card" else set()
    return {key: text for key, text in given.items() if key not in together}


@never_cache
@login_required
@require_safe
def listings_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    at = timezone.now()
    store = counted_store(request.user, slug)
    filters, _ = filters_of(request.user, request.GET)
    rows = listing_rows(store, filters, at=at)
    name = [filters.card or "listings", store.slug]
    name += [text for key, text in filters.given.items() if key not in NOT_IN_NAMES]
    moment = filters.as_of or filters.end or at
    return csv_response([CSV_COLUMNS], rows, name=name, at=moment)


def listing_id(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    if not is_id(text):
        raise Http404("There is no such page of listings.")
    return id_of(text)
