"""Static files under addresses that name their content, so that a browser asks for each once."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest, HttpResponse

VERSION: Final = "v"  # the parameter of an address that names the content
FOR_GOOD: Final = "public, max-age=31536000, immutable"
LETTERS: Final = 12  # of the digest, in hexadecimal


@cache
def digest_of(name: str) -> str:
    """Of the content of a static file; "" where there is no such file."""
    found = finders.find(name)
    return sha256(Path(found).read_bytes()).hexdigest()[:LETTERS] if found else ""


class VersionedFiles(StaticFilesStorage):
    """Writes an address with the digest of its file: centre.css?v=1f2e3d4c5b6a. While a developer
    changes files, without."""

    def url(self, name: str | None) -> str:
        address = super().url(name)
        digest = "" if settings.DEBUG or not name else digest_of(name)
        return f"{address}?{VERSION}={digest}" if digest else address


def kept_for_good(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. A file asked for by the digest of what is served is kept for good; by another
    one, as a page of another release asks, for as long as one without."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        asked = request.GET.get(VERSION) if request.path.startswith(settings.STATIC_URL) else None
        if asked and asked == digest_of(request.path.removeprefix(settings.STATIC_URL)):
            response.headers["Cache-Control"] = FOR_GOOD
        return response

    return middleware
