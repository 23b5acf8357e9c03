"""One request again and again over HTTP, by a client that leaves the machine to the server.

A client of `http.client` needs as much of a core as the answer it waits for, and every rate
would be a rate of the client. This one sends bytes that were made before, and reads of an answer
where it ends and that its status is the one expected.
"""

import selectors
import socket
import time
from collections.abc import Mapping

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length: "


def request(path: str, headers: Mapping[str, str]) -> bytes:
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii")


def per_second(port: int, asked: bytes, *, expected: int, clients: int, stretch: float) -> float:
    """Answers a second to so many clients, each of which asks again as soon as it was answered.

    Raises AssertionError at the first answer of another status, or where the server hangs up.
    """
    connections = [_connection(port, asked, expected=expected) for _ in range(clients)]
    done = 0
    with selectors.DefaultSelector() as waiting:
        for connection in connections:
            waiting.register(connection, selectors.EVENT_READ, bytearray())
        began = time.perf_counter()
        for connection in connections:
            connection.sendall(asked)
        while (now := time.perf_counter()) < began + stretch:
            for key, _ in waiting.select(timeout=1):
                if _is_whole(key.fileobj, key.data, expected=expected):
                    done += 1
                    key.data.clear()
                    key.fileobj.sendall(asked)  # type: ignore[union-attr]
    for connection in connections:
        connection.close()
    return done / (now - began)


def _connection(port: int, asked: bytes, *, expected: int) -> socket.socket:
    """Answered once: of connections that come all at once one worker takes all, and the others have
    nothing to do."""
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(asked)
    answer = bytearray()
    while not _is_whole(connection, answer, expected=expected):
        pass
    time.sleep(0.005)  # for the worker that took it to wait as the others do
    return connection


def _is_whole(connection, answer: bytearray, *, expected: int) -> bool:  # type: ignore[no-untyped-def]
    """Adds what came to the answer."""
    came = connection.recv(65_536)
    assert came, "The server hung up."
    answer += came
    head, end, body = answer.partition(_END_OF_HEAD)
    if not end:
        return False
    assert head.startswith(b"HTTP/1.1 %d " % expected), bytes(head)
    return len(body) == _length(head)


def _length(head: bytearray) -> int:
    """Of the body. No body, no length."""
    _, found, rest = head.lower().partition(_LENGTH)
    return int(rest.partition(b"\r")[0]) if found else 0
