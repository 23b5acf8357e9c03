"""The sandbox in a process of its own: told what to do in lines of JSON on its standard input,
it answers each with one on its standard output. It ends with whoever started it.

    {"do": "next_moment"}  →  {"is": "2026-03-14T12:00:00+00:00"}   or   {"went_wrong": "…"}
"""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final, NamedTuple, cast

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
            [sys.executable, "-m", "aliexpress.sandbox.process_orders", str(state_file)],
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
