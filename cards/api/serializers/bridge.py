"""The bridge and its lists, for the schema."""

from typing import Any

from rest_framework import serializers

from aliexpress.models.bridge_words import FindingKind

# DRF's own fields have a `source` that says where a value comes from; ours is a field.


class SourceSerializer(serializers.Serializer[Any]):
    """What the newest whole read of the source proved."""

    snapshot = serializers.IntegerField()
    kind = serializers.CharField()
    name = serializers.CharField()
    as_of = serializers.DateTimeField()
    read_from = serializers.DateTimeField()
    confirmed_at = serializers.DateTimeField()
    stock_confirmed_at = serializers.DateTimeField(
        allow_null=True, help_text="Of the stock, which may be read oftener than the rest."
    )
    verdict = serializers.ChoiceField(["complete", "disputed"])
    products = serializers.IntegerField()
    items = serializers.IntegerField()
    without_code = serializers.IntegerField()
    refused_lines = serializers.IntegerField()
    tells_stock = serializers.BooleanField()
    digest = serializers.CharField()
    evidence = serializers.DictField()
    remark = serializers.CharField(allow_null=True)


class MovementSerializer(serializers.Serializer[Any]):
    """opening + came - went = closing"""

    side = serializers.ChoiceField(["item", "sku", "listing"])
    part = serializers.CharField()
    opening = serializers.IntegerField()
    came = serializers.IntegerField()
    went = serializers.IntegerField()
    closing = serializers.IntegerField()


class BridgeSerializer(serializers.Serializer[Any]):
    """items = listed + left_out + blank + shared + missing; skus = first + copy + orphan +
    unclear + no_code + bundle; items.listed = skus.first. While `not_read` is more than 0, listed
    is at least and missing at most what is said."""

    tally = serializers.IntegerField()
    as_of = serializers.DateTimeField()
    confirmed_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField()
    followed_from = serializers.DateTimeField(
        help_text="Of the first bridge: what was listed or matched before it is not known."
    )
    verdict = serializers.ChoiceField(["complete", "disputed"])
    is_whole = serializers.BooleanField()
    not_read = serializers.IntegerField(help_text="Listings whose SKU codes are not known yet.")
    outdated = serializers.IntegerField(help_text="Listings with codes of before their last edit.")
    rule_version = serializers.IntegerField()
    source = SourceSerializer()  # type: ignore[assignment]
    snapshot = serializers.IntegerField(help_text="Of the listings.")
    items = serializers.DictField()
    missing = serializers.DictField(
        help_text="waiting and failed say nothing where is_tool_told is false."
    )
    pushed = serializers.IntegerField()
    skus = serializers.DictField()
    listings = serializers.DictField()
    links = serializers.DictField(child=serializers.IntegerField(), help_text="Items by rule.")
    decisions_of_people = serializers.IntegerField()
    settings = serializers.DictField()
    since_yesterday = MovementSerializer(many=True)


class BridgeItemSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    code = serializers.CharField(allow_blank=True)
    name = serializers.CharField(allow_blank=True)


class BridgeEntrySerializer(serializers.Serializer[Any]):
    part = serializers.CharField()
    code = serializers.CharField(allow_blank=True)
    state = serializers.CharField(allow_null=True)
    rule = serializers.CharField(allow_null=True)
    gone_at = serializers.DateTimeField(
        allow_null=True, help_text="Of what is withdrawn its listing, of what was matched its item."
    )
    reason = serializers.CharField(allow_null=True)
    item = BridgeItemSerializer(allow_null=True)
    product = serializers.CharField(allow_null=True)
    listing = serializers.IntegerField(allow_null=True)
    title = serializers.CharField(allow_null=True)
    sku_id = serializers.CharField(allow_null=True)
    sibling = serializers.IntegerField(
        allow_null=True, help_text="A listing of the same product, where one item alone is missing."
    )
    not_meant = serializers.BooleanField()
    mixed = serializers.BooleanField()
    split = serializers.BooleanField()
    partly = serializers.BooleanField()


class BridgeEntryPageSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    results = BridgeEntrySerializer(many=True)


class BridgeFindingSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(FindingKind.values)
    item = BridgeItemSerializer()
    listing = serializers.IntegerField()
    sku_id = serializers.CharField()
    at_the_source = serializers.CharField()
    on_aliexpress = serializers.CharField()
    since = serializers.DateTimeField()
    settled = serializers.BooleanField(
        help_text="Whether it was still so after each side was read again: cards count these."
    )


class BridgeFindingPageSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    items = serializers.IntegerField(help_text="How many items they are about.")
    next = serializers.URLField(allow_null=True)
    results = BridgeFindingSerializer(many=True)


class SourceReadSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    status = serializers.ChoiceField(["queued", "running", "complete", "failed"])
    requested_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    published = serializers.BooleanField()
    error = serializers.CharField(allow_blank=True)


class SourceWholeSerializer(serializers.Serializer[Any]):
    """`source` is null until a read was whole; `last_read` until one ended."""

    kind = serializers.CharField()
    name = serializers.CharField()
    source = SourceSerializer(allow_null=True)  # type: ignore[assignment]
    last_read = SourceReadSerializer(allow_null=True)
