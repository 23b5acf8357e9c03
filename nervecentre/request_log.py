"""One line a request, with an id that travels to whatever the request starts."""

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware
from structlog.contextvars import bind_contextvars


class RequestLog(RequestMiddleware):
    """As django_structlog has it, but for whose address a request came from: visitors.py has told
    that, and the library would believe it of anybody."""

    @classmethod
    def bind_ip(cls, request: HttpRequest) -> None:
        bind_contextvars(ip=request.META.get("REMOTE_ADDR") or None)
