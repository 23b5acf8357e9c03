"""R2: readings a second over HTTP, served by gunicorn as in production."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

from tests.benchmarks.http_clients import clients, request
from tests.benchmarks.readers import belongs, reader_of, store_with, vacuum
from tests.benchmarks.readings import READING
from tests.benchmarks.report import Report, times

WORKERS = 2
CLIENTS = 8
ROUNDS = 15


def r2(*, small: bool) -> Report:
    large, stretch = (20_000, 0.3) if small else (200_000, 1.0)
    reader = reader_of(store_with(1_000, slug="r2-small"))
    belongs(reader, store_with(large, slug="r2-large"))
    vacuum()
    ours = READING.format("r2-small")
    with server() as port:
        etag = _etag(port, ours, reader.headers)
        asked = {
            "bare": ("/bare/", {}),
            "Nerve Centre": (ours, reader.headers),
            "Nerve Centre, 304": (ours, {**reader.headers, "If-None-Match": etag}),
            f"Nerve Centre, {large:,} listings": (READING.format("r2-large"), reader.headers),
            "ordinary": ("/ordinary/r2-small/", reader.headers),
        }
        counted: dict[str, list[float]] = {name: [] for name in asked}
        for _ in range(ROUNDS):
            with clients(port, number=CLIENTS) as everybody:
                for name, (path, headers) in asked.items():
                    rate = everybody.per_second(
                        request(path, {"Host": "localhost", **headers}),
                        expected=304 if "If-None-Match" in headers else 200,
                        stretch=stretch,
                    )
                    counted[name].append(rate)
    rates = {name: sorted(some)[len(some) // 2] for name, some in counted.items()}
    report = Report(
        "r2",
        f"Readings over HTTP, gunicorn with {WORKERS} workers, {CLIENTS} clients, PostgreSQL",
        ["", "a second", "of ordinary"],
    )
    for name, rate in rates.items():
        report.rows.append([name, f"{rate:,.0f}", times(rate / rates["ordinary"])])
    ratio = rates["Nerve Centre"] / rates["ordinary"]
    same = rates["Nerve Centre, 304"] / rates["Nerve Centre"]
    size = rates[f"Nerve Centre, {large:,} listings"] / rates["Nerve Centre"]
    report.goal("at least 4x ordinary", seen=times(ratio), met=ratio >= 4)
    # Within a tenth: two medians of one thing differ by as much.
    report.goal("304 no slower than 200", seen=f"{times(same)} its rate", met=same >= 0.9)
    report.goal("whatever the number of listings", seen=f"{times(size)} the rate", met=size >= 0.9)
    report.figures = {"a_second": rates}
    return report


@contextmanager
def server() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "nervecentre.wsgi:application"),
            *("--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--threads", "4"),
            *("--log-level", "error", "--worker-class", "gthread"),
        ],
        # As README says for a web server that reaches PostgreSQL directly.
        env={**os.environ, "DATABASE_PREPARES": "true"},
    )
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            _get(HTTPConnection("127.0.0.1", port), "/bare/", {})
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("gunicorn did not come up")


def _get(http: HTTPConnection, path: str, headers: dict[str, str]) -> tuple[int, str]:
    http.request("GET", path, headers={"Host": "localhost", **headers})
    response = http.getresponse()
    response.read()
    return response.status, response.headers.get("ETag", "")


def _etag(port: int, path: str, headers: dict[str, str]) -> str:
    status, etag = _get(HTTPConnection("127.0.0.1", port), path, headers)
    assert status == 200
    return etag
