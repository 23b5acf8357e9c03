"""The way of a request that carries a key of the API: past what is there for browsers."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from cards.api.authentication import carries_key

API: Final = "/api/v1/"
MCP: Final = ("/mcp", "/mcp/")


def api_lane(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what comes after it in MIDDLEWARE a key passes. Those are sessions and with them
    messages and who is signed in, CSRF tokens (a key is no cookie, which a browser would send for a
    stranger's page), htmx, and attempts to sign in.

    Who sends a key is known by it or by nothing: no session is looked at, whatever cookies say.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if not ((path.startswith(API) or path in MCP) and carries_key(request)):
            return get_response(request)
        request.user = AnonymousUser()  # until the key was looked up
        answer: HttpResponse = answer_of(request)
        return answer

    return middleware


def answer_of(request: HttpRequest) -> Any:
    """What the view says. Every address under API is one of its own, if only for its 404."""
    match = request.resolver_match = resolve(request.path_info)
    response = match.func(request, *match.args, **match.kwargs)
    return response.render() if hasattr(response, "render") else response
