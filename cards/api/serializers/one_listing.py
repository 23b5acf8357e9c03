"""One listing with everything known of it."""

from typing import Any

from rest_framework import serializers

from aliexpress.lifecycle import State
from aliexpress.models import ListingProblem, ListingSku
from cards.api.serializers.listings import ListingSerializer
from cards.listings.timeline import Stage
from cards.models import WorkItem


class StageSerializer(serializers.Serializer[Stage]):
    """Newest first; state null: in no list."""

    state = serializers.ChoiceField(choices=State.choices, allow_null=True)
    status = serializers.CharField(allow_blank=True)
    offline_reason = serializers.CharField(allow_blank=True)
    audit_failure_reason = serializers.CharField(allow_blank=True)
    after_at = serializers.DateTimeField(allow_null=True)
    by_at = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    snapshot = serializers.IntegerField(allow_null=True)


class SkuSerializer(serializers.ModelSerializer[ListingSku]):
    class Meta:
        model = ListingSku
        fields = ("sku_id", "code", "price", "currency", "stock", "barcode")
        read_only_fields = fields


class ProblemSerializer(serializers.ModelSerializer[ListingProblem]):
    class Meta:
        model = ListingProblem
        fields = ("kind", "description", "suggestion")
        read_only_fields = fields


class WorkOfListingSerializer(serializers.ModelSerializer[WorkItem]):
    assignee = serializers.SlugRelatedField[Any](read_only=True, slug_field="username")

    class Meta:
        model = WorkItem
        fields = ("id", "title", "assignee", "due_on", "closed_at")
        read_only_fields = fields


class NoteOfListingSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    by = serializers.CharField(allow_blank=True)
    text = serializers.CharField()
    work = serializers.IntegerField(
        allow_null=True, help_text="The work item it was said of; null: of the listing itself."
    )


class ListingWholeSerializer(serializers.Serializer[Any]):
    listing = ListingSerializer()
    gone_at = serializers.DateTimeField(allow_null=True)
    editor_url = serializers.CharField(allow_blank=True)
    why = serializers.ListField(child=serializers.CharField(), help_text="What is wrong with it.")
    to_do = serializers.ListField(child=serializers.CharField())
    missing_attributes = serializers.ListField(child=serializers.CharField())
    problems = ProblemSerializer(many=True)
    skus = SkuSerializer(many=True)
    timeline = StageSerializer(many=True)
    work = WorkOfListingSerializer(many=True)
    notes = NoteOfListingSerializer(many=True, help_text="Newest first.")
