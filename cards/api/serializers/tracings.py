"""A question of what stands behind a number, and its kept answer."""

from typing import Any

from rest_framework import serializers

from cards.models import Tracing
from cards.tracing.archive import SAID
from cards.tracing.questions import KINDS, LONGEST_SUBJECT


class TracingQuestionSerializer(serializers.Serializer[Any]):
    """For the schema; `cards.tracing.archive.asked_from` reads it."""

    subject = serializers.CharField(
        help_text="A card's key, a state such as rejected, a movement such as auditing-rejected, "
        "or the filters of a list such as state=rejected&group=7.",
        max_length=LONGEST_SUBJECT,
    )
    kind = serializers.ChoiceField(choices=KINDS, required=False)
    to = serializers.DateTimeField(required=False, help_text="Left out: now.")
    said = serializers.ChoiceField(
        choices=[one for one in SAID if one],
        required=False,
        help_text="What the asker says it did; held against the readings first.",
    )

    def get_fields(self) -> Any:
        since = serializers.DateTimeField(
            required=False, help_text="Left out: seven days before `to`."
        )
        return {"from": since, **super().get_fields()}


class TracingSerializer(serializers.ModelSerializer[Tracing]):
    """`id`, `opening` and `closing` are null where nothing was counted, and else never."""

    id = serializers.IntegerField(read_only=True, allow_null=True)
    opening = serializers.PrimaryKeyRelatedField[Any](read_only=True, allow_null=True)
    closing = serializers.PrimaryKeyRelatedField[Any](read_only=True, allow_null=True)
    store = serializers.SlugRelatedField[Any](read_only=True, slug_field="slug")
    answer = serializers.JSONField(read_only=True, allow_null=True)

    class Meta:
        model = Tracing
        fields = (
            "id",
            "store",
            "subject",
            "kind",
            "said",
            "opening",
            "closing",
            "method",
            "is_strict",
            "status",
            "error",
            "asked_at",
            "begun_at",
            "answered_at",
            "answer",
        )
        read_only_fields = fields


class TracingPageSerializer(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = TracingSerializer(many=True)
