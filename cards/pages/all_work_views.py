"""Work over all the stores of the reader: what they have in hand, and the team's."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cards.access import counted_stores
from cards.pages.work_lists import work_lists


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_all_work(request: HttpRequest) -> HttpResponse:
    """Posted to, the ticked items are changed."""
    context = work_lists(request, store=None, at=timezone.now())
    # One more than are named, so that the page knows whether there are more.
    context["stores"] = list(counted_stores(request.user).order_by("name", "id")[:21])
    status = 400 if "wrong" in context else 200
    return render(request, "cards/all_work.html", context, status=status)
