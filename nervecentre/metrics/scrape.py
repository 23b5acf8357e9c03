"""/metrics, for whoever carries the token; for everybody else there is no such page."""

import os
from secrets import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from nervecentre.metrics.gauges import Facts


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """In Prometheus's text format. 404 without `Authorization: Bearer` and METRICS_TOKEN, and
    where no METRICS_TOKEN is set."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    wanted = settings.METRICS_TOKEN
    known = scheme.lower() == "bearer" and compare_digest(token.encode(), wanted.encode())
    if not (wanted and known):
        raise Http404
    facts = CollectorRegistry()
    facts.register(Facts())
    return HttpResponse(
        generate_latest(of_processes()) + generate_latest(facts), content_type=CONTENT_TYPE_LATEST
    )


def of_processes() -> CollectorRegistry:
    """What the web server's processes have counted: of all of them where they share a folder."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
