"""Alerts and what became of them."""

from typing import Any

from rest_framework import serializers

from cards.models import Alert, AlertEvent


class AlertEventSerializer(serializers.ModelSerializer[AlertEvent]):
    by = serializers.SlugRelatedField[Any](read_only=True, slug_field="username")

    class Meta:
        model = AlertEvent
        fields = ("kind", "at", "by", "text", "value", "snapshot")
        read_only_fields = fields


class AlertSerializer(serializers.ModelSerializer[Alert]):
    card = serializers.SlugRelatedField[Any](read_only=True, slug_field="key")
    store = serializers.SlugRelatedField[Any](read_only=True, slug_field="slug")
    acknowledged_by = serializers.SlugRelatedField[Any](read_only=True, slug_field="username")
    events = AlertEventSerializer(many=True, read_only=True)

    class Meta:
        model = Alert
        fields = (
            "id",
            "card",
            "store",
            "trigger",
            "sentence",
            "value",
            "snapshot",
            "opened_at",
            "updated_at",
            "closed_at",
            "acknowledged_at",
            "acknowledged_by",
            "events",
        )
        read_only_fields = fields


class AlertPageSerializer(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = AlertSerializer(many=True)


class NoteSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=2000)
