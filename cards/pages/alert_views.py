"""The alerts a reader may see: what fires, what is in hand, what is over."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aliexpress.roles import is_operations
from aliexpress.typed.bad_input import BadInput
from cards.alerts.alert_form import rules_of
from cards.alerts.handling import acknowledge, note, visible_alert
from cards.mail import is_mailed
from cards.models import Alert

MOST_SHOWN = 50


@never_cache
@login_required
@require_safe
def show_alerts(request: HttpRequest) -> HttpResponse:
    return render(request, "cards/alerts.html", _context(request))


@login_required
@require_POST
def acknowledge_alert(request: HttpRequest, alert_id: int) -> HttpResponse:
    alert = visible_alert(request.user, alert_id)
    only_operations(request)
    acknowledge(alert, by=request.user, at=timezone.now())
    return redirect("alerts")


@login_required
@require_POST
def note_on_alert(request: HttpRequest, alert_id: int) -> HttpResponse:
    alert = visible_alert(request.user, alert_id)
    only_operations(request)
    try:
        note(alert, request.POST.get("text"), by=request.user, at=timezone.now())
    except BadInput as error:
        context = {**_context(request), "wrong": str(error)}
        return render(request, "cards/alerts.html", context, status=400)
    return redirect("alerts")


def only_operations(request: HttpRequest) -> None:
    """Who sees an alert and may not touch it gets 403; who may not see it got 404 before."""
    if not is_operations(request.user):
        raise PermissionDenied


def _context(request: HttpRequest) -> dict[str, Any]:
    seen = Alert.objects.visible_to(request.user).with_history()
    return {
        "open": seen.open().order_by("-id"),
        "closed": seen.exclude(closed_at=None).order_by("-closed_at", "-id")[:MOST_SHOWN],
        "rules": rules_of(request.user),
        "may_act": is_operations(request.user),
        "at": timezone.now(),
        "nobody_is_mailed": not is_mailed(),
    }
