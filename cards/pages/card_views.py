"""The card page, and the marks people set on its history."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from aliexpress.roles import is_operations, works_in_admin
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.moments import past_moment
from cards.access import visible_card, visible_store
from cards.annotations import annotate
from cards.board.card_page import CardPage, card_page
from cards.formats import moment_text
from cards.history.history import PERIODS
from cards.pages.charts import segments, state_trend, trend
from cards.pages.standing import past_standing, standing_context
from cards.pages.wrong_input import MARK_LABELS, said

DEFAULT_PERIOD = "30d"
PERIOD_LABELS = {
    "24h": "24 hours",
    "7d": "7 days",
    "30d": "30 days",
    "90d": "90 days",
    "all": "All",
}


@never_cache
@login_required
@require_GET
def show_card(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    at = timezone.now()
    as_of, wrong = None, ""
    try:
        if given := request.GET.get("as_of", "").strip():
            as_of = past_moment("as_of", given, at=at)
    except BadInput as error:
        wrong = str(error)
    context = {**card_context(request, slug, key, at=at, as_of=as_of), "wrong": wrong}
    return render(request, "cards/card.html", context, status=400 if wrong else 200)


@login_required
@require_POST
def mark_moment(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A mark on the history, by operations; who may not gets 403, who may not see it 404."""
    at = timezone.now()
    store = visible_store(request.user, slug)
    visible_card(request.user, key)
    if not is_operations(request.user):
        raise PermissionDenied
    try:
        annotate(store, request.POST, by=request.user, at=at)
    except BadInput as error:
        context = {**card_context(request, slug, key, at=at), "wrong": said(error, MARK_LABELS)}
        return render(request, "cards/card.html", {**context, "typed": request.POST}, status=400)
    return redirect(f"{reverse('card', args=[slug, key])}#trend")


def period_of(request: HttpRequest) -> str:
    period = request.GET.get("period", DEFAULT_PERIOD)
    return period if period in PERIODS else DEFAULT_PERIOD


def card_context(
    request: HttpRequest,
    slug: str,
    key: str,
    *,
    at: datetime,
    as_of: datetime | None = None,
    watching: bool = False,
) -> dict[str, Any]:
    """Everything the templates of a card page show."""
    period = period_of(request)
    page: CardPage = card_page(
        key, slug, user=request.user, at=at, period=period, as_of=as_of, watching=watching
    )
    stands = {"standing": past_standing(page.reading)} if as_of else standing_context(page, at=at)
    return {
        **stands,
        "page": page,
        "at": at,
        "period": period,
        "past": moment_text(as_of),  # for the links of a page of the past; None: now
        "segments": segments(page.reading.breakdown),
        "trend": trend(page.history, page.marks),
        "state_trend": state_trend(page.history),
        "periods": PERIOD_LABELS,
        # Of the file: as far as the trend goes, and up to the moment of the page.
        "stretch": {"from": moment_text(page.history.start), "to": moment_text(as_of)},
        "may_mark": works_in_admin(request.user),
    }
