"""`manage.py demo`: everything, embedded, on the sandbox, with nothing to install."""

import logging
import os
import signal
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from nervecentre import environment
from nervecentre.demo.demo import Demo
from nervecentre.demo.lock import AlreadyRunning
from nervecentre.demo.store import DemoFailed
from nervecentre.demo.terminal import Terminal

STOPPED_AT_ONCE = 130
# A log that has grown larger is begun again, and the one before is kept.
LARGE_LOG_BYTES = 5_000_000


class Command(BaseCommand):
    help = (
        "Run everything: a stand-in AliExpress with a store of 4,820 listings, "
        "web server, worker and beat. Ctrl-C stops it; run it again and it carries on."
    )
    # What they would say about a production without servers is what a demo is for.
    requires_system_checks = ()

    def run_from_argv(self, argv: list[str]) -> None:
        become_a_demo()
        super().run_from_argv(argv)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port",
            type=int,
            default=8000,
            help="of the web server; where it is taken the next free one is used",
        )

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if not 0 <= port <= 65_535:
            raise CommandError("--port must be between 0 and 65535.", returncode=2)
        logging.captureWarnings(True)
        demo = Demo(
            directory=environment.LOCAL_DIRECTORY,
            clock=timezone.now,
            terminal=Terminal(sys.stdout),
        )
        stop_on_signals(demo)
        try:
            demo.run(port=port)
        except AlreadyRunning as error:
            raise CommandError(str(error), returncode=2) from error
        except DemoFailed as error:
            raise CommandError(str(error), returncode=1) from error
        self.stdout.write("Stopped.")


def become_a_demo() -> None:
    """Start this very command again as it would run in production, but over plain http and
    with its broker in memory: what users see of a failure is then a page, not a traceback."""
    wanted = {
        **environment.local_secrets(),
        **os.environ,
        "DEBUG": "0",
        "PLAIN_HTTP": "1",
        "CELERY_BROKER_URL": "memory://",
        "ALIEXPRESS_GATEWAY_ALLOW_PRIVATE": "1",  # its AliExpress runs on this machine
        "LOG_FILE": str(environment.local_path("demo.log")),
    }
    if wanted != dict(os.environ):
        log = Path(wanted["LOG_FILE"])
        if log.exists() and log.stat().st_size > LARGE_LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        # With the arguments this very process was started with.
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], wanted)  # noqa: S606


def stop_on_signals(demo: Demo) -> None:
    """Once: stop every part in order. Twice: end at once."""
    asked = False

    def on_signal(*_: object) -> None:
        nonlocal asked
        if asked:
            os._exit(STOPPED_AT_ONCE)
        asked = True
        demo.stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
