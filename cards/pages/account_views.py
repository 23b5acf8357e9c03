"""What everybody does for themselves: a password by a link, an address of mail, keys of the API."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import id_of, is_id
from cards.api_keys import name_of_key, new_api_key, revoke_key
from cards.mail import is_mailed
from cards.members.administration import change_address, forget_wrong_passwords
from cards.members.password_link import links, user_of
from cards.reader_zone import MORNING, zone_of


class SetPassword(PasswordResetConfirmView):
    """Where a link leads. The link goes into the session at once and out of the address."""

    template_name = "registration/set_password.html"
    token_generator = links
    success_url = reverse_lazy("login", query={"password": "set"})

    def get_user(self, uidb64: str) -> Any:
        return user_of(uidb64)

    def form_valid(self, form: Any) -> HttpResponse:
        forget_wrong_passwords(self.user)
        return super().form_valid(form)


@never_cache
@login_required
@require_safe
def show_account(request: HttpRequest) -> HttpResponse:
    return _shown(request)


@login_required
@require_POST
def change_mail(request: HttpRequest) -> HttpResponse:
    try:
        change_address(request.user, request.POST.get("email", ""))
    except BadInput as error:
        return _shown(request, wrong=str(error))
    return redirect("account")


@login_required
@require_POST
def issue_key(request: HttpRequest) -> HttpResponse:
    """The one answer that shows the key: it is kept nowhere, not in a message either."""
    try:
        name = name_of_key(request.POST.get("name"))
    except BadInput as error:
        return _shown(request, wrong=str(error))
    response = _shown(request, made=new_api_key(request.user, name=name, at=timezone.now()))
    response.headers["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def end_key(request: HttpRequest) -> HttpResponse:
    key = request.POST.get("key", "")
    if is_id(key):
        revoke_key(request.user, id_of(key), at=timezone.now())
    return redirect("account")


def _shown(request: HttpRequest, *, wrong: str = "", made: Any = None) -> HttpResponse:
    user: Any = request.user
    keys = user.api_keys.order_by("-created_at", "-id")
    context = {
        "keys": keys,
        "wrong": wrong,
        "made": made,
        "at": timezone.now(),
        "morning": MORNING,
        "zone": zone_of(user),
        "nobody_is_mailed": not is_mailed(),
    }
    return render(request, "cards/account.html", context, status=400 if wrong else 200)
