"""Listings behind a number."""

from typing import Any

from rest_framework import serializers

from aliexpress.models import Listing


class ListingSerializer(serializers.ModelSerializer[Listing]):
    aliexpress_url = serializers.CharField(read_only=True)
    price_kind = serializers.ChoiceField(
        choices=["selling", "supply"],
        read_only=True,
        help_text="What a buyer pays, or what the seller gets for it: the two do not compare.",
    )
    state_since_at = serializers.DateTimeField(
        read_only=True,
        allow_null=True,
        help_text="Null in a list of the past for a listing that has moved since.",
    )

    class Meta:
        model = Listing
        fields = (
            "product_id",
            "state",
            "status",
            "offline_reason",
            "audit_failure_reason",
            "subject",
            "image_url",
            "group_id",
            "currency",
            "min_price",
            "max_price",
            "price_kind",
            "gmt_create",
            "gmt_modified",
            "ws_offline_date",
            "created_at",
            "modified_at",
            "offline_at",
            "unreadable",
            "first_seen_at",
            "state_after_at",
            "state_since_at",
            "aliexpress_url",
        )
        read_only_fields = fields


class ListingPageSerializer(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ListingSerializer(many=True)
