"""What every operation of the schema says about its failures."""

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiParameter, extend_schema

from cards.api.serializers import Error

View = TypeVar("View", bound=Callable[..., Any])

ALWAYS = {
    400: Error,
    401: Error,
    403: Error,
    404: Error,
    405: Error,
    406: Error,
    429: Error,
}


def documented(
    answer: Any,
    *,
    status: int = 200,
    extra: dict[int, Any] | None = None,
    parameters: list[OpenApiParameter] | None = None,
    **kwargs: Any,
) -> Callable[[View], View]:
    """An operation that answers with this shape, or with the one shape of errors."""
    return extend_schema(
        responses={status: answer, **ALWAYS, **(extra or {})}, parameters=parameters, **kwargs
    )


def moment_parameter(name: str, description: str) -> OpenApiParameter:
    return OpenApiParameter(
        name, {"type": "string", "format": "date-time"}, description=description
    )


def text_parameter(name: str, description: str, *, enum: list[str] | None = None) -> Any:
    return OpenApiParameter(name, str, description=description, enum=enum)
