"""What the sandbox's own process does when it is told to: each order a method, by its name.

It ends when its standard input does.
"""

import contextlib
import json
import signal
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from aliexpress.sandbox.process import Introduction, SourceIntroduction, Tokens
from aliexpress.sandbox.rate_limits import DETAIL_CALLS_PER_SECOND
from aliexpress.sandbox.sandbox import Sandbox
from aliexpress.sandbox.shop.life import Life
from aliexpress.sandbox.shop.other_accounts import PEBBLE, neighbour, work_a_day
from aliexpress.sandbox.shop.scenario import STRICT_WITH_LAMPS, thirty_days
from aliexpress.sandbox.shop.source_shop import FOR_ALIEXPRESS, open_source_shop


class Orders:
    """What the process may be told to do."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._month: Iterator[datetime] = iter(())
        self._living: threading.Thread | None = None
        self._ended = threading.Event()

    def introduce(self) -> dict[str, Any]:
        sandbox, seller = self._sandbox, self._sandbox.seller
        return Introduction(
            url=sandbox.url,
            app_key=sandbox.app_key,
            app_secret=sandbox.app_secret,
            access_token=seller.access_token,
            refresh_token=seller.refresh_token,
            problem=sandbox.state_problem,
            products=len(sandbox.catalogue()),
        )._asdict()

    def begin_month(self, *, end: str, mixes_causes: bool) -> None:
        self._month = thirty_days(
            self._sandbox,
            end=datetime.fromisoformat(end),
            causes=[STRICT_WITH_LAMPS] if mixes_causes else [],
        )
        # A month passes in seconds, so a limit by the second is not the one a month would meet.
        self._sandbox.limits.detail_calls_per_second = None

    def next_moment(self) -> str | None:
        moment = next(self._month, None)
        return moment.isoformat() if moment else None

    def open_source(self) -> dict[str, Any]:
        shop = open_source_shop(self._sandbox)
        aliases = [list(pair) for pair in shop.aliases]
        return SourceIntroduction(shop.hash, shop.token, FOR_ALIEXPRESS, aliases)._asdict()

    def authorise(self, *, at: str) -> None:
        self._sandbox.accounts.authorise(self._sandbox.seller, at=datetime.fromisoformat(at))

    def neighbour(self, *, nick: str, at: str) -> Tokens:
        seller = neighbour(self._sandbox, nick)
        self._sandbox.accounts.authorise(seller, at=datetime.fromisoformat(at))
        return Tokens(seller.access_token, seller.refresh_token)

    def work_a_day(self, *, nick: str) -> None:
        work_a_day(self._sandbox, neighbour(self._sandbox, nick))

    def withdraw(self, *, nick: str) -> None:
        self._sandbox.accounts.revoke(neighbour(self._sandbox, nick))

    def live(self, *, rest: float, pace: float, seed: int) -> None:
        self._sandbox.limits.detail_calls_per_second = DETAIL_CALLS_PER_SECOND
        self._sandbox.clock.run()
        self._living = threading.Thread(target=self._live, args=(rest, pace, seed), daemon=True)
        self._living.start()

    def end(self) -> None:
        self._ended.set()
        if self._living is not None:
            self._living.join()
        self._sandbox.stop()

    def _live(self, rest: float, pace: float, seed: int) -> None:
        if self._ended.wait(rest):
            return
        sellers = [self._sandbox.seller, neighbour(self._sandbox, PEBBLE)]
        lives = [Life(self._sandbox, seller, pace=pace, seed=seed) for seller in sellers]
        for life in lives:
            life.run()
        self._ended.wait()
        for life in lives:
            life.stop()


def main() -> None:
    # Ctrl-C reaches every process of a terminal; the one that started us says when to end.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    sandbox = Sandbox(state_file=Path(sys.argv[1]))
    sandbox.start()
    orders = Orders(sandbox)
    with contextlib.suppress(BrokenPipeError):
        for line in sys.stdin:
            print(json.dumps(answer_to(orders, json.loads(line))), flush=True)
    orders.end()


def answer_to(orders: Orders, asked: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"is": getattr(orders, asked.pop("do"))(**asked)}
    except Exception as error:  # whoever asked says what became of it
        return {"went_wrong": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    main()
