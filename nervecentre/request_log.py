"""One line a request, with an id that travels to whatever the request starts."""

from django.http import HttpRequest
from django.utils.functional import LazyObject
from django_structlog.middlewares import RequestMiddleware
from structlog.contextvars import bind_contextvars


class RequestLog(RequestMiddleware):
    """As django_structlog has it, but for two things. Whose address a request came from visitors.py
    has told; the library would believe it of anybody. Who asks is said once it is known; the
    library would ask the database, once more where that has just failed."""

    @classmethod
    def bind_ip(cls, request: HttpRequest) -> None:
        bind_contextvars(ip=request.META.get("REMOTE_ADDR") or None)

    @staticmethod
    def bind_user_id(request: HttpRequest) -> None:
        user = getattr(request, "user", None)
        if user is not None and (
            not isinstance(user, LazyObject) or hasattr(request, "_cached_user")
        ):
            bind_contextvars(user_id=user.pk)
