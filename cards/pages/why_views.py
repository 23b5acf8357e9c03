"""The page of what stands behind a number: asked once, kept, and shown ever after."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store
from aliexpress.typed.bad_input import BadInput
from cards.access import counted_store
from cards.listings.filters import NAMES
from cards.models import Tracing
from cards.pages.share_picture import against
from cards.pages.wrong_input import FLOW_LABELS, said
from cards.tasks import leave_to_a_worker
from cards.tracing.answer_lines import status_words
from cards.tracing.archive import USUAL_WINDOW, asked_from, traced_at_once
from cards.tracing.questions import ALIKE, LIST
from cards.tracing.shared_questions import ALWAYS_NOW
from cards.tracing.visible_tracings import kept_tracing
from cards.tracing.work_item import take_on_finding
from cards.work.taking import MOST_LISTINGS

DISPUTED = ListingSnapshot.Verdict.DISPUTED
# How a window is asked for in one click, in days.
WINDOWS = {"24 hours": 1, "7 days": 7, "14 days": 14, "30 days": 30}


@never_cache
@login_required
@require_safe
def show_why(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """`key`: a card, a state, a movement, or LIST with a list's own filters in the query;
    `tracing` names an answer that is kept."""
    at = timezone.now()
    store = counted_store(request.user, slug)
    context: dict[str, Any] = {"store": store, "key": key, "is_list": key == LIST, "at": at}
    try:
        tracing = _tracing(request, store, key, at=at)
        leave_to_a_worker(tracing)
        context |= _told(tracing)
    except BadInput as error:
        context["wrong"] = said(error, FLOW_LABELS)
    ends = _ends(request, context.get("tracing"), at=at)
    context |= {"given": ends, "windows": WINDOWS, "states": State.values, "most": MOST_LISTINGS}
    return render(request, "cards/why.html", context, status=400 if "wrong" in context else 200)


def _tracing(request: HttpRequest, store: Store, key: str, *, at: datetime) -> Tracing:
    """Raises BadInput, and Http404 where it names none of the store's."""
    if number := request.GET.get("tracing", ""):
        return kept_tracing(request.user, store, number)
    if key == LIST:
        values = {"subject": _list(request)}
    else:
        names = ("kind", "from", "to", "said")
        values = {name: request.GET.get(name, "") for name in names} | {"subject": key}
    asked = asked_from(values, at=at, by=request.user)
    return traced_at_once(store, asked, by=request.user, at=at)


def _list(request: HttpRequest) -> str:
    """The rows that were ticked, or else the filters of the list. Raises BadInput where rows were
    to be ticked and none was: what the filters tell is another question."""
    if ticked := request.GET.getlist("listing"):
        return urlencode({"ids": ",".join(sorted({*ticked}))})
    if request.GET.get("take") == "ticked":
        raise BadInput("subject", "Tick the listings to ask about first.")
    return urlencode({name: request.GET[name] for name in NAMES if request.GET.get(name)})


def _ends(request: HttpRequest, tracing: Tracing | None, *, at: datetime) -> dict[str, Any]:
    """The two moments of the form: as they were typed, or those of the answer."""
    if tracing is None or tracing.pk is None:
        ends = {"from": at - USUAL_WINDOW, "to": at}
    else:
        ends = {"from": tracing.opening.published_at, "to": tracing.closing.published_at}
    return {name: request.GET.get(name) or moment for name, moment in ends.items()}


def _told(tracing: Tracing) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "tracing": tracing,
        "is_alike": tracing.kind == ALIKE,
        "is_of_now": tracing.subject in ALWAYS_NOW,
    }
    answer = tracing.answer
    if answer is None:
        return asked
    ends = [answer[name] for name in ("from", "to") if answer[name]]
    return {
        **asked,
        "answer": answer,
        "is_disputed": DISPUTED in [one["verdict"] for one in ends],
        "status_words": status_words(answer),
        "findings": [(number, one, against(one)) for number, one in enumerate(answer["findings"])],
    }


@login_required
@require_POST
def work_of_finding(request: HttpRequest, slug: str, tracing_id: int) -> HttpResponse:
    """A work item of the listings of one finding."""
    store = counted_store(request.user, slug)
    tracing = kept_tracing(request.user, store, str(tracing_id))
    number = request.POST.get("finding", "")
    findings = (tracing.answer or {}).get("findings", [])
    if not number.isdecimal() or len(number) > 2 or int(number) >= len(findings):
        raise Http404("There is no such finding.")
    item = take_on_finding(tracing, findings[int(number)], by=request.user, at=timezone.now())
    return redirect("work_item", slug, item.pk)
