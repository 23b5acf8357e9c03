"""`manage.py demo`: everything, embedded, on the sandbox, with nothing to install."""

import logging
import os
import signal
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from nervecentre import environment
from nervecentre.demo.demo import REST_SECONDS, Demo
from nervecentre.demo.lock import AlreadyRunning
from nervecentre.demo.progress_bar import Terminal
from nervecentre.demo.store import DemoFailed

STOPPED_AT_ONCE = 130


class Command(BaseCommand):
    help = (
        "Run everything: a stand-in AliExpress with a store of 4,820 listings, "
        "web server, worker and beat. Ctrl-C stops it; run it again and it carries on."
    )
    # What they would say about a production without servers is what a demo is for.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port",
            type=int,
            default=8000,
            help="of the web server; where it is taken the next free one is used",
        )

        parser.add_argument(
            "--rest",
            type=int,
            default=REST_SECONDS,
            metavar="SECONDS",
            help="how long a new demo stays at the worked example's figures before they move (60); "
            "all SKU codes are read, and the bridge is whole, after about 300",
        )

    def handle(self, *args: Any, port: int, rest: int, **options: Any) -> None:
        if not 0 <= port <= 65_535:
            raise CommandError("--port must be between 0 and 65535.", returncode=2)
        if rest < 0:
            raise CommandError("--rest must be a number of seconds.", returncode=2)
        logging.captureWarnings(True)
        demo = Demo(
            directory=environment.LOCAL_DIRECTORY,
            clock=timezone.now,
            terminal=Terminal(sys.stdout),
        )
        stop_on_signals(demo)
        try:
            demo.run(port=port, rest=rest)
        except AlreadyRunning as error:
            raise CommandError(str(error), returncode=2) from error
        except DemoFailed as error:
            raise CommandError(str(error), returncode=1) from error
        self.stdout.write("Stopped.")


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
