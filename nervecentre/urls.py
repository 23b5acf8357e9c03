"""Every address of the application."""

from django.contrib import admin
from django.urls import include, path

from nervecentre.health import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("cards.api.urls")),
    path("health/", health, name="health"),
    path("", include("cards.pages.urls")),
]

handler400 = "nervecentre.errors.bad_request"
handler403 = "nervecentre.errors.forbidden"
handler404 = "nervecentre.errors.not_found"
handler500 = "nervecentre.errors.server_error"
