"""Error answers outside every view: JSON under /api/, pages elsewhere."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults

API_PREFIX = "/api/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not _wants_json(request):
        return defaults.bad_request(request, exception)
    return _json("bad_request", "The request could not be understood.", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not _wants_json(request):
        return defaults.permission_denied(request, exception)
    return _json("forbidden", "This is not allowed with these credentials.", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not _wants_json(request):
        return defaults.page_not_found(request, exception)
    return _json("not_found", "There is nothing here, or it is not yours to see.", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    if not _wants_json(request):
        return defaults.server_error(request)
    return _json(
        "server_error",
        "Something went wrong on our side; no number was changed. Ask again in a moment.",
        status=500,
    )


def _wants_json(request: HttpRequest) -> bool:
    return request.path.startswith(API_PREFIX)


def _json(code: str, message: str, *, status: int) -> JsonResponse:
    return JsonResponse({"error": {"code": code, "message": message}}, status=status)
