"""Questions and answers, for the schema."""

from typing import Any

from rest_framework import serializers


class QuestionSerializer(serializers.Serializer[Any]):
    """For the schema; the view reads it."""

    question = serializers.CharField(max_length=200)
    store = serializers.SlugField()
    previous = serializers.CharField(
        required=False, allow_blank=True, help_text="The token of the answer before."
    )
    at = serializers.DateTimeField(required=False, help_text="Left out: now.")


class ClosedQuerySerializer(serializers.Serializer[Any]):
    query = serializers.DictField(help_text="A closed query, as answers carry it.")
    store = serializers.SlugField()
    at = serializers.DateTimeField(required=False, help_text="Left out: now.")


class ReceiptSerializer(serializers.Serializer[Any]):
    said = serializers.FloatField()
    snapshot = serializers.IntegerField()
    as_of = serializers.DateTimeField()
    verdict = serializers.CharField()
    store = serializers.SlugField()
    listings = serializers.CharField(allow_null=True)


class AnsweredSentenceSerializer(serializers.Serializer[Any]):
    text = serializers.CharField()
    numbers = ReceiptSerializer(many=True)


class OfferSerializer(serializers.Serializer[Any]):
    read_as = serializers.CharField()
    notation = serializers.CharField()
    query = serializers.DictField()


class AnswerSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=["answered", "ask", "cannot_tell", "not_understood"])
    question = serializers.CharField()
    store = serializers.SlugField()
    at = serializers.DateTimeField()
    read_as = serializers.CharField(allow_null=True)
    query = serializers.DictField(allow_null=True)
    notation = serializers.CharField()
    fixed = serializers.ListField(child=serializers.DictField())
    unused = serializers.ListField(child=serializers.CharField())
    kind = serializers.CharField(allow_null=True)
    because = serializers.CharField(allow_null=True)
    needed = serializers.CharField(allow_null=True)
    sentences = AnsweredSentenceSerializer(many=True)
    assumed = serializers.ListField(child=serializers.CharField())
    table = serializers.ListField(child=serializers.DictField())
    links = serializers.ListField(child=serializers.DictField())
    offers = OfferSerializer(many=True)
    translated = OfferSerializer(allow_null=True)
    next = serializers.ListField(child=serializers.CharField())
    previous = serializers.CharField(allow_null=True)
    link = serializers.CharField()
