"""The page that holds a few stores beside each other."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from aliexpress.typed.bad_input import BadInput
from cards.board.compare import compare


@never_cache
@login_required
@require_GET
def show_comparison(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    try:
        shown = compare(request.user, request.GET.getlist("store"), at=at)
    except BadInput as error:
        return render(request, "cards/compare.html", {"wrong": str(error), "at": at}, status=400)
    return render(request, "cards/compare.html", {"shown": shown, "at": at})
