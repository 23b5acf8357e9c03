"""What stood in the way."""

from typing import Any

from rest_framework import serializers


class ErrorDetail(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField(help_text="One sentence for people.")
    fields = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), required=False
    )


class Error(serializers.Serializer[Any]):
    error = ErrorDetail()
