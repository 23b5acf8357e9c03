"""The cards and stores the caller may see."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from aliexpress.models import Store
from aliexpress.models.warnings import with_their_state
from aliexpress.roles import Viewer
from cards.access import visible_card
from cards.api.documented_errors import documented
from cards.api.serializers import CardSerializer, StoreSerializer
from cards.models import Card


def keys_seen_by(user: Viewer) -> set[str]:
    return set(Card.objects.visible_to(user).values_list("key", flat=True))


class CardList(ListAPIView[Card]):
    """Definitions of every card the caller may see."""

    serializer_class = CardSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "keys": keys_seen_by(self.request.user)}

    def get_queryset(self) -> QuerySet[Card]:
        return Card.objects.visible_to(self.request.user).prefetch_related("roles").in_order()

    @documented(CardSerializer(many=True))
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class CardDetail(RetrieveAPIView[Card]):
    """One definition, by key or alias."""

    serializer_class = CardSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "keys": keys_seen_by(self.request.user)}

    def get_object(self) -> Card:
        return visible_card(self.request.user, self.kwargs["key"])

    @documented(CardSerializer)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class StoreList(APIView):
    """Stores the caller may see."""

    @documented(StoreSerializer(many=True))
    def get(self, request: Request) -> Response:
        stores = with_their_state(Store.objects.visible_to(request.user)).order_by("name", "id")
        shown = StoreSerializer(stores, many=True, context={"at": timezone.now()})
        return Response(shown.data)


@extend_schema(exclude=True)
class NothingHere(APIView):
    """An address the API does not have."""

    permission_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Http404
