"""What moved between two moments."""

from typing import Any

from rest_framework import serializers


class FlowEnd(serializers.Serializer[Any]):
    snapshot = serializers.IntegerField()
    as_of = serializers.DateTimeField()


class StateFlowSerializer(serializers.Serializer[Any]):
    opening = serializers.IntegerField()
    appeared = serializers.IntegerField()
    vanished = serializers.IntegerField()
    moved_in = serializers.IntegerField()
    moved_out = serializers.IntegerField()
    closing = serializers.IntegerField()


class MoveSerializer(serializers.Serializer[Any]):
    """Null is nowhere: appeared, or vanished."""

    to = serializers.CharField(allow_null=True)
    count = serializers.IntegerField()

    def get_fields(self) -> Any:
        return {"from": serializers.CharField(allow_null=True), **super().get_fields()}


class FlowSerializer(serializers.Serializer[Any]):
    """For the schema; `Flow.as_json` writes it."""

    to = FlowEnd()
    states = serializers.DictField(child=StateFlowSerializer())
    moves = MoveSerializer(many=True)
    came_back = serializers.IntegerField(
        help_text="Listings that left their state in between and are in it again."
    )

    def get_fields(self) -> Any:
        return {"from": FlowEnd(), **super().get_fields()}
