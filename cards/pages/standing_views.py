"""What an open card page asks for again and again, and Refresh: each renders its fragment only."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aliexpress.refresh import request_refresh
from aliexpress.typed.bad_input import BadInput
from cards.access import visible_card, visible_store
from cards.board.card_standing import card_standing
from cards.history.ranges import Range, range_from
from cards.pages.card_views import card_context
from cards.pages.standing import standing_context


@never_cache
@login_required
@require_safe
def show_standing(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """How the reading stands, and, when its numbers are others than the page has seen, everything
    that changed with them; 204 where the page has seen all of it."""
    return _standing(request, slug, key, at=timezone.now())


@login_required
@require_POST
def refresh(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    store = visible_store(request.user, slug)
    visible_card(request.user, key)
    at = timezone.now()
    request_refresh(store, at=at, by=request.user)
    if not request.headers.get("HX-Request"):
        return redirect("card", slug=slug, key=key)
    return _standing(request, slug, key, at=at)


def _standing(request: HttpRequest, slug: str, key: str, *, at: datetime) -> HttpResponse:
    page = card_standing(key, slug, user=request.user, at=at)
    span = range_of(request, at=at)
    query = {name: request.GET[name] for name in ("with",) if request.GET.get(name)}
    context = {"page": page, "at": at, "range_query": span.as_query() | query}
    context |= standing_context(page, at=at)
    if request.GET.get("seen", "") != page.seen:
        context |= card_context(request, slug, key, at=at, span=span, watching=True) | {
            "changed": True
        }
    elif request.GET.get("stood") == context["stood"]:
        return HttpResponse(status=204)
    return render(request, "cards/_standing_answer.html", context)


def range_of(request: HttpRequest, *, at: datetime) -> Range:
    """What the page that asks shows. One that cannot be read was said when the page was shown."""
    try:
        return range_from(request.GET, at=at)
    except BadInput:
        return range_from({}, at=at)
