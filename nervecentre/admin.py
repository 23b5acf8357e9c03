"""One sign-in for board and admin, and the way from a row of the admin to its page."""

from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cards.access import NOT_FOUND
from nervecentre import admin_people  # noqa: F401  registers them


def sign_in(request: HttpRequest) -> HttpResponse:
    """Where the admin sends whoever may not enter: to sign in once, for board and admin alike.

    Raises Http404 for somebody who is signed in and has no business there: hidden is 404.
    """
    if admin.site.has_permission(request):
        return redirect("admin:index")
    if request.user.is_authenticated:
        raise Http404("The admin is for operations.")
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))


def view_on_site(request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponse:
    """From a row of the admin to its page, for whoever sees the row there. Django itself sends
    any of the staff to the page of any row, and the address of a store's page names the store.

    Raises Http404.
    """
    kind = ContentType.objects.filter(pk=content_type_id).first()
    model = kind.model_class() if kind is not None else None
    try:
        rows = admin.site.get_model_admin(model) if model is not None else None
    except NotRegistered:
        rows = None
    if (
        rows is None
        or not rows.has_view_permission(request)
        or rows.get_object(request, object_id) is None
    ):
        raise Http404(NOT_FOUND)
    return shortcut(request, content_type_id, object_id)
