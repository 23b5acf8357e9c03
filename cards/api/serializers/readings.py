"""Readings, and the sums of stores."""

from typing import Any

from rest_framework import serializers

from cards.readings.reading import SENTIMENT_WORDS


class EvidenceRow(serializers.Serializer[Any]):
    """The proof of one AliExpress status; `declared` is null where AliExpress has no list.
    `shop` is told where the account has others than its POP shop. A row that is `compared` holds
    two lists against each other and adds nothing: those of two shops, or the listings marked
    semi-managed and AliExpress's own list of those."""

    status = serializers.CharField()
    shop = serializers.CharField(required=False)
    other_shop = serializers.CharField(required=False)
    joined = serializers.IntegerField(required=False)
    marked = serializers.IntegerField(required=False, allow_null=True)
    in_no_list_count = serializers.IntegerField(required=False)
    declared = serializers.IntegerField(allow_null=True)
    listed = serializers.IntegerField()
    pages = serializers.IntegerField()
    duplicates = serializers.IntegerField()
    moved = serializers.IntegerField()
    read = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)


class AttemptSerializer(serializers.Serializer[Any]):
    status = serializers.CharField()
    finished_at = serializers.DateTimeField()
    error = serializers.CharField(allow_null=True)
    retry_at = serializers.DateTimeField(allow_null=True)


class PartSerializer(serializers.Serializer[Any]):
    card = serializers.CharField()
    value = serializers.IntegerField()


class RatioSerializer(serializers.Serializer[Any]):
    """Both integers are of one snapshot; `value` is null where there is nothing to divide by."""

    numerator = PartSerializer()
    denominator = PartSerializer()
    snapshot = serializers.IntegerField()
    value = serializers.FloatField(allow_null=True, help_text="In percent.")


class CoverageSerializer(serializers.Serializer[Any]):
    known = serializers.IntegerField()
    of = serializers.IntegerField()
    is_short = serializers.BooleanField()
    sentence = serializers.CharField()
    because = serializers.CharField(
        allow_null=True, help_text="What stands in the way of the rest."
    )


class WindowSerializer(serializers.Serializer[Any]):
    """After `from` and by `to`."""

    to = serializers.DateTimeField()
    known_since = serializers.DateTimeField(allow_null=True)

    def get_fields(self) -> Any:
        return {"from": serializers.DateTimeField(), **super().get_fields()}


class RowSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    words = serializers.CharField()
    value = serializers.FloatField()
    unit = serializers.CharField()


class ReviewBucketSerializer(serializers.Serializer[Any]):
    """Longer than `over_days` and at most `up_to_days`; null: no bound."""

    over_days = serializers.IntegerField(allow_null=True)
    up_to_days = serializers.IntegerField(allow_null=True)
    count = serializers.IntegerField()


class ReviewsSerializer(serializers.Serializer[Any]):
    """Listings in auditing. The usual times are null while too few reviews are known, and
    everything is while there is no complete reading."""

    as_of = serializers.DateTimeField(allow_null=True)
    total = serializers.IntegerField(allow_null=True)
    buckets = ReviewBucketSerializer(many=True)
    reviews_known = serializers.IntegerField()
    usual_seconds = serializers.IntegerField(allow_null=True, help_text="The median.")
    nine_in_ten_seconds = serializers.IntegerField(
        allow_null=True, help_text="Nine in ten reviews end within this time."
    )
    stuck = serializers.IntegerField(
        allow_null=True, help_text="Longer in auditing than nine in ten reviews take."
    )
    sentence = serializers.CharField()


class ShopsCoveredSerializer(serializers.Serializer[Any]):
    """Of how many of the account's shops the reading tells."""

    counted = serializers.IntegerField()
    of = serializers.IntegerField()
    is_short = serializers.BooleanField()
    sentence = serializers.CharField()
    shops = serializers.ListField(child=serializers.DictField())


class ReadingSerializer(serializers.Serializer[Any]):
    """For the schema; `Reading.as_json` writes it."""

    card = serializers.CharField()
    store = serializers.CharField()
    value = serializers.FloatField(
        allow_null=True, help_text="A whole number where the unit is count."
    )
    unit = serializers.CharField()
    as_of = serializers.DateTimeField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    stale = serializers.BooleanField()
    verdict = serializers.ChoiceField(choices=["complete", "disputed", "none"])
    snapshot = serializers.IntegerField(allow_null=True)
    sentiment = serializers.ChoiceField(choices=list(SENTIMENT_WORDS))
    reason = serializers.CharField(help_text="Why the sentiment is what it is.")
    breakdown = serializers.DictField(child=serializers.IntegerField())
    evidence = EvidenceRow(many=True)
    shops = ShopsCoveredSerializer(
        allow_null=True, help_text="Null where the account has its POP shop alone."
    )
    remark = serializers.CharField(allow_null=True)
    note = serializers.CharField(
        allow_null=True, help_text="Why there is no value though there is a snapshot."
    )
    ratio = RatioSerializer(allow_null=True)
    beside = RatioSerializer(many=True, help_text="Other shares of the same snapshot.")
    coverage = CoverageSerializer(
        allow_null=True, help_text="Of how many listings the card knows what it needs."
    )
    window = WindowSerializer(allow_null=True)
    rows = RowSerializer(many=True)
    last_attempt = AttemptSerializer(allow_null=True)


class StoreOfSum(serializers.Serializer[Any]):
    store = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    coverage = CoverageSerializer(allow_null=True)
    as_of = serializers.DateTimeField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    stale = serializers.BooleanField()
    verdict = serializers.ChoiceField(choices=["complete", "disputed", "none"])
    snapshot = serializers.IntegerField(allow_null=True)


class RollUpSerializer(serializers.Serializer[Any]):
    """For the schema; `RollUp.as_json` writes it."""

    card = serializers.CharField()
    unit = serializers.CharField()
    value = serializers.FloatField(
        allow_null=True,
        help_text="The sum of what is known; of a share, that of the numerators in percent of that "
        "of the denominators; null where nothing is known.",
    )
    numerator = serializers.IntegerField(allow_null=True, help_text="Of a share.")
    denominator = serializers.IntegerField(allow_null=True, help_text="Of a share.")
    is_at_least = serializers.BooleanField(
        help_text="A store has no complete reading, so the true sum may be more."
    )
    oldest_confirmed_at = serializers.DateTimeField(allow_null=True)
    stores = StoreOfSum(many=True)
