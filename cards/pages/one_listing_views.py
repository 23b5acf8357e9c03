"""One listing: its life, what is wrong with it, its work, and what people wrote of it."""

from datetime import datetime
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aliexpress.models import Listing, Store
from aliexpress.pictures import picture_of
from aliexpress.typed.bad_input import BadInput
from cards.access import counted_store
from cards.listings.diagnosis import diagnosis_of
from cards.listings.product import product_of
from cards.listings.timeline import timeline
from cards.listings.why_here import why_here
from cards.models import WorkItem
from cards.pages.wrong_input import NOTE_LABELS, said
from cards.work.notes import note_on, notes_of
from cards.work.reason_words import what_to_do

# What is told of a store that cannot be read.
STANDING: Final = ("now__last_run", "now__snapshot")
A_DAY_OF_SECONDS: Final = 86_400
# More are shown when they are asked for.
NOTES_AT_FIRST: Final = 20


@never_cache
@login_required
@require_safe
def show_timeline(request: HttpRequest, slug: str, product_id: int) -> HttpResponse:
    store = counted_store(request.user, slug, *STANDING)
    return render(
        request, "cards/timeline.html", _shown(request, store, product_id, at=timezone.now())
    )


@login_required
@require_POST
def note_on_listing(request: HttpRequest, slug: str, product_id: int) -> HttpResponse:
    at = timezone.now()
    store = counted_store(request.user, slug, *STANDING)
    listing = _listing(store, product_id)
    try:
        note_on(listing, request.POST.get("text"), by=request.user, at=at)
    except BadInput as error:
        context = _shown(request, store, product_id, at=at)
        context |= {"wrong": said(error, NOTE_LABELS), "typed": request.POST}
        return render(request, "cards/timeline.html", context, status=400)
    return redirect(f"{reverse('timeline', args=[slug, product_id])}#notes")


@login_required
@require_safe
def show_picture(request: HttpRequest, slug: str, product_id: int) -> HttpResponse:
    """The picture of a listing, which the browser keeps for a day."""
    store = counted_store(request.user, slug)
    picture = picture_of(store, _listing(store, product_id))
    if picture is None:
        raise Http404("There is no such picture.")
    response = HttpResponse(picture.content, content_type=picture.content_type)
    patch_cache_control(response, private=True, max_age=A_DAY_OF_SECONDS)
    return response


def _listing(store: Store, product_id: int) -> Listing:
    listing = Listing.objects.of(store).filter(product_id=product_id).first()
    if listing is None:
        raise Http404("There is no such listing in this store.")
    return listing


def _shown(request: HttpRequest, store: Store, product_id: int, *, at: datetime) -> dict[str, Any]:
    """Raises Http404."""
    life = timeline(store, product_id, at=at)
    diagnosis = diagnosis_of(life.listing)
    items = WorkItem.objects.filter(rows__listing=life.listing).select_related("assignee")
    notes = notes_of(life.listing)
    [(_, whys)] = why_here([life.listing], at=at)
    return {
        "store": store,
        "life": life,
        "listing": life.listing,
        "product": product_of(life.listing),
        "diagnosis": diagnosis,
        "whys": whys,
        "to_do": what_to_do(life.listing, diagnosis),
        "items": items.order_by(F("closed_at").desc(nulls_first=True)),
        "notes": notes if "notes" in request.GET else notes[:NOTES_AT_FIRST],
        "note_count": len(notes),
        "at": at,
    }
