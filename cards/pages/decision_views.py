"""Deciding which code is which item: by hand, by accepting proposals, and undoing it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from aliexpress.models import SkuAlias
from aliexpress.source_door import accept_proposals, make_decision, undo_decision
from aliexpress.typed.numbers import whole_number
from cards.access import decided_store


@login_required
@require_POST
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    store = decided_store(request.user, slug)
    decision: dict[str, Any] = {
        name: request.POST.get(name, "") for name in ("kind", "code", "item", "why")
    }
    decision["quantity"] = whole_number("quantity", request.POST.get("quantity", "") or "1")
    make_decision(store, at=timezone.now(), by=request.user, **decision)
    return redirect("bridge", store.slug)


@login_required
@require_POST
def accept(request: HttpRequest, slug: str) -> HttpResponse:
    """All of a rule, or the ones ticked."""
    store = decided_store(request.user, slug)
    ids = [whole_number("id", text) for text in request.POST.getlist("id")]
    accept_proposals(
        store,
        rule=request.POST.get("rule", ""),
        ids=ids or None,
        why=request.POST.get("why", ""),
        at=timezone.now(),
        by=request.user,
    )
    return redirect("bridge", store.slug)


@login_required
@require_POST
def undo(request: HttpRequest, slug: str, alias_id: int) -> HttpResponse:
    store = decided_store(request.user, slug)
    alias = SkuAlias.objects.filter(store=store, pk=alias_id).first()
    if alias is None:
        raise Http404("There is no such decision.")
    why = request.POST.get("why", "")
    undo_decision(store, alias, why=why, at=timezone.now(), by=request.user)
    return redirect("bridge", store.slug)
