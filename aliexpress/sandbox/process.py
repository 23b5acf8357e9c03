"""The sandbox in a process of its own: told what to do in lines of JSON on its standard input,
it answers each with one on its standard output. It ends with whoever started it.

    {"do": "next_moment"}  →  {"is": "2026-03-14T12:00:00+00:00"}   or   {"went_wrong": "…"}
"""

import contextlib
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final, NamedTuple, cast

from aliexpress.sandbox.rate_limits import DETAIL_CALLS_PER_SECOND
from aliexpress.sandbox.sandbox import Sandbox
from aliexpress.sandbox.shop.life import Life
from aliexpress.sandbox.shop.other_accounts import PEBBLE, neighbour, work_a_day
from aliexpress.sandbox.shop.scenario import STRICT_WITH_LAMPS, thirty_days
from aliexpress.sandbox.shop.source_shop import FOR_ALIEXPRESS, open_source_shop

PATIENCE_SECONDS: Final = 30.0


class SandboxGone(Exception):
    """The process does not answer, or says that something went wrong."""


class Introduction(NamedTuple):
    url: str
    app_key: str
    app_secret: str
    access_token: str
    refresh_token: str
    problem: str  # with its state file, in a sentence; "" when all is well
    products: int  # ever in the catalogue: removed ones too


class Tokens(NamedTuple):
    access_token: str
    refresh_token: str


class SourceIntroduction(NamedTuple):
    shop: str
    token: str
    category: int  # of what is meant for AliExpress
    aliases: list[list[str]]  # codes on AliExpress, and the variants they are


class SandboxProcess:
    """Started by being made; whoever makes it `stop()`s it. Raises SandboxGone."""

    def __init__(self, *, state_file: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", __name__, str(state_file)],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        # Pipes, as asked for.
        self._asks = cast("IO[str]", self._process.stdin)
        self._answers = cast("IO[str]", self._process.stdout)
        self.introduction = Introduction(**self._ask("introduce"))

    def begin_month(self, *, end: datetime, mixes_causes: bool = False) -> None:
        """The thirty days before `end`; `next_moment` lives them. `mixes_causes`: in the last of
        them reviewers turn something down more often, for somebody to find."""
        self._ask("begin_month", end=end.isoformat(), mixes_causes=mixes_causes)

    def next_moment(self) -> datetime | None:
        """The moment the clock stands at now; None once the month is over."""
        moment = self._ask("next_moment")
        return datetime.fromisoformat(moment) if moment else None

    def open_source(self) -> SourceIntroduction:
        """The shop the default seller's goods come from, as it differs from the listings now, or
        as it was said to when it was opened first."""
        return SourceIntroduction(**self._ask("open_source"))

    def authorise(self, *, at: datetime) -> None:
        """The default seller's tokens are good from now on."""
        self._ask("authorise", at=at.isoformat())

    def neighbour(self, nick: str, *, at: datetime) -> Tokens:
        """Of the account of that name, opened where there is none; good from now on."""
        return Tokens(*self._ask("neighbour", nick=nick, at=at.isoformat()))

    def work_a_day(self, nick: str) -> None:
        """Let a few listings of a neighbour change."""
        self._ask("work_a_day", nick=nick)

    def withdraw(self, nick: str) -> None:
        """A neighbour takes its consent back: its tokens open nothing any more."""
        self._ask("withdraw", nick=nick)

    def live(self, *, rest: float, pace: float, seed: int) -> None:
        """Follow the wall clock; after a rest of so many seconds listings begin to change."""
        self._ask("live", rest=rest, pace=pace, seed=seed)

    def stop(self) -> None:
        """Its standard input ends, and so does it, once it has saved what it remembers."""
        self._asks.close()
        try:
            self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._answers.close()

    def _ask(self, what: str, **how: Any) -> Any:
        try:
            self._asks.write(json.dumps({"do": what, **how}) + "\n")
            self._asks.flush()
            line = self._answers.readline()
        except (OSError, ValueError) as error:
            raise SandboxGone(f"The sandbox went away: {error}.") from error
        answer = json.loads(line) if line else {"went_wrong": "it went away"}
        if "went_wrong" in answer:
            raise SandboxGone(f"The sandbox did not do its work: {answer['went_wrong']}.")
        return answer["is"]


class _Doings:
    """What the process is told to do."""

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
    doings = _Doings(sandbox)
    with contextlib.suppress(BrokenPipeError):
        for line in sys.stdin:
            print(json.dumps(answer_to(doings, json.loads(line))), flush=True)
    doings.end()


def answer_to(doings: _Doings, asked: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"is": getattr(doings, asked.pop("do"))(**asked)}
    except Exception as error:  # whoever asked says what became of it
        return {"went_wrong": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    main()
