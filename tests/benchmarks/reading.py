"""R1, R3, R4: what a reading, a card page and a page of listings cost this process."""

import statistics
import time
from collections.abc import Callable

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cards.models import ApiKey
from tests.benchmarks.readers import Reader, belongs, reader_of, store_with, vacuum
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


def r4(*, small: bool) -> Report:
    large = 50_000 if small else 1_000_000
    reader = reader_of(store_with(1_000, slug="r4-small"))
    belongs(reader, store_with(large, slug="r4-large"))
    vacuum()
    client = Client(headers={"host": "localhost"})
    client.force_login(reader.user, "django.contrib.auth.backends.ModelBackend")
    report = Report(
        "r4", f"A page of listings out of {large:,}", ["", "median", "of the first page of 1,000"]
    )
    for kind, first, pages in (_pages_of_listings(large), _pages_of_the_admin()):
        _compare(report, client, kind=kind, first=first, pages=pages)
    return report


def _pages_of_listings(large: int) -> tuple[str, str, dict[str, str]]:
    deep = 1_005_003_000_000_000 + 977 * (large - 2_000)
    page = "/stores/r4-large/listings/"
    return (
        "drill-down",
        "/stores/r4-small/listings/",
        {
            "first page": page,
            "last pages": f"{page}?after={deep}",
            "a state": f"{page}?state=expired",
            "a state, last pages": f"{page}?state=expired&after={deep}",
            "a status": f"{page}?status=editingRequired",
            "a status, last pages": f"{page}?status=offline&after={deep}",
            "a reason": f"{page}?offline_reason=expire_offline",
            "a reason nobody has": f"{page}?offline_reason=user_offline",
            "one product": f"{page}?search={1_005_003_000_000_000 + 977 * 5}",
            "words": f"{page}?search=linen",
            "words of one in 5,000": f"{page}?search=handloomed",
            "words of one in 5,000, last pages": f"{page}?search=handloomed&after={deep}",
            "words nobody uses": f"{page}?search=velvet",
            "a group nobody has": f"{page}?group=1",
            "a price nobody asks": f"{page}?min_price=99999",
            "longer in its state than any": f"{page}?min_days=9000",
        },
    )


def _pages_of_the_admin() -> tuple[str, str, dict[str, str]]:
    page = "/admin/aliexpress/listing/?store={}"
    some = 1_005_003_000_000_000 + 977 * 2_000
    whole = page.format("r4-large")
    return (
        "admin",
        page.format("r4-small"),
        {
            "first page": whole,
            "last pages": f"{whole}&older_than={some}",
            "a state": f"{whole}&state=expired",
            "a state, last pages": f"{whole}&state=expired&older_than={some}",
            "words": f"{whole}&q=linen",
            "words of one in 5,000": f"{whole}&q=handloomed",
            "words nobody uses": f"{whole}&q=velvet",
        },
    )


def _compare(
    report: Report, client: Client, *, kind: str, first: str, pages: dict[str, str]
) -> None:
    assert client.get(first).status_code == 200, first
    floor = _median(lambda: client.get(first))
    report.rows.append([f"{kind}: 1,000 listings, first page", seconds(floor), times(1)])
    worst = ("", 0.0)
    for name, page in pages.items():
        answer = client.get(page)
        assert answer.status_code == 200, (page, answer.status_code)
        median = _median(lambda page=page: client.get(page))
        report.rows.append([f"{kind}: {name}", seconds(median), times(median / floor)])
        report.figures[f"{kind}: {name}"] = median / floor
        worst = max(worst, (name, median / floor), key=lambda one: one[1])
    report.goal(
        f"{kind}: every page under 3x the first page of a 1,000-listing store",
        seen=f"{times(worst[1])}, {worst[0]}",
        met=worst[1] < 3,
    )


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
