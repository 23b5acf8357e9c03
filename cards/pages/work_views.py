"""The workbench of a store: groups of what is not sold, work in hand, and what came of it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cards.access import counted_store
from cards.pages.told_groups import told_groups
from cards.pages.work_lists import work_lists
from cards.work.groups import by_age
from cards.work.missing import groups_to_clear
from cards.work.outcome_counts import records_of
from cards.work.saved_views import views_for


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_work(request: HttpRequest, slug: str) -> HttpResponse:
    """The workbench of a store; posted to, the ticked work items are changed."""
    at = timezone.now()
    store = counted_store(request.user, slug)
    context = work_lists(request, store=store, at=at)
    groups = groups_to_clear(store, at=at)
    order = "age" if request.GET.get("order") == "age" else ""
    if order:
        groups = sorted(groups, key=by_age)
    context |= {
        "groups": told_groups(groups),
        "order": order,
        "views": views_for(request.user, store),
        "records": records_of(store),
    }
    status = 400 if "wrong" in context else 200
    return render(request, "cards/work.html", context, status=status)
