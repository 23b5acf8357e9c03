"""Listings, products and SKUs, and the seller's headroom: for the schema."""

from typing import Any

from rest_framework import serializers


class SkuBridgeSerializer(serializers.Serializer[Any]):
    """listings = listings_not_read + listings_without_skus + listings_with_one_sku +
    listings_with_several_skus; skus = those with one + those with several + further_skus."""

    snapshot = serializers.IntegerField()
    as_of = serializers.DateTimeField()
    listings = serializers.IntegerField()
    products = serializers.IntegerField(help_text="A listing is one product of AliExpress.")
    skus = serializers.IntegerField()
    skus_known_of = serializers.IntegerField(help_text="Of so many listings they are known.")
    listings_not_read = serializers.IntegerField()
    listings_without_skus = serializers.IntegerField()
    listings_with_one_sku = serializers.IntegerField()
    listings_with_several_skus = serializers.IntegerField()
    further_skus = serializers.IntegerField(help_text="Beyond the first of their listing.")
    is_at_least = serializers.BooleanField()


class HeadroomSerializer(serializers.Serializer[Any]):
    """AliExpress counts products on sale and in auditing against the limit. `shop` is null where
    the POP shop is the account's only one."""

    shop = serializers.CharField(allow_null=True)
    limit = serializers.IntegerField()
    told_at = serializers.DateTimeField(allow_null=True)
    taken = serializers.IntegerField()
    left = serializers.IntegerField()
    days = serializers.IntegerField(allow_null=True, help_text="Of the flow `net` is of.")
    net = serializers.IntegerField(allow_null=True)
    reached_at = serializers.DateTimeField(allow_null=True)
    sentence = serializers.CharField()


class ProductsSerializer(serializers.Serializer[Any]):
    """`bridge` is null while no SKU was counted, `headroom` where AliExpress tells no limit: it is
    the first of `headrooms`, which has one for each counted shop."""

    bridge = SkuBridgeSerializer(allow_null=True)
    headroom = HeadroomSerializer(allow_null=True)
    headrooms = HeadroomSerializer(many=True)
