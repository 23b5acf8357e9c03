"""Conditional answers: a reader that has the newest gets 304 and no body."""

import hashlib

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework.request import Request


def conditional(request: Request, response: HttpResponse, *, content: bytes) -> HttpResponse:
    """The response, or a 304 when the request already holds this content."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    # One address, another answer for another reader.
    patch_vary_headers(response, ["Accept", "Authorization", "Cookie"])
    held = request.META.get("HTTP_IF_NONE_MATCH")
    if held:
        # Apache marks the ETag of what it compresses, and hands the mark on to us.
        request.META["HTTP_IF_NONE_MATCH"] = held.replace('-gzip"', '"')
    return get_conditional_response(request, etag=etag, response=response) or response
