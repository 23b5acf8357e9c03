"""The admin's own name, its way back to the board, and one sign-in for both."""

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from nervecentre import admin_people  # noqa: F401  registers them

admin.site.site_header = "Nerve Centre"
admin.site.site_title = "Nerve Centre"
admin.site.index_title = "Operations"
admin.site.site_url = "/"
# The pages are few enough to stand in one line above, and tables need the width.
admin.site.enable_nav_sidebar = False


def sign_in(request: HttpRequest) -> HttpResponse:
    """Where the admin sends whoever may not enter: to sign in once, for board and admin alike.

    Raises Http404 for somebody who is signed in and has no business there: hidden is 404.
    """
    if admin.site.has_permission(request):
        return redirect("admin:index")
    if request.user.is_authenticated:
        raise Http404("The admin is for operations.")
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
