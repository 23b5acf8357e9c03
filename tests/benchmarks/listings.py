"""R4: pages of listings out of a store of 100,000 in a database of a million, each beside the bare
SQL that does the same: of a page that has a number, it counts as well."""

import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client

from tests.benchmarks.readers import belongs, reader_of, store_with, vacuum
from tests.benchmarks.report import Report, seconds, times

ROUNDS = 15
MOST = 1.5
LONG = 0.04  # seconds: less is what a page costs that shows nothing
STORE = "r4-0"
FIRST = 1_005_003_000_000_000


@dataclass(frozen=True)
class Asked:
    """One list: what is asked of the page and the API, and of the admin, where it offers that;
    and what a statement says of it."""

    name: str
    query: dict[str, str]
    where: str = ""
    values: list[Any] = field(default_factory=list)
    admin: dict[str, str] | None = None


def lists(listings: int) -> list[Asked]:
    one = FIRST + 977 * (listings // 2)
    return [
        Asked("all", {}, admin={}),
        Asked("a state", {"state": "expired"}, "state = 'expired'", admin={"state": "expired"}),
        Asked("a status", {"status": "offline"}, "status = 'offline'"),
        Asked(
            "a reason nobody has",
            {"offline_reason": "user_offline"},
            "offline_reason = 'user_offline'",
        ),
        Asked("one product", {"search": str(one)}, "product_id = %s", [one], {"q": str(one)}),
        *(
            Asked(name, {"search": words}, *_like(words), {"q": words})
            for name, words in [
                ("words of all", "linen curtain"),
                ("words of one in 5,000", "Handloomed"),
                ("words nobody uses", "velvet"),
                ("ten words, the last of nobody", "washed linen curtain set of no 1 2 3 velvet"),
                ("words in other letters", "Дефлектор"),
            ]
        ),
        Asked("a group nobody has", {"group": "1"}, "group_id = 1"),
        Asked("a price of all", {"min_price": "20"}, "max_price >= 20"),
        Asked("a price nobody asks", {"min_price": "99999"}, "max_price >= 99999"),
        Asked(
            "longer in its state than any",
            {"min_days": "9000"},
            "state_since_at <= now() - interval '9000 days'",
        ),
        Asked(
            "words, a state and a price",
            {"search": "handloomed", "state": "active", "min_price": "20"},
            "state = 'active' AND max_price >= 20 AND search_text LIKE '%%handloomed%%'",
        ),
    ]


def r4(*, small: bool) -> Report:
    listings, stores = (10_000, 5) if small else (100_000, 10)
    reader = reader_of(store_with(listings, slug=STORE))
    for number in range(1, stores):
        belongs(reader, store_with(listings, slug=f"r4-{number}"))
    vacuum()
    client = Client(headers={"host": "localhost"})
    client.force_login(reader.user, "django.contrib.auth.backends.ModelBackend")
    report = Report(
        "r4",
        f"A page of listings of a store of {listings:,}, {stores * listings:,} in the database",
        ["", "bare SQL", "its statements", "of bare", "whole request"],
    )
    worst: dict[str, tuple[float, str]] = {}
    slow = (0.0, "none is so slow")
    for where, name, statements, address in _pages(reader.store.pk, listings):
        bare, asked, whole = _side_by_side(client, statements, address)
        report.rows.append(
            [f"{where}: {name}", *map(seconds, (bare, asked)), times(asked / bare), seconds(whole)]
        )
        report.figures[f"{where}: {name}"] = {"bare": bare, "asked": asked, "whole": whole}
        worst[where] = max(worst.get(where, (0.0, "")), (asked / bare, name))
        if bare >= LONG:
            slow = max(slow, (whole / bare, f"{where}: {name}"))
    for where, (ratio, name) in worst.items():
        report.goal(
            f"{where}: what is asked of listings at most {MOST}x the bare statement",
            seen=f"{times(ratio)}, {name}",
            met=ratio <= MOST,
        )
    report.goal(
        f"where that takes {seconds(LONG)} or more, the whole request at most {MOST}x it",
        seen=f"{times(slow[0])}, {slow[1]}",
        met=slow[0] <= MOST,
    )
    return report


Statement = tuple[str, list[Any]]


def _pages(store_id: int, listings: int) -> Iterator[tuple[str, str, list[Statement], str]]:
    """Where, what, the bare statements, and the address. The first page and one far in: of pages
    with a number the middle one, which is the furthest from either end, else one near the end."""
    middle = listings // 2 // 50
    last = listings - listings // 50
    page, api = f"/stores/{STORE}/listings/", f"/api/v1/stores/{STORE}/listings/"
    for asked in lists(listings):
        for depth, number, beyond in (("", 1, 0), (", deep", middle, FIRST + 977 * last)):
            skipped = (number - 1) * 50
            name = f"{asked.name}{depth}"
            here = [
                _statement(store_id, asked, "GROUP BY state", columns="state, count(*)"),
                _statement(store_id, asked, f"ORDER BY product_id LIMIT 50 OFFSET {skipped}"),
            ]
            yield "page", name, here, f"{page}?{urlencode(asked.query | {'page': str(number)})}"
            cursor = {"cursor": urlsafe_b64encode(f"a{beyond}".encode()).decode()} if beyond else {}
            rest = f"AND product_id > {beyond} ORDER BY product_id LIMIT 101"
            here = [_statement(store_id, asked, rest)]
            yield "API", name, here, f"{api}?{urlencode(asked.query | cursor)}"
        if asked.admin is None:
            continue
        for depth, beyond in (("", 2 * FIRST), (", deep", FIRST + 977 * (listings - last))):
            rest = f"AND product_id < {beyond} ORDER BY product_id DESC LIMIT 101"
            here = [_statement(store_id, asked, rest)]
            older = {"older_than": str(beyond)} if depth else {}
            query = urlencode({"store": STORE} | asked.admin | older)
            yield "admin", f"{asked.name}{depth}", here, f"/admin/aliexpress/listing/?{query}"


def _statement(store_id: int, asked: Asked, rest: str, *, columns: str = "*") -> Statement:
    where = f"AND {asked.where} " if asked.where else ""
    return (
        f"SELECT {columns} FROM aliexpress_listing WHERE store_id = %s AND gone_at IS NULL "
        f"{where}{rest}",
        [store_id, *asked.values],
    )


def _like(words: str) -> Statement:
    found = words.lower().split()
    return " AND ".join(["search_text LIKE %s"] * len(found)), [f"%{word}%" for word in found]


def _side_by_side(
    client: Client, statements: list[Statement], address: str
) -> tuple[float, float, float]:
    """What the bare statements take, the statements about listings of one request, and all of it:
    the quickest of some rounds, because most take less than what disturbs them."""
    bare, asked, whole = [], [], []
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    for _ in range(ROUNDS):
        with _clocked() as of_bare, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(*statement)
                cursor.fetchall()
        bare.append(sum(of_bare))
        began = time.perf_counter()
        with _clocked() as of_request:
            client.get(address)
        whole.append(time.perf_counter() - began)
        asked.append(sum(of_request))
    return min(bare), min(asked), min(whole)


@contextmanager
def _clocked() -> Iterator[list[float]]:
    """What each statement about listings takes, its rows brought here."""
    taken: list[float] = []

    def clock(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, *rest)
        finally:
            if "aliexpress_listing" in sql.replace("aliexpress_listingsnapshot", ""):
                taken.append(time.perf_counter() - began)

    with connection.execute_wrapper(clock):
        yield taken
