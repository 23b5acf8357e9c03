"""Listings, products and SKUs of a store, and how many more products fit."""

from datetime import timedelta

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from aliexpress.models import ListingSnapshot, StoreNow
from cards.access import counted_store
from cards.api.documented_errors import documented
from cards.api.serializers.products import ProductsSerializer
from cards.board.headroom import WINDOWS, Headroom, headrooms_of
from cards.board.sku_bridge import bridge_of


class ProductsDetail(APIView):
    """Listings, products and SKUs side by side, joined to the unit; and the seller's headroom."""

    @documented(ProductsSerializer)
    def get(self, request: Request, slug: str) -> Response:
        at = timezone.now()
        store = counted_store(request.user, slug)
        snapshot = ListingSnapshot.objects.newest_of(store)
        now = StoreNow.objects.select_related("details").get(store=store)
        bridge = bridge_of(now.details)
        headrooms: list[Headroom] = []
        if snapshot is not None and store.product_limit is not None:
            earlier = {
                days: ListingSnapshot.objects.given_at(store, at=at - timedelta(days=days))
                for days in WINDOWS
            }
            headrooms = headrooms_of(store, snapshot, earlier=earlier, at=at)
        return Response(
            {
                "bridge": bridge and bridge.as_json(),
                "headroom": headrooms[0].as_json() if headrooms else None,
                "headrooms": [one.as_json() for one in headrooms],
            }
        )
