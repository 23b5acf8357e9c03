"""A store that is new to its reader: the line on the board, pressed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cards.members.store_news import see_all, seen
from cards.models import Card


@login_required
@require_POST
def open_new_store(request: HttpRequest, notice_id: int) -> HttpResponse:
    store = seen(request.user, notice_id)
    card = Card.objects.visible_to(request.user).in_order().first()
    return redirect("card", store.slug, card.key) if card else redirect("board")


@login_required
@require_POST
def see_new_stores(request: HttpRequest) -> HttpResponse:
    see_all(request.user)
    return redirect("board")
