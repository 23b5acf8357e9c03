"""Sets up what is missing, starts every part, and stops them all again."""

import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DatabaseError

from aliexpress.connection import CannotConnect
from aliexpress.gateway.rate_limits import without_pace
from aliexpress.models import Store
from aliexpress.sandbox.process import SandboxGone, SandboxProcess
from cards.members.member import CannotAdd
from nervecentre.demo.embedded import Beat, NoFreePort, WebServer, Worker
from nervecentre.demo.lock import Lock
from nervecentre.demo.other_stores import take_up_neighbours
from nervecentre.demo.progress_bar import Terminal
from nervecentre.demo.sign_ins import SignIn, prepare_sign_ins, welcome_colleagues
from nervecentre.demo.source import DemoSource
from nervecentre.demo.store import (
    NAME,
    DemoFailed,
    Interrupted,
    existing_store,
    refill,
    replay,
    take_up,
)

PACE = 60.0
# Time to see the worked example's own figures before they begin to move.
REST_SECONDS = 60


class Demo:
    """`run` returns once somebody asked it to stop and every part has stopped."""

    def __init__(
        self, *, directory: Path, clock: Callable[[], datetime], terminal: Terminal
    ) -> None:
        self._directory = directory
        self._clock = clock
        self._terminal = terminal
        # A queue, because a signal may come while its end is being waited for: an event would then
        # wait for itself.
        self._stopping: SimpleQueue[None] = SimpleQueue()

    def stop(self) -> None:
        """May be called from a signal handler."""
        self._stopping.put(None)

    def run(self, *, port: int, rest: int = REST_SECONDS) -> None:
        """Raises DemoFailed with a sentence, and AlreadyRunning."""
        lock = Lock(self._directory / "demo.lock")
        lock.take()
        with contextlib.ExitStack() as parts, contextlib.suppress(Interrupted):
            try:
                self._serve(parts, lock=lock, port=port, rest=rest)
            except (CannotAdd, CannotConnect, NoFreePort, SandboxGone) as error:
                raise DemoFailed(str(error)) from error
            except DatabaseError as error:
                raise DemoFailed(
                    f"The database of DATABASE_URL does not do its work: {error}"
                ) from error

    def _serve(self, parts: contextlib.ExitStack, *, lock: Lock, port: int, rest: int) -> None:
        """Start the parts; whatever was started is stopped in reverse by `parts`."""
        self._terminal.say("Preparing the database ...")
        call_command("migrate", verbosity=0)
        is_first = existing_store() is None
        sandbox = self._start_sandbox(parts, is_first=is_first)
        store = self._prepare_store(sandbox)
        sign_ins = self._sign_ins(store)
        sandbox.live(rest=rest if is_first else 0.0, pace=PACE, seed=int(self._clock().timestamp()))
        web = WebServer(port)
        owner = get_user_model().objects.get(username=sign_ins[0].username)
        source = DemoSource(store, sandbox, by=owner, clock=self._clock)
        for part in (Worker(), Beat(), web, source):
            part.start()
            parts.callback(part.stop)
        lock.say(web.url)
        self._introduce(web, sandbox, sign_ins, asked_for=port)
        self._stopping.get()
        self._terminal.say("\nStopping ...")

    def _start_sandbox(self, parts: contextlib.ExitStack, *, is_first: bool) -> SandboxProcess:
        memory = self._directory / "demo-sandbox.json"
        if is_first:
            memory.unlink(missing_ok=True)
        sandbox = SandboxProcess(state_file=memory)
        parts.callback(sandbox.stop)
        if sandbox.introduction.problem:
            self._terminal.say(sandbox.introduction.problem)
        return sandbox

    def _prepare_store(self, sandbox: SandboxProcess) -> Store:
        store, now = existing_store(), self._clock()
        if store is None:
            self._terminal.say(f"Living the last thirty days of {NAME} again ...")
            gateway = sandbox.introduction
            with without_pace(gateway.url, gateway.app_key):
                return replay(
                    sandbox,
                    end=now,
                    terminal=self._terminal,
                    is_stopping=lambda: not self._stopping.empty(),
                    welcome=self._welcome,
                )
        if not sandbox.introduction.products:
            self._terminal.say(
                "The sandbox remembers nothing of the catalogue, so it begins anew with the "
                "worked example's: the next sync shows the difference as movements."
            )
            refill(sandbox, end=now)
        take_up(store, sandbox, at=now)
        take_up_neighbours(sandbox, at=now)
        return store

    def _sign_ins(self, store: Store) -> list[SignIn]:
        return prepare_sign_ins(store, kept_in=self._directory / "demo-sign-ins.json")

    def _welcome(self, store: Store) -> list[Any]:
        names = [sign_in.username for sign_in in self._sign_ins(store)]
        people = get_user_model().objects.filter(username__in=names).order_by("-username")
        return [*people, *welcome_colleagues(store, at=self._clock())]

    def _introduce(
        self, web: WebServer, sandbox: SandboxProcess, sign_ins: list[SignIn], *, asked_for: int
    ) -> None:
        say = self._terminal.say
        if asked_for not in (0, web.port):
            say(f"Port {asked_for} is taken, so the demo uses {web.port}.")
        say(f"\nNerve Centre runs at {web.url}\n")
        for sign_in in sign_ins:
            say(f"  sign in as  {sign_in.username:<12} password  {sign_in.password}")
        say(f"  admin       {web.url}admin/ (operations)")
        say(f"  AliExpress  {sandbox.introduction.url} (a stand-in on this machine)")
        say("  BigCommerce the same stand-in, as the source of its products: /stores/.../bridge/")
        say(f"  log         {self._directory / 'demo.log'}")
        say(f"\n{NAME} lives {PACE:.0f} times faster than a real shop, so its numbers move.")
        say("Lantern Lane took its consent back; Pebble & Pine is new and has two shops.")
        say("Ctrl-C stops everything. Run the same command again to carry on from there.")
