"""The sandbox over real HTTP: keep-alive, many connections, and faults on the wire."""

import contextlib
import socket
import struct
import sys
import threading
import time
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from aliexpress.sandbox.faults.script import Fault
from aliexpress.sandbox.marketplace import Marketplace
from aliexpress.sandbox.server.control import answer_control
from aliexpress.sandbox.server.gate import answer_rest, answer_sync
from aliexpress.sandbox.server.oauth import answer_oauth
from aliexpress.sandbox.server.reply import Reply
from aliexpress.sandbox.server.stores import answer_stores

BODY_LIMIT: Final = 10 * 1024 * 1024
HELD_SECONDS: Final = 600.0  # a timeout fault holds its answer for longer than any client waits
HTML: Final = b"<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>"


class GatewayServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024  # a benchmark opens all its connections at once

    def __init__(self, address: tuple[str, int], market: Marketplace) -> None:
        self.market = market
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        super().__init__(address, Handler)

    def server_bind(self) -> None:
        """Without the look-up of the host's name the standard server makes, which may be slow."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "sandbox", self.socket.getsockname()[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is no news; anything else is a fault of the sandbox's own."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def close_connections(self) -> None:
        """Hang up on clients that keep their connection for the next call."""
        with self._open_lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: GatewayServer

    def do_POST(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    # Only to say no to them, and to know that they were tried.
    do_PUT = do_PATCH = do_DELETE = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """The sandbox keeps its own log of requests."""

    def _answer(self) -> None:
        body = self._read_body()
        if body is None:
            self.close_connection = True
            self._write(Reply(b'{"message":"The body is too large."}', [], status=413))
            return
        reply = self._reply(body)
        market = self.server.market
        if market.latency:
            time.sleep(market.latency)
        if not self._struck(reply.fired):
            self._write(reply)

    def _read_body(self) -> bytes | None:
        try:
            length = int(self.headers.get("Content-Length") or 0)
        except ValueError:
            return None
        return self.rfile.read(length) if 0 <= length <= BODY_LIMIT else None

    def _reply(self, body: bytes) -> Reply:
        market = self.server.market
        address = urlsplit(self.path)
        if address.path.startswith("/sandbox/"):
            return answer_control(
                market, self.command, address.path, body,
                host=self.headers.get("Host") or "",
                caller=str(self.client_address[0]),
                content_type=self.headers.get("Content-Type") or "",
            )  # fmt: skip
        if address.path.startswith("/stores/"):
            headers = dict(self.headers)
            return answer_stores(market, self.command, address.path, address.query, headers)
        if self.command not in ("GET", "POST"):
            return Reply(b'{"message":"Only GET and POST."}', [], status=405)
        parameters = dict(parse_qsl(address.query, keep_blank_values=True, errors="replace"))
        if address.path.startswith("/oauth/"):
            return answer_oauth(market, address.path, parameters)
        form = body.decode("utf-8", "replace")
        parameters |= dict(parse_qsl(form, keep_blank_values=True, errors="replace"))
        if address.path == "/sync":
            return answer_sync(market, parameters)
        if address.path.startswith("/rest/"):
            return answer_rest(market, address.path.removeprefix("/rest"), parameters)
        return Reply(b'{"message":"There is nothing here."}', [], status=404)

    def _struck(self, fired: list[Fault]) -> bool:
        """Whether a fault of the wire took the answer's place."""
        for fault in fired:
            match fault.kind:
                case "slow":
                    time.sleep(fault.seconds)
                case "timeout":
                    self.server.market.faults.released.wait(HELD_SECONDS)
                    self.close_connection = True
                    return True
                case "reset":
                    self._reset()
                    return True
                case "html":
                    self._write(Reply(HTML, [], content_type="text/html"))
                    return True
                case _ if fault.kind.startswith("http_"):
                    status = int(fault.kind.removeprefix("http_"))
                    self._write(Reply(HTML, [], status=status, content_type="text/html"))
                    return True
        return False

    def _write(self, reply: Reply) -> None:
        kinds = {fault.kind for fault in reply.fired}
        body = reply.body[: len(reply.body) // 2] if "truncated_json" in kinds else reply.body
        self.send_response_only(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Date", format_datetime(self.server.market.clock.now(), usegmt=True))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.location:
            self.send_header("Location", reply.location)
        if reply.content_type.startswith("text/html"):
            self.send_header("Content-Security-Policy", "default-src 'none'; form-action 'none'")
        if self.close_connection:
            self.send_header("Connection", "close")
        if "cut_off" in kinds:  # fewer bytes than the header promised
            body = body[: len(body) // 2]
            self.close_connection = True
        # Headers and body in one segment: two would wait for each other's acknowledgement.
        head = b"".join([*self._headers_buffer, b"\r\n"])
        self._headers_buffer: list[bytes] = []
        self.wfile.write(head + body)

    def _reset(self) -> None:
        """Close without a goodbye: the client sees the connection reset."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True
        self.connection.close()
