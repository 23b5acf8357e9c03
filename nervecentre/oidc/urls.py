"""Addresses of the sign-in at a provider. Their names are the library's."""

from django.urls import path

from nervecentre.oidc import views

urlpatterns = [
    path("authenticate/", views.ToProvider.as_view(), name="oidc_authentication_init"),
    path("callback/", views.FromProvider.as_view(), name="oidc_authentication_callback"),
    path("signed-out/", views.signed_out, name="oidc_logout"),
]
