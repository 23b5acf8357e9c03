"""The marketplace behind the gateway: sellers, their catalogues, the clock, faults and limits."""

import itertools
import random
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from zoneinfo import ZoneInfo

from aliexpress.sandbox.accounts import Accounts, ManagedShop, Seller
from aliexpress.sandbox.aliexpress_words import BUSINESS_TYPES, FIND_LIST
from aliexpress.sandbox.bigcommerce.shop import Shop
from aliexpress.sandbox.catalogue.catalogue import Catalogue
from aliexpress.sandbox.clock import SandboxClock
from aliexpress.sandbox.faults.script import Fault, Faults, RequestSeen
from aliexpress.sandbox.page_cache import PageCache
from aliexpress.sandbox.rate_limits import Limits

# Fixed, and plainly no secrets: another process can connect without reading our output.
APP_KEY: Final = "500100"
APP_SECRET: Final = "sandbox-app-secret"
ACCESS_TOKEN: Final = "sandbox-access-token"
REFRESH_TOKEN: Final = "sandbox-refresh-token"
SELLER_ID: Final = "2675378076"

FIRST_PRODUCT_ID: Final = 1_005_003_033_814_656
REQUESTS_KEPT: Final = 100_000


@dataclass(kw_only=True, eq=False, repr=False)
class Marketplace:
    """Everything an answer is computed from; it begins with one seller and an empty catalogue.

    `latency` in seconds is added to every answer. `quirks`: any of "single_as_object" (a list of
    one comes as an object, with simplify=false), "result_as_text" (result is JSON in a string) and
    "counts_as_text" (the managed lists write their counts as text).
    """

    seed: int = 7
    clock: SandboxClock = field(default_factory=SandboxClock)
    latency: float = 0.0
    app_key: str = APP_KEY
    app_secret: str = APP_SECRET
    access_token: str = ACCESS_TOKEN  # the first seller's, at the beginning
    refresh_token: str = REFRESH_TOKEN
    list_methods: frozenset[str] = frozenset({FIND_LIST})
    time_zone: str = "America/Los_Angeles"
    calls_per_second: float | None = None
    quirks: frozenset[str] = frozenset()
    cache_bytes: int = 256 * 1024 * 1024

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(self.time_zone)
        self.lock = threading.RLock()  # one for all: an answer is computed at one instant
        self.accounts = Accounts()
        self.faults = Faults()
        self.limits = Limits(calls_per_second=self.calls_per_second)
        self.pages = PageCache(budget_bytes=self.cache_bytes)
        self.is_replaying = False  # while the past is lived again nothing is saved
        self.requests: deque[RequestSeen] = deque(maxlen=REQUESTS_KEPT)
        # Called before an answer is computed, from the thread of its connection.
        self.on_request: Callable[[RequestSeen], None] | None = None
        self._request_ids = itertools.count(1)
        self.catalogues: dict[str, Catalogue] = {}
        self.shops: dict[str, ManagedShop] = {}  # by channel_seller_id
        self.source_shops: dict[str, Shop] = {}  # where products come from; by hash
        # How the default seller's goods differ there from its listings, once that was settled.
        self.source_plan: dict[str, Any] | None = None
        self.last_id = FIRST_PRODUCT_ID
        self._id_steps = random.Random(self.seed)
        self.seller = self.add_seller(
            seller_id=SELLER_ID,
            nick="harbour-home",
            access_token=self.access_token,
            refresh_token=self.refresh_token,
            list_methods=self.list_methods,
        )

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

    def add_shop(
        self,
        family: str,
        *,
        name: str,
        of: Seller | None = None,
        channel_seller_id: str = "",
        business_type: str | None = None,
        channel: str = "AE_GLOBAL",
    ) -> ManagedShop:
        """One more shop of an account (the default one's), with an empty catalogue. `family`: one
        of the managed ones. `business_type` None: the word AliExpress has for the family."""
        seller = of or self.seller
        number = sum(shop.of == seller.seller_id for shop in self.shops.values()) + 1
        shop = ManagedShop(
            channel_seller_id=channel_seller_id or f"{seller.seller_id}{50 + number}",
            of=seller.seller_id,
            family=family,
            name=name,
            business_type=BUSINESS_TYPES[family] if business_type is None else business_type,
            channel=channel,
        )
        with self.lock:
            self.shops[shop.channel_seller_id] = shop
            self._keep_catalogue(shop.channel_seller_id)
        return shop

    def add_source_shop(self, **facts: Any) -> Shop:
        """A shop products come from, on the same clock; it begins empty."""
        shop = Shop(clock=self.clock, lock=self.lock, **facts)
        self.source_shops[shop.hash] = shop
        return shop

    def shops_of(self, seller: Seller) -> list[ManagedShop]:
        """In the order they were opened."""
        return [shop for shop in self.shops.values() if shop.of == seller.catalogue_of]

    def catalogue(self, of: Seller | ManagedShop | None = None) -> Catalogue:
        """The listings of a seller's POP shop, or of a managed one; of the default seller when
        none is named."""
        if isinstance(of, ManagedShop):
            return self.catalogues[of.channel_seller_id]
        return self.catalogues[(of or self.seller).catalogue_of]

    def fill(self, of: Seller | ManagedShop, counts: Mapping[str, int]) -> None:
        """A big catalogue at once: status → how many listings in it."""
        self.catalogue(of).fill(counts, seed=self.seed)

    def note(self, seen: RequestSeen) -> list[Fault]:
        """Log a request, let the test act on it, and return the faults that befall it."""
        self.requests.append(seen)
        if self.on_request is not None:
            self.on_request(seen)
        return self.faults.firing(seen)

    def next_request_id(self) -> str:
        return f"2102e2b7{next(self._request_ids):024d}"

    def next_product_id(self) -> int:
        self.last_id += 1000 + int(self._id_steps.random() * 30_000)
        return self.last_id

    def _admit(self, seller: Seller) -> Seller:
        with self.lock:
            self.accounts.add(seller, at=self.clock.now())
            self._keep_catalogue(seller.catalogue_of)
        return seller

    def _keep_catalogue(self, key: str) -> None:
        if key not in self.catalogues:
            self.catalogues[key] = Catalogue(
                clock=self.clock, lock=self.lock, next_id=self.next_product_id
            )
