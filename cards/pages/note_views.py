"""The owner's note: how often it comes, and the link by which it ends."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from cards.owners_note.subscription import choose, end, subscriber


@login_required
@require_POST
def choose_note(request: HttpRequest) -> HttpResponse:
    choose(request.user, request.POST.get("every", ""), at=timezone.now())
    return redirect("account")


# Who reads mail presses it there, without a session: the signed link is what allows it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def end_note(request: HttpRequest, token: str) -> HttpResponse:
    """Asked for, a page with a button, because programs that look at mail follow its links."""
    user_id = subscriber(token)
    if user_id is None:
        raise Http404("There is no such note.")
    if request.method == "POST":
        end(user_id)
    return render(request, "cards/note_ended.html", {"is_ended": request.method == "POST"})
