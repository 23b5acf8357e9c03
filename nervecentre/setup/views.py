"""/setup/: open to the link of `manage.py setup` while nobody is here, afterwards a guide for
operations, and to everybody else not there."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from aliexpress.roles import works_in_admin
from cards.members.roster import is_empty
from nervecentre.setup import guide
from nervecentre.setup.first_operator import FirstOperatorForm, make_first_operator, opens

KEPT = "setup_token"
PASSWORDS = "django.contrib.auth.backends.ModelBackend"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """Raises Http404 for whoever has nothing to do here."""
    if is_empty():
        return first_operator(request)
    if not works_in_admin(request.user) or request.method == "POST":
        raise Http404("There is nothing here.")
    at = timezone.now()
    shown = {"steps": guide.steps(request.user, at=at), "to_mend": guide.to_mend(), "at": at}
    return render(request, "setup/guide.html", shown)


def first_operator(request: HttpRequest) -> HttpResponse:
    if "token" in request.GET:
        # Out of the address, which is seen, kept and sent along.
        request.session[KEPT] = request.GET["token"]
        return redirect("setup")
    if not opens(request.session.get(KEPT)):
        if request.method == "POST":
            raise Http404("There is nothing here.")
        is_over = KEPT in request.session
        return render(request, "setup/closed.html", {"is_over": is_over})
    form = FirstOperatorForm(request.POST or None)
    if not form.is_valid():
        return render(request, "setup/first_operator.html", {"form": form})
    user = make_first_operator(form)
    if user is None:
        raise Http404("There is nothing here.")
    request.session.flush()
    login(request, user, backend=PASSWORDS)
    return redirect("setup")
