"""Every error of the API has one shape:

{"error": {"code": "not_found", "message": "One sentence.", "fields": {"state": ["…"]}}}

`fields` only where particular fields are wrong.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from aliexpress.refresh import StoreBusy
from aliexpress.typed.bad_input import BadInput
from cards.access import NOT_FOUND

_SENTENCES: dict[type[exceptions.APIException], str] = {
    exceptions.ParseError: "The body is not valid JSON.",
    exceptions.NotAuthenticated: "Send an API key as Authorization: Bearer <key>, or sign in.",
    exceptions.MethodNotAllowed: "This address does not take this method; see Allow.",
    exceptions.NotAcceptable: "This address answers in JSON: accept application/json.",
    exceptions.UnsupportedMediaType: "Send the body as JSON, with Content-Type: application/json.",
    exceptions.Throttled: "Too many requests from you: wait as long as Retry-After says.",
}


class _Busy(exceptions.APIException):
    status_code = 503
    default_code = "busy"
    wait = 4  # Retry-After says five seconds


def one_error_shape(error: Exception, context: dict[str, Any]) -> Response | None:
    """None for what is not an answer but a defect: that becomes the 500 of the whole site."""
    if isinstance(error, BadInput):
        error = exceptions.ValidationError({error.field: [str(error)]})
    elif isinstance(error, StoreBusy):
        error = _Busy(str(error))
    elif isinstance(error, Http404):
        error = exceptions.NotFound(NOT_FOUND)
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    headers = {}
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if (wait := getattr(error, "wait", None)) is not None:
        headers["Retry-After"] = str(int(wait) + 1)
    return Response(_body(error), status=error.status_code, headers=headers)


def _body(error: exceptions.APIException) -> dict[str, Any]:
    if isinstance(error, exceptions.ValidationError):
        fields = error.detail if isinstance(error.detail, dict) else {"request": error.detail}
        first = next(iter(fields.values()), ["The request is not valid."])
        message = str(first[0] if isinstance(first, list) else first)
        return {"error": {"code": "invalid", "message": message, "fields": fields}}
    code = error.get_codes()
    message = next(
        (words for kind, words in _SENTENCES.items() if isinstance(error, kind)), str(error.detail)
    )
    return {"error": {"code": code if isinstance(code, str) else "error", "message": message}}
