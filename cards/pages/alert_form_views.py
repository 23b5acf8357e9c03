"""The form of an alert, in words: what it watches, where, who is told, and how often it would
have fired."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from aliexpress.models import Store
from aliexpress.typed.bad_input import BadInput
from cards.access import visible_card, visible_store
from cards.alerts.alert_form import (
    KINDS,
    WINDOWS,
    Asked,
    ask_for,
    end,
    send_test,
    suggestion,
    trigger_of,
    who_may_be_told,
)
from cards.alerts.replay import replay
from cards.measures.unit_words import things_of
from cards.models import AlertRule, Card
from cards.pages.wrong_input import ALERT_LABELS, said
from cards.readings.reader import read

MOST_OFFERED = 100


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def alert_me(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The form; posted to, the alert is kept, or a test of it is sent."""
    at = timezone.now()
    store, card = visible_store(request.user, slug), visible_card(request.user, key)
    reading = read(card, store, at=at)
    given = request.POST if request.method == "POST" else request.GET
    asked = Asked.of(
        given.dict(), suggested=suggestion(card, reading), people=given.getlist("people")
    )
    context = _context(request, card, store, asked) | {"reading": reading}
    try:
        trigger = trigger_of(asked, card)
        if request.method != "POST":
            context["tried"] = replay(trigger, card, store, at=at)
        elif "test" in request.POST:
            context["sent"] = send_test(trigger, card, store, to=request.user)
        else:
            where = None if asked.everywhere else store
            ask_for(
                trigger,
                card,
                where,
                by=request.user,
                tells=asked.tells,
                people=asked.people,
                at=at,
            )
            return redirect("alerts")
    except BadInput as error:
        context["wrong"] = said(error, ALERT_LABELS)
    page = "cards/_alert_tried.html" if request.headers.get("HX-Request") else "cards/alert_me.html"
    # What is asked while somebody types is no mistake yet.
    status = 400 if "wrong" in context and not page.startswith("cards/_") else 200
    return render(request, page, context, status=status)


@login_required
@require_POST
def end_alert(request: HttpRequest, rule_id: int) -> HttpResponse:
    end(rule_id, by=request.user)
    return redirect("alerts")


def _context(request: HttpRequest, card: Card, store: Store, asked: Asked) -> dict[str, Any]:
    return {
        "card": card,
        "store": store,
        "asked": asked,
        "kinds": KINDS,
        "windows": WINDOWS,
        "things": things_of(card.key, card.unit),
        "tells": AlertRule.Tells.choices,
        "others": who_may_be_told(card, store, by=request.user)[:MOST_OFFERED],
        "has_more_stores": Store.objects.visible_to(request.user).exclude(pk=store.pk).exists(),
    }
