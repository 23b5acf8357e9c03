"""A history, with the marks on it."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from cards.api.serializers.readings import CoverageSerializer
from cards.formats import moment_text
from cards.history.history import History
from cards.measures import Measured
from cards.models import Annotation


class AnnotationSerializer(serializers.ModelSerializer[Annotation]):
    by = serializers.SlugRelatedField[Any](read_only=True, slug_field="username")

    class Meta:
        model = Annotation
        fields = ("id", "at", "text", "by", "created_at")
        read_only_fields = fields


class MarkSerializer(serializers.Serializer[Any]):
    """For the schema; `annotate` reads it."""

    at = serializers.DateTimeField(help_text="The moment it is about.")
    text = serializers.CharField(max_length=200)


class PointSerializer(serializers.Serializer[Any]):
    snapshot = serializers.IntegerField()
    as_of = serializers.DateTimeField()
    known_until = serializers.DateTimeField()
    verdict = serializers.CharField()
    value = serializers.FloatField(
        allow_null=True, help_text="The card's value; null where the point does not tell it."
    )
    coverage = CoverageSerializer(
        allow_null=True, help_text="Of how many the value knows what it needs; null: of all."
    )
    total = serializers.IntegerField()
    breakdown = serializers.DictField(child=serializers.IntegerField())


class GapSerializer(serializers.Serializer[Any]):
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()


class HistorySerializer(serializers.Serializer[Any]):
    """`from` and `to` as asked; `interval` in seconds."""

    card = serializers.CharField()
    store = serializers.CharField()
    interval = serializers.IntegerField()
    points = PointSerializer(many=True)
    gaps = GapSerializer(many=True)
    annotations = AnnotationSerializer(many=True)

    def get_fields(self) -> Any:
        bounds = {"from": serializers.DateTimeField(), "to": serializers.DateTimeField()}
        return {**bounds, **super().get_fields()}


def history_json(
    found: History,
    *,
    card: str,
    store: str,
    values: list[Measured],
    marks: QuerySet[Annotation],
) -> dict[str, Any]:
    """`values`: the card's, in the order of the points."""
    return {
        "from": moment_text(found.start),
        "to": moment_text(found.end),
        "card": card,
        "store": store,
        "interval": int(found.interval.total_seconds()),
        "points": [
            {
                "snapshot": point.snapshot,
                "as_of": moment_text(point.as_of),
                "known_until": moment_text(point.known_until),
                "verdict": point.verdict,
                "value": measured.value,
                "coverage": measured.coverage and measured.coverage.as_json(),
                "total": point.total,
                "breakdown": point.counts,
            }
            for point, measured in zip(found.points, values, strict=True)
        ],
        "annotations": AnnotationSerializer(marks, many=True).data,
        "gaps": [
            {"start": moment_text(gap.start), "end": moment_text(gap.end)} for gap in found.gaps
        ],
    }
