"""Answers a request with a key of the API by a shorter way: past what only browsers need."""

import threading
import time
from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.core.handlers.exception import convert_exception_to_response
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.common import CommonMiddleware
from django.urls import resolve

from cards.api.authentication import carries_key
from nervecentre.request_log import request_log

API: Final = "/api/v1/"
MCP: Final = ("/mcp", "/mcp/")
# In the order they have in MIDDLEWARE. What is left out: files, sessions and with them messages and
# who is signed in, CSRF tokens (a key is no cookie, which a browser would send for a stranger's
# page), htmx, and attempts to sign in.
KEPT: Final[tuple[Any, ...]] = (CommonMiddleware, XFrameOptionsMiddleware, request_log)

LIVES_SECONDS: Final = 1.0

Handler = Callable[[HttpRequest], HttpResponse]


class LookedAt(threading.local):
    """When the database last answered on this thread, which has a connection of its own; by the
    monotonic clock."""

    at = 0.0


def short_lane(get_response: Handler) -> Handler:
    """Middleware. Measured: the whole way costs a reading more than its statements do.

    Who sends a key is known by it or by nothing: no session is looked at, whatever cookies say.
    """
    looked_at = LookedAt()
    lane: Handler = answer_of
    for kept in reversed(KEPT):
        lane = kept(convert_exception_to_response(lane))

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if not ((path.startswith(API) or path in MCP) and carries_key(request)):
            return get_response(request)
        request.user = AnonymousUser()  # until the key was looked up
        # What answered a moment ago is not asked first whether it lives.
        database: Any = connection
        database.health_check_done = time.monotonic() - looked_at.at < LIVES_SECONDS
        try:
            response = lane(request)
        finally:
            looked_at.at = 0.0 if database.errors_occurred else time.monotonic()
        return response

    return middleware


def answer_of(request: HttpRequest) -> Any:
    """What the view says. Every address under API is one of its own, if only for its 404."""
    match = request.resolver_match = resolve(request.path_info)
    response = match.func(request, *match.args, **match.kwargs)
    return response.render() if hasattr(response, "render") else response
