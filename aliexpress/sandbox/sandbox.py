"""The whole sandbox: sellers and their catalogues, a clock, faults, and the server in front."""

import itertools
import random
import threading
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from aliexpress.sandbox.accounts import Accounts, Seller
from aliexpress.sandbox.catalogue.catalogue import Catalogue
from aliexpress.sandbox.clock import SandboxClock
from aliexpress.sandbox.faults.script import Fault, Faults, RequestSeen
from aliexpress.sandbox.limits import Limits, PageCache
from aliexpress.sandbox.server.server import GatewayServer
from aliexpress.sandbox.state_file.keeper import StateKeeper
from aliexpress.sandbox.words import FIND_LIST

# Fixed, and plainly no secrets: another process can connect without reading our output.
APP_KEY: Final = "500100"
APP_SECRET: Final = "sandbox-app-secret"
ACCESS_TOKEN: Final = "sandbox-access-token"
REFRESH_TOKEN: Final = "sandbox-refresh-token"
SELLER_ID: Final = "2675378076"

FIRST_PRODUCT_ID: Final = 1_005_003_033_814_656
REQUESTS_KEPT: Final = 100_000


class Sandbox:
    """A stand-in AliExpress gateway.

    `latency` in seconds is added to every answer. `quirks`: any of "single_as_object" (a list of
    one comes as an object, with simplify=false) and "result_as_text" (result is JSON in a string).
    """

    def __init__(
        self,
        *,
        seed: int = 7,
        clock: SandboxClock | None = None,
        state_file: Path | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        latency: float = 0.0,
        app_key: str = APP_KEY,
        app_secret: str = APP_SECRET,
        access_token: str = ACCESS_TOKEN,
        refresh_token: str = REFRESH_TOKEN,
        list_methods: frozenset[str] = frozenset({FIND_LIST}),
        time_zone: str = "America/Los_Angeles",
        calls_per_second: float | None = None,
        quirks: frozenset[str] = frozenset(),
        cache_bytes: int = 256 * 1024 * 1024,
    ) -> None:
        self.seed = seed
        self.clock = clock or SandboxClock()
        self.latency = latency
        self.app_key, self.app_secret = app_key, app_secret
        self.zone = ZoneInfo(time_zone)
        self.quirks = quirks
        self.lock = threading.RLock()  # one for all: an answer is computed at one instant
        self.accounts = Accounts()
        self.faults = Faults()
        self.limits = Limits(calls_per_second=calls_per_second)
        self.pages = PageCache(budget_bytes=cache_bytes)
        self.is_replaying = False  # while the past is lived again nothing is saved
        self.requests: deque[RequestSeen] = deque(maxlen=REQUESTS_KEPT)
        # Called before an answer is computed, from the thread of its connection.
        self.on_request: Callable[[RequestSeen], None] | None = None
        self._address = (host, port)
        self._server: GatewayServer | None = None
        self._thread: threading.Thread | None = None
        self._request_ids = itertools.count(1)
        self.catalogues: dict[str, Catalogue] = {}
        self.last_id = FIRST_PRODUCT_ID
        self._id_steps = random.Random(seed)
        self.seller = self.add_seller(
            seller_id=SELLER_ID,
            nick="harbour-home",
            access_token=access_token,
            refresh_token=refresh_token,
            list_methods=list_methods,
        )
        # What the file says stands above the tokens and the list method given here.
        self._keeper = StateKeeper(self, state_file) if state_file else None

    def start(self) -> None:
        """Listen in a daemon thread. Raises OSError when the port is taken."""
        if self._server is not None:
            return
        self._server = GatewayServer(self._address, self)
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.05},
            daemon=True,
        )
        self._thread.start()
        if self._keeper is not None:
            self._keeper.start()

    def stop(self) -> None:
        """Stop listening and hang up; answers that a fault holds are dropped."""
        if self._server is None or self._thread is None:
            return
        self.faults.clear()
        self._server.shutdown()
        self._server.close_connections()
        self._server.server_close()
        self._thread.join()
        self._address = (self._address[0], self._server.server_port)
        self._server = self._thread = None
        if self._keeper is not None:
            self._keeper.stop()

    @property
    def state_problem(self) -> str:
        """Why the state file was not loaded or not saved, in a sentence; "" when all is well."""
        return self._keeper.problem if self._keeper else ""

    @property
    def url(self) -> str:
        """Where it listens. The port stays the same when it is stopped and started again."""
        host, port = self._address
        if self._server is not None:
            port = self._server.server_port
        return f"http://{host}:{port}"

    def add_seller(
        self,
        *,
        seller_id: str = "",
        nick: str = "",
        access_token: str = "",
        refresh_token: str = "",
        list_methods: frozenset[str] = frozenset({FIND_LIST}),
        platform: str = "seller_center",
        business_type: str = "POP_CHOICE",
    ) -> Seller:
        """One more store with an empty catalogue, already authorised."""
        number = len(self.accounts.sellers)
        seller_id = seller_id or str(int(SELLER_ID) + 1000 + number)
        seller = Seller(
            seller_id=seller_id,
            nick=nick or f"sandbox-seller-{number}",
            access_token=access_token or f"sandbox-access-token-{seller_id}",
            refresh_token=refresh_token or f"sandbox-refresh-token-{seller_id}",
            owner_member_id=f"cn{seller_id}",
            catalogue_of=seller_id,
            list_methods=list_methods,
            platform=platform,
            business_type=business_type,
        )
        return self._admit(seller)

    def add_sub_account(self, of: Seller) -> Seller:
        """A login under a seller: same store, but it sees only what it published itself."""
        seller_id = f"{of.seller_id}1"
        return self._admit(
            Seller(
                seller_id=seller_id,
                nick=f"{of.nick}-assistant",
                access_token=f"sandbox-access-token-{seller_id}",
                refresh_token=f"sandbox-refresh-token-{seller_id}",
                owner_member_id=of.owner_member_id,
                catalogue_of=of.catalogue_of,
                list_methods=of.list_methods,
                sees_only=f"{of.owner_member_id}-assistant",
            )
        )

    def catalogue(self, seller: Seller | None = None) -> Catalogue:
        """The listings of a seller; of the default one when none is named."""
        return self.catalogues[(seller or self.seller).catalogue_of]

    def fill(self, seller: Seller, counts: Mapping[str, int]) -> None:
        """A big catalogue at once: status → how many listings in it."""
        self.catalogue(seller).fill(counts, seed=self.seed)

    def note(self, seen: RequestSeen) -> list[Fault]:
        """A request came in: log it, let the test act, and say which faults befall it."""
        self.requests.append(seen)
        if self.on_request is not None:
            self.on_request(seen)
        return self.faults.firing(seen)

    def next_request_id(self) -> str:
        return f"2102e2b7{next(self._request_ids):024d}"

    def _admit(self, seller: Seller) -> Seller:
        with self.lock:
            self.accounts.add(seller, at=self.clock.now())
            if seller.catalogue_of not in self.catalogues:
                self.catalogues[seller.catalogue_of] = Catalogue(
                    clock=self.clock, lock=self.lock, next_id=self.next_product_id
                )
        return seller

    def next_product_id(self) -> int:
        self.last_id += 1000 + int(self._id_steps.random() * 30_000)
        return self.last_id
