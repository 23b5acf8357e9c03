"""Cards and stores."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from aliexpress.models import Store
from aliexpress.models.warnings import warnings_of
from cards.models import Card


class Sibling(serializers.Serializer[Any]):
    card = serializers.CharField()
    why = serializers.CharField()


class ReconcilingNote(serializers.Serializer[Any]):
    reason = serializers.CharField()
    direction = serializers.CharField()
    what_to_do = serializers.CharField()


class Reconciling(serializers.Serializer[Any]):
    where = serializers.CharField(required=False)
    notes = ReconcilingNote(many=True, required=False)


class CardSerializer(serializers.ModelSerializer[Card]):
    siblings = serializers.SerializerMethodField()
    reconciling = Reconciling()
    aliases = serializers.ListField(child=serializers.CharField())
    roles = serializers.SlugRelatedField[Any](many=True, read_only=True, slug_field="name")

    class Meta:
        model = Card
        fields = (
            "key",
            "aliases",
            "title",
            "at_a_glance",
            "what_it_counts",
            "sample_type",
            "why_it_matters",
            "reading_the_value",
            "unit",
            "time_window",
            "alert_trigger",
            "sentiment_key",
            "roles",
            "calculation",
            "worked_example",
            "siblings",
            "reconciling",
            "on_board",
            "settings",
            "sentiment_rule",
        )
        read_only_fields = fields

    @extend_schema_field(Sibling(many=True))
    def get_siblings(self, card: Card) -> list[dict[str, str]]:
        """Those the caller may see."""
        return [one for one in card.siblings if one["card"] in self.context["keys"]]


class StoreSerializer(serializers.ModelSerializer[Store]):
    warnings = serializers.SerializerMethodField()

    class Meta:
        model = Store
        fields = (
            "slug",
            "name",
            "is_active",
            "time_zone",
            "sync_interval",
            "counts_drafts",
            "warnings",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_warnings(self, store: Store) -> list[str]:
        """What needs somebody's attention, in sentences; empty where all is well."""
        return warnings_of(store, at=self.context["at"])
