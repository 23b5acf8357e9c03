"""Addresses of the pages."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from cards.pages import views

STORE = "stores/<slug:slug>"
CARD = f"{STORE}/cards/<slug:key>"

urlpatterns = [
    path("", views.show_board, name="board"),
    path(f"{CARD}/", views.show_card, name="card"),
    path(f"{CARD}/standing/", views.show_standing, name="standing"),
    path(f"{CARD}/refresh/", views.refresh, name="refresh"),
    path(f"{STORE}/listings/", views.show_listings, name="listings"),
    path(f"{STORE}/listings.csv", views.listings_csv, name="listings_csv"),
    path(
        "accounts/login/",
        LoginView.as_view(redirect_authenticated_user=True),
        name="login",
    ),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
]
