"""Every address of the application."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path, re_path

from cards.mcp.view import McpView
from nervecentre.admin import sign_in, view_on_site
from nervecentre.health import health
from nervecentre.metrics.scrape import metrics
from nervecentre.setup.views import setup

urlpatterns = [
    path("api/v1/", include("cards.api.urls")),
    path("admin/login/", sign_in),
    path("admin/logout/", LogoutView.as_view()),
    path(
        "admin/r/<int:content_type_id>/<path:object_id>/",
        admin.site.admin_view(view_on_site),
    ),
    path("admin/", admin.site.urls),
    re_path(r"^mcp/?$", McpView.as_view(), name="mcp"),
    path("health/", health, name="health"),
    path("metrics", metrics, name="metrics"),
    path("setup/", setup, name="setup"),
    path("", include("cards.pages.urls")),
]
if settings.OIDC_ISSUER:
    urlpatterns.insert(0, path("oidc/", include("nervecentre.oidc.urls")))

handler400 = "nervecentre.error_pages.bad_request"
handler403 = "nervecentre.error_pages.forbidden"
handler404 = "nervecentre.error_pages.not_found"
handler500 = "nervecentre.error_pages.server_error"
