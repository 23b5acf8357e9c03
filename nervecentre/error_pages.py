"""Error answers outside every view: JSON under /api/, pages elsewhere."""

import sys
from collections.abc import Callable

from axes.helpers import get_cool_off
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.views import defaults

from aliexpress.refresh import StoreBusy
from cards.pages.moment_words import stretch
from nervecentre.middleware import page_before

API_PREFIX = "/api/"
DATABASE_AWAY = (
    "The database does not answer just now; no number was changed. Ask again in a few seconds."
)
RETRY_AFTER_SECONDS = "5"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not wants_json(request):
        return defaults.bad_request(request, exception)
    return json_error("bad_request", "The request could not be understood.", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not wants_json(request):
        return defaults.permission_denied(request, exception)
    return json_error("forbidden", "This is not allowed with these credentials.", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not wants_json(request):
        return defaults.page_not_found(request, exception)
    return json_error("not_found", "There is nothing here, or it is not yours to see.", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 for what passes by itself, else 500."""
    error = sys.exc_info()[1]
    if isinstance(error, StoreBusy):
        return unavailable_page(request, "busy", str(error))
    if isinstance(error, OperationalError | InterfaceError):
        return unavailable_page(request, "unavailable", DATABASE_AWAY)
    if not wants_json(request):
        return defaults.server_error(request)
    return json_error(
        "server_error",
        "Something went wrong on our side; no number was changed. Ask again in a moment.",
        status=500,
    )


def page_for_bare_answers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. A refusal without a word, as Django's of a method an address does not take, gets
    a page that says what to do."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code < 400 or response.streaming or response.content:
            return response
        shown = render(request, "refused.html", {"page": page_before(request)})
        response.content = shown.content
        response.headers["Content-Type"] = shown.headers["Content-Type"]
        return response

    return middleware


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form did not carry the token of this browser's session (Django's CSRF_FAILURE_VIEW)."""
    if wants_json(request):
        return json_error("forbidden", "This is not allowed with these credentials.", status=403)
    return render(request, "form_refused.html", {"page": page_before(request)}, status=403)


def locked_out(request: HttpRequest, *_: object) -> HttpResponse:
    """Too many wrong passwords for a name from one address (AXES_LOCKOUT_CALLABLE)."""
    cool_off = get_cool_off(request)
    context = {
        "wait": stretch(int(cool_off.total_seconds())) if cool_off else "",
        "contact": settings.OPERATIONS_CONTACT,
    }
    return render(request, "registration/locked.html", context, status=429)


def unavailable_page(request: HttpRequest, code: str, sentence: str) -> HttpResponse:
    response = (
        json_error(code, sentence, status=503)
        if wants_json(request)
        else HttpResponse(loader.render_to_string("503.html", {"sentence": sentence}), status=503)
    )
    response.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith(API_PREFIX)


def json_error(code: str, message: str, *, status: int) -> JsonResponse:
    return JsonResponse({"error": {"code": code, "message": message}}, status=status)
