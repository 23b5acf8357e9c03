"""What to do about a store today."""

from typing import Any

from rest_framework import serializers


class SentenceSerializer(serializers.Serializer[Any]):
    rule = serializers.CharField()
    store = serializers.CharField()
    sentence = serializers.CharField()
    listings = serializers.IntegerField(help_text="How many listings are at stake.")
    link = serializers.CharField(help_text="The page where it is done.")


class TodaySerializer(serializers.Serializer[Any]):
    """`nothing` is a sentence where there is nothing to do, else empty."""

    store = serializers.CharField()
    at = serializers.DateTimeField()
    sentences = SentenceSerializer(many=True)
    nothing = serializers.CharField(allow_blank=True)
