"""What holds for every answer: its security policy, who may keep it, and that signing in is a page
of its own."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

# Everything a page loads comes from our own server; no inline script or style runs.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return response

    return middleware


def private_by_default(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Nobody between keeps an answer for another reader, unless it says itself who may."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware


def sign_in_on_a_whole_page(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Sends a part of a page, or a form, of somebody whose session has ended to the sign-in page as
    a whole page, and from there back to the page they were on."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        sign_in = resolve_url(settings.LOGIN_URL)
        if not response.headers.get("Location", "").startswith(f"{sign_in}?next="):
            return response
        htmx = HtmxDetails(request)
        if htmx:
            page = htmx.current_url_abs_path
            return HttpResponseClientRedirect(f"{sign_in}?{urlencode({'next': page or '/'})}")
        if request.method not in {"GET", "HEAD"}:
            # What is posted to shows nothing by itself.
            page = page_before(request)
            response.headers["Location"] = f"{sign_in}?{urlencode({'next': page})}"
        return response

    return middleware


def page_before(request: HttpRequest) -> str:
    """The path of our page this request was sent from; the board where that is not known."""
    before = urlsplit(request.headers.get("Referer", ""))
    if (before.scheme, before.netloc) != (request.scheme, request.get_host()):
        return "/"
    return before._replace(scheme="", netloc="", fragment="").geturl() or "/"
