"""Refreshes that were asked for, and how far they have come."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from aliexpress.models import SyncRun


class StatusProgress(serializers.Serializer[Any]):
    status = serializers.CharField()
    declared_before = serializers.IntegerField(allow_null=True)
    declared_after = serializers.IntegerField(allow_null=True)
    listed = serializers.IntegerField()
    pages = serializers.IntegerField()
    pages_expected = serializers.IntegerField()
    duplicates = serializers.IntegerField()
    moved = serializers.IntegerField()


class SyncRequestSerializer(serializers.Serializer[Any]):
    full = serializers.BooleanField(default=False, help_text="Read every list in full.")


class SyncRunSerializer(serializers.ModelSerializer[SyncRun]):
    progress = StatusProgress(many=True, source="status_reads", read_only=True)
    store = serializers.SlugRelatedField[Any](read_only=True, slug_field="slug")
    kind = serializers.ChoiceField(choices=["", *SyncRun.Kind.values], read_only=True)
    error_kind = serializers.ChoiceField(choices=["", *SyncRun.ErrorKind.values], read_only=True)
    error = serializers.SerializerMethodField()

    class Meta:
        model = SyncRun
        fields = (
            "id",
            "store",
            "status",
            "kind",
            "trigger",
            "full_wanted",
            "requested_at",
            "started_at",
            "finished_at",
            "published",
            "snapshot",
            "request_count",
            "error_kind",
            "error",
            "retry_at",
            "progress",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_error(self, run: SyncRun) -> str | None:
        return run.error or None
