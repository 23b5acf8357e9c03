"""Seller Center's own figures beside ours."""

from typing import Any

from rest_framework import serializers

from aliexpress.lifecycle import State
from cards.models import Reconciliation


class EntrySerializer(serializers.Serializer[Any]):
    """For the schema; `entry_from` reads it."""

    entered = serializers.IntegerField(min_value=0, help_text="What Seller Center shows.")
    observed_at = serializers.DateTimeField()
    states = serializers.ListField(
        child=serializers.ChoiceField(choices=State.choices),
        allow_null=True,
        required=False,
        help_text="The state tabs in view; null: no state filter.",
    )
    category = serializers.CharField(required=False, allow_blank=True, max_length=200)
    includes_drafts = serializers.BooleanField(required=False, default=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class ExplanationSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    sentence = serializers.CharField()
    accounts_for = serializers.IntegerField(allow_null=True)
    direction = serializers.CharField(allow_blank=True)
    what_to_do = serializers.CharField(allow_blank=True)


class ReconciliationSerializer(serializers.ModelSerializer[Reconciliation]):
    store = serializers.SlugRelatedField[Any](read_only=True, slug_field="slug")
    by = serializers.SlugRelatedField[Any](read_only=True, slug_field="username")
    states = serializers.ListField(child=serializers.CharField(), allow_null=True, read_only=True)
    explanations = ExplanationSerializer(many=True, read_only=True)

    class Meta:
        model = Reconciliation
        fields = (
            "id",
            "store",
            "by",
            "created_at",
            "entered",
            "observed_at",
            "states",
            "category",
            "includes_drafts",
            "note",
            "snapshot",
            "computed",
            "difference",
            "explanations",
            "unexplained",
            "status",
            "counted_at",
            "is_settled",
            "reopened_at",
        )
        read_only_fields = fields


class ReconciliationPageSerializer(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ReconciliationSerializer(many=True)
