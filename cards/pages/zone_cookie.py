"""The zone a browser says its reader's clock stands in, kept once it is new."""

from collections.abc import Callable
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse

from cards.reader_zone import keep_zone, zone_called

COOKIE = "zone"  # as static/cards/zone.js sets it


def zone_cookie(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. The session remembers what was kept, so that a page writes nothing else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        zone = unquote(request.COOKIES.get(COOKIE, ""))
        if (
            zone_called(zone)
            and response.status_code < 400
            and request.user.is_authenticated
            and request.session.get(COOKIE) != zone
        ):
            keep_zone(request.user, zone)
            request.session[COOKIE] = zone
        return response

    return middleware
