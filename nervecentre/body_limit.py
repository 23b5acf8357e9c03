"""The most that may be sent at once: more is refused before it is read, whoever sends it."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nervecentre.error_pages import json_error, wants_json
from nervecentre.middleware import page_before

MOST_BYTES: Final = 65 * 2**20  # a file of 64 MB, and the form around it
TOO_MUCH: Final = f"What was sent has more than {MOST_BYTES // 2**20} MB. Nothing was read of it."


def body_limit(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. Django itself keeps a file of any size on the disk before a view is asked."""

    def middleware(request: HttpRequest) -> HttpResponse:
        told = request.META.get("CONTENT_LENGTH") or ""
        if not told.isdecimal() or int(told) <= MOST_BYTES:
            return get_response(request)
        if wants_json(request):
            return json_error("too_large", TOO_MUCH, status=413)
        context = {"page": page_before(request), "sentence": TOO_MUCH}
        return render(request, "refused.html", context, status=413)

    return middleware
