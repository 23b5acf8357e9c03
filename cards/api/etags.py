"""Conditional answers: a reader that has the newest gets 304 and no body."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

_MARKED: Final = re.compile(r'(?<![-;])[-;]+(?:gzip|deflate|br|zstd)"')


def conditional_json(request: Request, told: Mapping[str, Any]) -> HttpResponse:
    return conditional(request, Response(told), content=JSONRenderer().render(told))


def conditional(
    request: Request | HttpRequest, response: HttpResponse, *, content: bytes
) -> HttpResponse:
    """The response, or a 304 when the request already holds this content."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    # One address, another answer for another reader.
    patch_vary_headers(response, ["Accept", "Authorization", "Cookie"])
    held = request.META.get("HTTP_IF_NONE_MATCH")
    if held:
        # Servers before ours mark the ETag of what they compress, as Apache does with "-gzip", and
        # hand the mark on to us.
        request.META["HTTP_IF_NONE_MATCH"] = _MARKED.sub('"', held)
    return get_conditional_response(request, etag=etag, response=response) or response
