"""How long answers take, by place: of all processes of one web server together."""

import time
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from prometheus_client import Histogram

SECONDS: Final = Histogram(
    "nerve_centre_answer_seconds",
    "From the request's coming in to its answer; of a streamed answer to its beginning.",
    ["method", "place", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
METHODS: Final = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}


def latency(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, outermost. A place is an address's pattern, never what somebody typed: else a
    stranger could make as many series as they like."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        method = request.method if request.method in METHODS else "other"
        match = request.resolver_match
        place = match.route if match else "none of ours"
        status = f"{response.status_code // 100}xx"
        SECONDS.labels(method, place, status).observe(time.perf_counter() - began)
        return response

    return middleware
