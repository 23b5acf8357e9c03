"""A line of the log for each request, and the id that travels to whatever the request starts."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from uuid import uuid4

import structlog
from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.functional import LazyObject
from structlog.contextvars import (
    bind_contextvars,
    bound_contextvars,
    clear_contextvars,
    get_contextvars,
)

logger = structlog.get_logger(__name__)


def request_log(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. Whose address a request came from visitors.py has told. Measured: the library's
    own, with its signals, costs a reading over the API a sixth more."""

    def middleware(request: HttpRequest) -> HttpResponse:
        bind_contextvars(request_id=str(uuid4()), ip=request.META.get("REMOTE_ADDR") or None)
        try:
            response = get_response(request)
            if not hasattr(request, "has_failed"):
                logger.log(
                    logging.ERROR if response.status_code >= 500 else logging.INFO,
                    "request_finished",
                    code=response.status_code,
                    **told_of(request),
                )
            if isinstance(response, StreamingHttpResponse):
                parts: Any = response.streaming_content
                response.streaming_content = as_of_the_request(get_contextvars(), parts)
            return response
        finally:
            clear_contextvars()

    return middleware


def told_of(request: HttpRequest) -> dict[str, Any]:
    """Who asks is said once it is known: to find it out would ask the database, once more where
    that has just failed."""
    told: dict[str, Any] = {"request": f"{request.method} {request.path}"}
    user = getattr(request, "user", None)
    if user is not None and (not isinstance(user, LazyObject) or hasattr(request, "_cached_user")):
        told["user_id"] = user.pk
    return told


def as_of_the_request(context: Mapping[str, Any], parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts of an answer that is sent when the request is over: their lines have its id."""
    with bound_contextvars(**context):
        try:
            yield from parts
        except Exception:
            logger.exception("streaming_failed")
            raise


def failed(request: HttpRequest, **_: Any) -> None:
    """In place of the line that would say how it ended."""
    request.has_failed = True  # type: ignore[attr-defined]
    logger.exception("request_failed", code=500, **told_of(request))


got_request_exception.connect(failed, dispatch_uid="request_log")
