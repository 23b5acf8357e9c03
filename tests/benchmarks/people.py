"""Fifty people and twenty apps at once on two web processes: how long each waits, beside one alone.

People look at board, card and listings and read for a few seconds in between; apps ask for a
reading each second. What is told is the 95th percentile of each.
"""

import random
import statistics
import threading
import time
from http.client import HTTPConnection
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from tests.benchmarks.readers import Reader, reader_of, store_with, vacuum
from tests.benchmarks.readings import READING
from tests.benchmarks.report import Report, seconds
from tests.benchmarks.served_readings import server

PEOPLE, APPS = 50, 20
PAGES = {
    "board": "/",
    "card": "/stores/people/cards/aex_total_listings/",
    "listings": "/stores/people/listings/",
}
READS_FOR = 3.0  # seconds a person looks at a page, on average
ASKS_EACH = 1.0  # seconds between two questions of an app
Waits = dict[str, list[float]]


def people(*, small: bool) -> Report:
    stretch = 10.0 if small else 30.0
    reader = reader_of(store_with(5_000, slug="people"))
    vacuum()
    with server() as port:
        alone = during(port, reader, people=1, apps=1, stretch=stretch, pace=0.1)
        crowd = during(port, reader, people=PEOPLE, apps=APPS, stretch=stretch, pace=1.0)
    report = Report(
        "people",
        f"{PEOPLE} people and {APPS} apps on two web processes, a store of 5,000 listings",
        ["what", "alone, p95", "all at once, p95", "answers"],
    )
    for name in (*PAGES, "reading"):
        report.rows.append(
            [name, seconds(p95(alone[name])), seconds(p95(crowd[name])), str(len(crowd[name]))]
        )
    report.figures = {
        name: {"alone": p95(alone[name]), "crowd": p95(crowd[name])} for name in crowd
    }
    return report


def p95(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=20)[-1]


def during(
    port: int, reader: Reader, *, people: int, apps: int, stretch: float, pace: float
) -> Waits:
    """Seconds each answer took, by what was asked for; `pace`: of the pauses in between."""
    cookie = {"Host": "localhost", "Cookie": f"{settings.SESSION_COOKIE_NAME}={session(reader)}"}
    reading = {"reading": READING.format("people")}
    everybody = [(PAGES, cookie, READS_FOR * pace)] * people
    everybody += [(reading, reader.headers, ASKS_EACH * pace)] * apps
    waits: Waits = {name: [] for name in (*PAGES, "reading")}
    ends = time.monotonic() + stretch
    chance = random.Random(7)
    seeds = [chance.random() for _ in everybody]
    threads = [
        threading.Thread(target=ask, args=(port, *one, waits, ends, random.Random(seed)))
        for one, seed in zip(everybody, seeds, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits


def ask(
    port: int,
    paths: dict[str, str],
    headers: dict[str, str],
    pause: float,
    waits: Waits,
    ends: float,
    chance: random.Random,
) -> None:
    while time.monotonic() < ends:
        time.sleep(min(chance.expovariate(1 / pause), 4 * pause))
        name, path = chance.choice(list(paths.items()))
        began = time.perf_counter()
        http = HTTPConnection("127.0.0.1", port, timeout=60)
        http.request("GET", path, headers=headers)
        answer = http.getresponse()
        answer.read()
        http.close()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        waits[name].append(time.perf_counter() - began)


def session(reader: Reader) -> str:
    user: Any = reader.user
    kept = SessionStore()
    kept[SESSION_KEY] = str(user.pk)
    kept[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    kept[HASH_SESSION_KEY] = user.get_session_auth_hash()
    kept.save()
    return str(kept.session_key)
