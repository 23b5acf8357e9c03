"""`/mcp/`: the protocol over HTTP, a request at a time, by the application's own keys."""

from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlsplit

from asgiref.sync import async_to_sync
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework.exceptions import PermissionDenied
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.views import APIView

from cards.api.authentication import ApiKeyAuthentication
from cards.mcp.caller import Caller

Message = MutableMapping[str, Any]


class Anything(BaseContentNegotiation):
    """The protocol says itself what it takes and gives."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class McpView(APIView):
    """A key is asked for, as of the API, and nothing is said of other ways to come in. There are
    no sessions: GET and DELETE are not taken."""

    authentication_classes = (ApiKeyAuthentication,)
    content_negotiation_class = Anything
    schema = None

    def post(self, request: Request) -> HttpResponse:
        refuse_foreign_pages(request._request)
        try:
            from cards.mcp.server import server_for  # the extra `mcp`
        except ImportError as error:
            raise Http404 from error
        server = server_for(Caller(lambda: request.user))
        return async_to_sync(answered)(server, request._request)


def refuse_foreign_pages(request: HttpRequest) -> None:
    """A page of another origin may not speak for the one whose browser shows it."""
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.get_host():
        raise PermissionDenied


async def answered(server: Any, request: HttpRequest) -> HttpResponse:
    """The answer of the SDK's own handler to one request."""
    import anyio
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
    from mcp.server.transport_security import TransportSecuritySettings

    body = [request.body]
    sent: list[Message] = []

    async def receive() -> Message:
        if not body:
            await anyio.sleep_forever()  # nobody hangs up on a request that was read whole
        return {"type": "http.request", "body": body.pop(), "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    manager = StreamableHTTPSessionManager(
        app=server,
        json_response=True,
        stateless=True,
        # Host and Origin are looked at by Django and above.
        security_settings=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    async with manager.run():
        await manager.handle_request(scope_of(request), receive, send)
    start = next(one for one in sent if one["type"] == "http.response.start")
    content = b"".join(one.get("body", b"") for one in sent[1:])
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    headers.pop("content-length", None)
    return HttpResponse(content, status=start["status"], headers=headers)


def scope_of(request: HttpRequest) -> dict[str, Any]:
    """The request as ASGI has it."""
    headers = [
        (name.lower().encode("latin-1"), value.encode("latin-1", "replace"))
        for name, value in request.headers.items()
    ]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.scheme,
        "path": request.path_info,
        "raw_path": request.path_info.encode(),
        "query_string": request.META.get("QUERY_STRING", "").encode("latin-1"),
        "root_path": "",
        "headers": headers,
        "client": None,
        "server": None,
    }
