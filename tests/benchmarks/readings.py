"""R1, R3: what a reading and a card page cost this process."""

import statistics
import time
from collections.abc import Callable

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cards.models import ApiKey
from tests.benchmarks.readers import Reader, reader_of, store_with, vacuum
from tests.benchmarks.report import Report, seconds, times
from tests.benchmarks.timing import cpu_in_turn
from tests.factories import SnapshotFactory

READING = "/api/v1/stores/{}/cards/aex_total_listings/"


def r1(*, small: bool) -> Report:
    reader = reader_of(store_with(1_000, slug="r1"))
    contenders = {
        "bare": _caller("/bare/"),
        "Nerve Centre": _caller(READING.format("r1"), reader=reader),
        "ordinary": _caller("/ordinary/r1/", reader=reader),
    }
    for call in contenders.values():
        assert call() == 200
    taken = cpu_in_turn(contenders, rounds=3 if small else 9, calls=100)
    statements = {name: _statements(call) for name, call in contenders.items()}
    ApiKey.objects.update(revoked_at=timezone.now())
    after_revoking = contenders["Nerve Centre"]()
    report = Report(
        "r1",
        "One authorised reading over the API, CPU time in this process, PostgreSQL",
        ["", "median", "of bare", "statements"],
    )
    for name, median in taken.items():
        ratio = times(median / taken["bare"])
        report.rows.append([name, seconds(median), ratio, str(statements[name])])
    ratio, asked = taken["Nerve Centre"] / taken["bare"], statements["Nerve Centre"]
    report.goal("at most 6x bare", seen=times(ratio), met=ratio <= 6)
    report.goal("at most 2 statements", seen=str(asked), met=asked <= 2)
    report.goal(
        "a revoked key stops at the next request",
        seen=f"HTTP {after_revoking}",
        met=after_revoking == 401,
    )
    report.figures = {"seconds": taken, "statements": statements, "ratio": ratio}
    return report


def r3(*, small: bool) -> Report:
    sizes = {"r3-small": 1_000, "r3-large": 20_000 if small else 200_000}
    report = Report(
        "r3", "The card page, signed in", ["listings, snapshots of history", "median", "statements"]
    )
    client, most = Client(headers={"host": "localhost"}), 0
    for slug, listings in sizes.items():
        store = store_with(listings, slug=slug)
        history = 1 if slug == "r3-small" else 500
        for _ in range(history):
            SnapshotFactory(store=store, as_of=timezone.now())
        client.force_login(reader_of(store).user, "django.contrib.auth.backends.ModelBackend")
        vacuum()
        page = f"/stores/{slug}/cards/aex_total_listings/"
        assert client.get(page).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        statements = len(asked)
        median = _median(lambda page=page: client.get(page))
        report.rows.append([f"{listings:,}, {history}", seconds(median), str(statements)])
        report.figures[slug] = {"seconds": median, "statements": statements}
        most = max(most, statements)
    report.goal("at most 8 statements, whatever the size", seen=str(most), met=most <= 8)
    return report


def _caller(path: str, *, reader: Reader | None = None) -> Callable[[], int]:
    """One request through the whole of Django, middleware included, without a socket."""
    handler = WSGIHandler()
    environ = RequestFactory(headers=reader.headers if reader else {"Host": "localhost"}).get(path)

    def call() -> int:
        response = handler.get_response(WSGIRequest(dict(environ.environ)))
        response.close()
        return response.status_code

    return call


def _statements(call: Callable[[], int]) -> int:
    with CaptureQueriesContext(connection) as asked:
        call()
    return len(asked)


def _median(call: Callable[[], object], *, rounds: int = 15) -> float:
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        call()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)
