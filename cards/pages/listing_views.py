"""The listings behind a number, and the life of one of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from aliexpress.lifecycle import State
from aliexpress.models import Store
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import id_of, is_id
from cards.access import counted_store
from cards.listings.export import CSV_COLUMNS, listing_rows
from cards.listings.facts import BEYOND, HELP, KINDS, LABELS, names_of
from cards.listings.filters import NAMES
from cards.listings.of_card import filters_of
from cards.listings.page import find, page_of
from cards.listings.product import product_of
from cards.listings.properties import PROPERTIES
from cards.listings.timeline import timeline
from cards.pages.spreadsheet import csv_response
from cards.pages.words import heading
from cards.pages.wrong_input import LISTING_LABELS, said

# The fields of the form that are folded away until one is filled.
UNDER_MORE: Final = {"min_days", "min_price", "max_price", *PROPERTIES, *BEYOND}
# Offered in one field of the form: more make the page heavy, and are typed.
MOST_NAMES: Final = 200
# A file's name says these at another place, or not at all.
NOT_IN_NAMES = {"card", "as_of", "to", "until"}
# What a list of the past or of movements is narrowed by, and a list of now is not.
OF_THE_PAST = {"as_of", "moved", "stayed", "reviewed", "batch", "submitted", "from", "to"}
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
    "stayed",
    "reviewed",
    "batch",
    "submitted",
)


@never_cache
@login_required
@require_GET
def show_listings(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    store = counted_store(request.user, slug)
    # What was typed stays in the form, wrong or not.
    given = {name: request.GET[name] for name in NAMES if request.GET.get(name)}
    context = {
        "store": store,
        "given": given,
        "now": {name: text for name, text in given.items() if name not in OF_THE_PAST},
        "kept": [(name, given.get(name)) for name in KEPT],
        "is_first": not (request.GET.get("after") or request.GET.get("before")),
        "states": State.choices,
        "facts": fact_fields(store, given),
        "narrowed": bool(
            given.keys() & {"min_days", "min_price", "max_price", *PROPERTIES, *BEYOND}
        ),
        "at": at,
    }
    try:
        context |= _listings(request, store, at=at)
    except BadInput as error:
        context["wrong"] = said(error, LISTING_LABELS)
    status = 400 if "wrong" in context else 200
    return render(request, "cards/listings.html", context, status=status)


def fact_fields(store: Store, given: Mapping[str, str]) -> list[dict[str, Any]]:
    """The fields of the form beyond states: each with what its values are called."""
    names: dict[str, list[tuple[str, str]]] = {}
    for (kind, value), name in names_of(store.pk).items():
        if len(some := names.setdefault(kind, [])) < MOST_NAMES:
            some.append((value, name))
    return [
        {
            "name": name,
            "label": LABELS[name],
            "help": HELP[name],
            "names": names.get(KINDS.get(name, ""), []),
            "text": given.get(name, ""),
        }
        for name in (*PROPERTIES, *BEYOND)
    ]


def _listings(request: HttpRequest, store: Store, *, at: datetime) -> dict[str, Any]:
    """What the page shows beside its form. Raises BadInput."""
    filters, card = filters_of(request.user, request.GET)
    found = find(store, filters, at=at)
    page = page_of(
        found, after=_listing_id(request, "after"), before=_listing_id(request, "before")
    )
    return {
        "filters": filters,
        "found": found,
        "page": page,
        "rows": found.told(page.rows),
        "heading": heading(filters),
        "card": card,
    }


@never_cache
@login_required
@require_GET
def listings_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    at = timezone.now()
    store = counted_store(request.user, slug)
    filters, _ = filters_of(request.user, request.GET)
    rows = listing_rows(store, filters, at=at)
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
    life = timeline(store, product_id, at=at)
    context = {"store": store, "life": life, "product": product_of(life.listing), "at": at}
    return render(request, "cards/timeline.html", context)


def _listing_id(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    if not is_id(text):
        raise Http404("There is no such page of listings.")
    return id_of(text)
