"""The card page, and the marks people set on its history."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.moments import past_moment
from cards.access import visible_card, visible_store
from cards.annotations import annotate
from cards.board.card_page import CardPage, card_page
from cards.board.today import NOTHING
from cards.formats import moment_text
from cards.history.ranges import Range, range_from
from cards.pages.chart_table import table_of
from cards.pages.charts import charts_of
from cards.pages.small_charts import segments
from cards.pages.standing import past_standing, standing_context
from cards.pages.wrong_input import MARK_LABELS, RANGE_LABELS, said

PERIOD_LABELS = {
    "24h": "24 hours",
    "7d": "7 days",
    "30d": "30 days",
    "90d": "90 days",
    "all": "All",
}


@never_cache
@login_required
@require_safe
def show_card(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    at = timezone.now()
    as_of, wrong = None, ""
    try:
        if given := request.GET.get("as_of", "").strip():
            as_of = past_moment("as_of", given, at=at)
        span = range_from(request.GET, at=as_of or at)
    except BadInput as error:
        wrong, span = said(error, RANGE_LABELS), range_from({}, at=as_of or at)
    context = {**card_context(request, slug, key, at=at, span=span, as_of=as_of), "wrong": wrong}
    return render(request, "cards/card.html", context, status=400 if wrong else 200)


@login_required
@require_POST
def mark_moment(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A mark on the history, by whoever sees the card of the store; to others it is 404."""
    at = timezone.now()
    store = visible_store(request.user, slug)
    visible_card(request.user, key)
    try:
        annotate(store, request.POST, by=request.user, at=at)
    except BadInput as error:
        span = range_from({}, at=at)
        context = card_context(request, slug, key, at=at, span=span)
        context |= {"wrong": said(error, MARK_LABELS)}
        return render(request, "cards/card.html", {**context, "typed": request.POST}, status=400)
    return redirect(f"{reverse('card', args=[slug, key])}#trend")


def card_context(
    request: HttpRequest,
    slug: str,
    key: str,
    *,
    at: datetime,
    span: Range,
    as_of: datetime | None = None,
    watching: bool = False,
) -> dict[str, Any]:
    """Everything the templates of a card page show."""
    page: CardPage = card_page(
        key,
        slug,
        user=request.user,
        at=at,
        span=span,
        as_of=as_of,
        beside=request.GET.get("with", ""),
        watching=watching,
    )
    shown = page.history.history
    stands = {"standing": past_standing(page.reading)} if as_of else standing_context(page, at=at)
    return {
        **stands,
        "page": page,
        "at": at,
        "range_query": page.range_query,
        "past": moment_text(as_of),  # for the links of a page of the past; None: now
        "segments": segments(page.reading.breakdown),
        "charts": charts_of(page.history, page.marks, before=page.before, others=page.others),
        "table": table_of(page.history),
        "not_kept": page.history.not_kept,
        "periods": PERIOD_LABELS,
        "range_only": {k: v for k, v in span.as_query().items() if k != "before"},
        "before": "1" if span.with_before else "",
        "with": page.beside,
        "others": [store for store in page.stores if store.pk != page.store.pk],
        "charts_from": shown.start,
        "charts_to": shown.end,
        "sentences": page.today,
        "nothing_to_do": NOTHING,
        # Of the file: as far as the chart goes, and up to the moment of the page.
        "stretch": {
            "from": moment_text(shown.start),
            "to": moment_text(shown.end if as_of or span.start else None),
        },
    }
