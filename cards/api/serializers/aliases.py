"""Decisions about codes and items, for the schema."""

from typing import Any

from rest_framework import serializers


class AliasSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(["same", "bundle", "not_ours", "not_meant"])
    code = serializers.CharField(allow_blank=True)
    item = serializers.CharField(allow_null=True, help_text="The source's own id of it.")
    quantity = serializers.IntegerField()
    why = serializers.CharField()
    made_by = serializers.CharField(allow_null=True)
    made_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_why = serializers.CharField(allow_blank=True)


class AliasEntrySerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(["same", "bundle", "not_ours", "not_meant"])
    code = serializers.CharField(required=False)
    item = serializers.CharField(required=False)
    quantity = serializers.IntegerField(required=False)
    why = serializers.CharField()


class AliasEndSerializer(serializers.Serializer[Any]):
    why = serializers.CharField(help_text="Why it is undone.", required=False)
