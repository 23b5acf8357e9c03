"""Alerts and what became of them."""

from typing import Any

from rest_framework import serializers

from cards.models import Alert, AlertEvent, AlertRule


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


class AlertRuleSerializer(serializers.ModelSerializer[AlertRule]):
    card = serializers.SlugRelatedField[Any](read_only=True, slug_field="key")
    store = serializers.SlugRelatedField[Any](read_only=True, slug_field="slug")
    people = serializers.SlugRelatedField[Any](read_only=True, slug_field="username", many=True)

    class Meta:
        model = AlertRule
        fields = ("id", "card", "store", "trigger", "tells", "people", "created_at")
        read_only_fields = fields


class AlertRuleEntrySerializer(serializers.Serializer[Any]):
    """For the schema; `ask_for` reads it."""

    card = serializers.CharField()
    store = serializers.CharField(
        required=False, allow_blank=True, help_text="Its slug; left out: every store of yours."
    )
    trigger = serializers.CharField(
        help_text='One, such as "above 150", "falls by 5% in 7d", "stale", "missing", "failing".'
    )
    tells = serializers.ChoiceField(choices=AlertRule.Tells.choices, required=False)
    people = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Names, where tells is chosen."
    )
