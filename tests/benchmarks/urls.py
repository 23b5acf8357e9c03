"""The product's addresses, and beside them what they are held against.

Bare: a Django view that returns a constant. Ordinary: the usual stack of Django REST framework,
token authentication, a query for the role, one for the store, one for the reading, a
ModelSerializer.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.generics import RetrieveAPIView
from rest_framework.permissions import BasePermission
from rest_framework.serializers import ModelSerializer

from aliexpress.models import ListingSnapshot, Store
from cards.api_keys import key_in_force
from nervecentre.urls import urlpatterns as ours


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b'{"value": 4820}', content_type="application/json")


class OrdinaryToken(TokenAuthentication):
    keyword = "Bearer"

    def authenticate_credentials(self, key: str) -> tuple[Any, Any]:
        token = key_in_force(key)
        if token is None:
            raise AuthenticationFailed("Invalid token.")
        return token.user, token


class IsOwner(BasePermission):
    def has_permission(self, request: Any, view: Any) -> bool:
        return request.user.groups.filter(name="owner").exists()


class SnapshotSerializer(ModelSerializer):
    class Meta:
        model = ListingSnapshot
        fields = "__all__"


class OrdinaryReading(RetrieveAPIView):
    authentication_classes = (OrdinaryToken,)
    permission_classes = (IsOwner,)
    serializer_class = SnapshotSerializer

    def get_object(self) -> ListingSnapshot:
        stores = Store.objects.filter(members=self.request.user)
        store = get_object_or_404(stores, slug=self.kwargs["slug"])
        return store.snapshots.latest("published_at")


urlpatterns = [
    *ours,
    path("bare/", bare),
    path("ordinary/<slug:slug>/", OrdinaryReading.as_view()),
]
