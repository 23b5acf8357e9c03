"""The limit: what reading a whole store costs when nothing at all is made sure of.

Pages fetched raw by threads over one socket each, their calls signed beforehand; parsed with
orjson; copied as text into a temporary table; one INSERT … ON CONFLICT that skips rows that did
not change. The same rows as the product's, in a table like its own, indexes included.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import orjson
from django.db import connection

from aliexpress.gateway.families.pop import FIND_LIST, query
from aliexpress.gateway.signing import sign
from tests.benchmarks.sandbox_process import SandboxProcess

PAGE_SIZE = 99
TABLE = "limit_listing"
_LIST = "aeop_a_e_product_display_d_t_o_list"
_COLUMNS = (
    "product_id, status, offline_reason, audit_failure_reason, subject, image_url, group_id,"
    " owner_member_id, product_type, source, currency, min_price, max_price, gmt_create,"
    " gmt_modified, ws_offline_date"
)
_STAGED = (
    "product_id bigint, status text, offline_reason text, audit_failure_reason text, subject text,"
    " image_url text, group_id bigint, owner_member_id text, product_type text, source text,"
    " currency text, min_price numeric, max_price numeric, gmt_create text, gmt_modified text,"
    " ws_offline_date text"
)
_STATE = (
    "CASE status WHEN 'onSelling' THEN 'active' WHEN 'auditing' THEN 'auditing'"
    " WHEN 'editingRequired' THEN 'rejected' ELSE 'expired' END"
)
_ZONE = "AT TIME ZONE 'America/Los_Angeles'"
_PROGRAM = (
    f"INSERT INTO {TABLE} AS had ({_COLUMNS}, search_text, store_id, state, unreadable, created_at,"
    " modified_at, offline_at, first_seen_at, state_since_at)"
    f" SELECT {_COLUMNS}, lower(subject), 1, {_STATE}, '', gmt_create::timestamp {_ZONE},"
    f" gmt_modified::timestamp {_ZONE}, NULLIF(ws_offline_date, '')::timestamp {_ZONE},"
    " now(), now()"
    " FROM limit_staged"
    " ON CONFLICT (store_id, product_id) DO UPDATE SET"
    " status = EXCLUDED.status, offline_reason = EXCLUDED.offline_reason, state = EXCLUDED.state,"
    " subject = EXCLUDED.subject, min_price = EXCLUDED.min_price, max_price = EXCLUDED.max_price,"
    " gmt_modified = EXCLUDED.gmt_modified, modified_at = EXCLUDED.modified_at"
    " WHERE (had.status, had.offline_reason, had.subject, had.min_price, had.max_price,"
    " had.gmt_modified) IS DISTINCT FROM (EXCLUDED.status, EXCLUDED.offline_reason,"
    " EXCLUDED.subject, EXCLUDED.min_price, EXCLUDED.max_price, EXCLUDED.gmt_modified)"
)


class Limit:
    def __init__(self, sandbox: SandboxProcess, *, connections: int) -> None:
        self.url = f"{sandbox.url}/sync"
        self._address = urlsplit(sandbox.url).netloc
        self._connections = connections
        self.calls = self.calls_of(sandbox)
        self._local = threading.local()
        self.listings = sandbox.listings

    def calls_of(self, sandbox: SandboxProcess) -> list[tuple[str, bytes]]:
        return [
            (status, _signed(sandbox, status, number))
            for status, count in sandbox.counts.items()
            for number in range(1, -(-count // PAGE_SIZE) + 1)
        ]

    def prepare(self) -> None:
        """An empty table like the product's own."""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
            cursor.execute(f"CREATE TABLE {TABLE} (LIKE aliexpress_listing INCLUDING ALL)")

    def fetch_only(self) -> None:
        """The wire and nothing else; also fills the sandbox's cache."""
        for _ in self.bodies():
            pass

    def read(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS limit_staged")
            cursor.execute(f"CREATE TEMPORARY TABLE limit_staged ({_STAGED})")
            with cursor.copy(f"COPY limit_staged ({_COLUMNS}) FROM STDIN") as copy:
                for status, body in self.bodies():
                    for item in orjson.loads(body)["result"][_LIST]:
                        copy.write_row(_row(item, status))
            cursor.execute(_PROGRAM)
            cursor.execute(f"SELECT COUNT(*) FROM {TABLE}")
            assert cursor.fetchone() == (self.listings,)

    def bodies(self) -> Iterator[tuple[str, bytes]]:
        with ThreadPoolExecutor(self._connections) as pool:
            yield from pool.map(self._fetch, self.calls)

    def _fetch(self, call: tuple[str, bytes]) -> tuple[str, bytes]:
        status, form = call
        http = getattr(self._local, "http", None)
        if http is None:
            http = self._local.http = HTTPConnection(self._address)
        http.request("POST", "/sync", form, {"Content-Type": "application/x-www-form-urlencoded"})
        return status, http.getresponse().read()


def _row(item: dict, status: str) -> tuple:
    get = item.get
    return (
        item["product_id"],
        status,
        get("ws_display", ""),
        get("audit_failure_reason", ""),
        get("subject", ""),
        get("image_u_r_ls", "").partition(";")[0],
        get("group_id"),
        get("owner_member_id", ""),
        get("product_type", ""),
        get("src", ""),
        get("currency_code", ""),
        get("product_min_price"),
        get("product_max_price"),
        get("gmt_create", ""),
        get("gmt_modified", ""),
        get("ws_offline_date", ""),
    )


def _signed(sandbox: SandboxProcess, status: str, number: int) -> bytes:
    return signed(sandbox, FIND_LIST, query(status, number, page_size=PAGE_SIZE))


def signed(sandbox: SandboxProcess, method: str, parameters: Mapping[str, str]) -> bytes:
    """The body of a call, made beforehand."""
    sent = {
        "app_key": sandbox.app_key,
        "timestamp": str(int(time.time() * 1000)),
        "sign_method": "sha256",
        "method": method,
        "format": "json",
        "simplify": "true",
        "session": sandbox.access_tokens[0],
        **parameters,
    }
    return urlencode({**sent, "sign": sign(sent, app_secret=sandbox.app_secret)}).encode()
