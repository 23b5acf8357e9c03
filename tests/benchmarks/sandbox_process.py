"""The stand-in AliExpress in a process of its own, so that its work is not counted as ours.

The parent speaks to it in lines of JSON over stdin, and it answers each with one on stdout.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from types import TracebackType
from typing import Any

# What a catalogue of N listings is in, in thousandths: as in the worked example.
SHARES = {"auditing": 70, "editingRequired": 25, "offline": 10}
MANAGED_SHARES = {
    "PENDING_APPROVAL": 70,
    "VIOLATION_QC_FAILED": 25,
    "PENDING_LAUNCH": 5,
    "OFFLINE": 10,
}
# Answers are kept as bytes, or a benchmark would measure how fast the sandbox writes JSON.
CACHE_BYTES = 3 * 1024**3
SHOP = "267537807651"  # channel_seller_id


class SandboxProcess:
    """`with SandboxProcess(listings=20_000) as sandbox`, and then `sandbox.url`. `family`: of the
    managed shop that is the only one of the account."""

    def __init__(
        self, *, listings: int = 0, sellers: int = 1, latency: float = 0.0, family: str = ""
    ) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        shares, on_sale = (MANAGED_SHARES, "ONLINE") if family else (SHARES, "onSelling")
        counts = {status: listings * share // 1000 for status, share in shares.items()}
        self.listings = listings
        self.counts = {on_sale: listings - sum(counts.values()), **counts}
        answer = self.tell(fill=self.counts, sellers=sellers, latency=latency, family=family)
        self.url: str = answer["url"]
        self.app_key: str = answer["app_key"]
        self.app_secret: str = answer["app_secret"]
        self.access_tokens: list[str] = answer["access_tokens"]

    def tell(self, **asked: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def __enter__(self) -> "SandboxProcess":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.wait()


def main() -> None:
    from aliexpress.sandbox import Sandbox

    sandbox = Sandbox(seed=7, cache_bytes=CACHE_BYTES)
    sandbox.start()
    for line in sys.stdin:
        _do(sandbox, json.loads(line))
        answer = {
            "url": sandbox.url,
            "app_key": sandbox.app_key,
            "app_secret": sandbox.app_secret,
            "access_tokens": [s.access_token for s in sandbox.accounts.sellers.values()],
            "requests": len(sandbox.requests),
            "now": sandbox.clock.now().isoformat(),
        }
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _do(sandbox: Any, asked: dict[str, Any]) -> None:
    """`fill` every seller, set the `latency` in seconds, `change` so many listings within the
    next `over` seconds, after which the clock stands."""
    while len(sandbox.accounts.sellers) < asked.get("sellers", 1):
        sandbox.add_seller()
    if asked.get("family"):
        sandbox.seller.has_pop_shop, sandbox.seller.list_methods = False, frozenset()
        shop = sandbox.add_shop(asked["family"], name="Managed", channel_seller_id=SHOP)
        sandbox.fill(shop, asked["fill"])
    elif asked.get("fill"):
        for seller in sandbox.accounts.sellers.values():
            sandbox.fill(seller, asked["fill"])
    if "latency" in asked:
        sandbox.latency = asked["latency"]
    if asked.get("change"):
        began = sandbox.clock.now()
        changes = _changes(sandbox.catalogue(), asked["change"])
        step = timedelta(seconds=asked["over"]) / len(changes)
        for done, change in enumerate(changes, start=1):
            sandbox.clock.set(began + done * step)
            change()


def _changes(catalogue: Any, number: int) -> list[Callable[[], object]]:
    """Half of them change their price, a quarter expire, a quarter come out of auditing."""
    selling, auditing = catalogue.in_status("onSelling"), catalogue.in_status("auditing")
    return [
        *(partial(catalogue.reprice, pid) for pid in selling[: number // 2]),
        *(partial(catalogue.expire, pid) for pid in selling[-(number // 4) :]),
        *(partial(catalogue.approve, pid) for pid in auditing[: number // 4]),
    ]


if __name__ == "__main__":
    main()
