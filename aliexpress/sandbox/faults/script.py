"""Scripted faults: what goes wrong, for which calls, and how often."""

import random
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from aliexpress.sandbox.errors import BusinessError, Kind, Refusal

FaultKind = Literal[
    # the wire
    "slow", "timeout", "reset", "cut_off", "http_429", "http_500", "http_502", "http_503",
    "http_504", "http_507", "http_509", "html", "truncated_json", "empty_answer", "huge_page",
    # the gateway
    "error_response", "throttled", "token_refused", "success_false", "bad_shape",
    # the lists
    "lost_page", "repeated_page", "page_count_changes", "declared_wrong", "missing_items",
    "hostile_items", "not_products", "unknown_reason", "sub_account",
    "count_capped", "pages_capped", "page_size_cut", "counts_of_the_page", "empty_list",
    "repeated_end", "also_listed", "same_list",
    # the managed families
    "wordless_failure", "joined_elsewhere",
    # the detail
    "unknown_status",
    # the shop a source reads
    "total_off", "too_many", "total_pages_low", "filters_ignored", "filters_empty", "row_twice",
    "rows_out_of_order", "foreign_variant", "no_variants", "null_text", "stock_behind",
]  # fmt: skip


@dataclass(frozen=True)
class RequestSeen:
    """One call as it came in, before it was answered."""

    method: str  # for /rest the path: /auth/token/refresh
    moment: datetime  # by the sandbox's clock
    seller_id: str = ""  # "" where the token opens nothing
    status: str = ""  # product_status_type; "draft" for the drafts' list
    page: int | None = None
    page_size: int | None = None
    shop: str = ""  # channel_seller_id, where one was named
    parameters: dict[str, Any] = field(default_factory=dict)  # business parameters


@dataclass(eq=False)
class Fault:
    """A fault and the calls it befalls: those that fit every condition given.

    `method` fits as a whole or as the end of a name; `nth` counts the calls that fit, from 1.
    """

    kind: FaultKind
    method: str = ""
    seller_id: str = ""
    shop: str = ""
    status: str = ""
    page: int | None = None
    page_size: int | None = None
    nth: int | None = None
    times: int | None = None  # at most so often
    probability: float = 1.0
    seed: int = 0
    # What it does, where its kind leaves a choice.
    seconds: float = 1.0  # slow: latency; throttled: the ban
    code: str | int = ""  # error_response, success_false
    sub_code: str = ""  # error_response
    message: str = ""
    type: Kind = "ISV"
    delta: int = 1  # declared_wrong, page_count_changes, total_off, stock_behind
    # missing_items, not_products, also_listed, joined_elsewhere: so many;
    # count_capped: listings at most;
    # pages_capped: pages at most, and nothing beyond; page_size_cut: listings a page at most
    count: int = 1
    # unknown_reason, unknown_status; also_listed, same_list: the status whose listings stand there
    word: str = "frozen_by_platform"
    shape: Any = None  # bad_shape: what stands in place of the answer's payload
    fitted: int = field(default=0, init=False)
    fired: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def fits(self, seen: RequestSeen) -> bool:
        return (
            seen.method.endswith(self.method)
            and self.seller_id in ("", seen.seller_id)
            and self.status in ("", seen.status)
            and self.shop in ("", seen.shop)
            and self.page in (None, seen.page)
            and self.page_size in (None, seen.page_size)
        )

    def fires(self, seen: RequestSeen) -> bool:
        """Whether it befalls this call; every call that fits is counted."""
        if not self.fits(seen):
            return False
        self.fitted += 1
        if self.nth not in (None, self.fitted):
            return False
        if self.times is not None and self.fired >= self.times:
            return False
        if self._random.random() >= self.probability:
            return False
        self.fired += 1
        return True


class Faults:
    """The faults in force, and the ban a throttled caller is under."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._banned_until = 0.0  # by the monotonic clock: a ban lasts real seconds
        self._ban_seconds = 0.0
        self.calls_during_ban = 0
        self.released = threading.Event()  # set: calls held by a timeout are let go

    def add(self, fault: Fault) -> Fault:
        with self._lock:
            self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """No fault any more, no ban, and whoever was held is let go."""
        with self._lock:
            self._faults.clear()
            self._banned_until = 0.0
            self.released.set()
            self.released = threading.Event()

    def firing(self, seen: RequestSeen) -> list[Fault]:
        if not self._faults:
            return []
        with self._lock:
            return [fault for fault in self._faults if fault.fires(seen)]

    def ban(self, seconds: float) -> Refusal:
        """Refuse every call for so long."""
        with self._lock:
            self._banned_until = time.monotonic() + seconds
            self._ban_seconds = seconds
        return ban_refusal(seconds)

    def check_ban(self) -> None:
        """Raises Refusal while a ban lasts."""
        with self._lock:
            if time.monotonic() >= self._banned_until:
                return
            self.calls_during_ban += 1
            raise ban_refusal(self._ban_seconds)


def ban_refusal(seconds: float) -> Refusal:
    return Refusal(
        "ApiCallLimit",
        f"Api access frequency exceeds the limit. this ban will last {seconds:.0f} seconds",
    )


def raise_gateway_faults(fired: Iterable[Fault], faults: Faults) -> None:
    """Raises the Refusal a call befallen by these faults is told instead of an answer."""
    for fault in fired:
        if fault.kind == "throttled":
            raise faults.ban(fault.seconds)
        if fault.kind == "token_refused":
            raise Refusal("IllegalAccessToken", "The specified access token is invalid or expired")
        if fault.kind == "error_response":
            raise Refusal(
                str(fault.code or "ServiceUnavailable"),
                fault.message or "The service is unavailable",
                kind=fault.type,
                sub_code=fault.sub_code,
            )


def raise_business_faults(fired: Iterable[Fault]) -> None:
    """Raises the BusinessError the method itself answers under these faults."""
    for fault in fired:
        if fault.kind in ("success_false", "wordless_failure"):
            raise BusinessError(fault.code or 16_009_999, fault.message or "system error")
