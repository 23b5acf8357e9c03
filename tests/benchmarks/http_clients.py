"""One request again and again over HTTP, by a client that leaves the machine to the server.

A client of `http.client` needs as much of a core as the answer it waits for, and every rate
would be a rate of the client. This one sends bytes that were made before, and reads of an answer
where it ends and that its status is the one expected.
"""

import selectors
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length: "


def request(path: str, headers: Mapping[str, str]) -> bytes:
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii")


@contextmanager
def clients(port: int, *, number: int) -> Iterator["Clients"]:
    """So many connections, open for all contenders: which of the server's workers took how many
    of them is chance, and half the rate where one took all."""
    connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(number)]
    try:
        yield Clients(connections)
    finally:
        for connection in connections:
            connection.close()


class Clients:
    def __init__(self, connections: list[socket.socket]) -> None:
        self._connections = connections
        for connection in connections:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def per_second(self, asked: bytes, *, expected: int, stretch: float) -> float:
        """Answers a second, where each asks again as soon as it was answered.

        Raises AssertionError at the first answer of another status, or where the server hangs up.
        """
        began = time.perf_counter()
        with selectors.DefaultSelector() as waiting:
            for connection in self._connections:
                waiting.register(connection, selectors.EVENT_READ, bytearray())
                connection.sendall(asked)
            done = _count(waiting, asked, expected=expected, until=began + stretch)
            took = time.perf_counter() - began
            # What is still under way shall not be the next contender's.
            _count(waiting, b"", expected=expected, until=None)
        return done / took


def _count(
    waiting: selectors.BaseSelector, again: bytes, *, expected: int, until: float | None
) -> int:
    """Answers until then. None: until nobody waits for one."""
    done = 0
    while waiting.get_map() if until is None else time.perf_counter() < until:
        for key, _ in waiting.select(timeout=1):
            if not _is_whole(key.fileobj, key.data, expected=expected):
                continue
            done += 1
            key.data.clear()
            if until is None:
                waiting.unregister(key.fileobj)
            else:
                key.fileobj.sendall(again)  # type: ignore[union-attr]
    return done


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
