"""The stand-in AliExpress gateway as a process of its own."""

import signal
from argparse import ArgumentParser
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from aliexpress.sandbox import Life, Sandbox, thirty_days
from aliexpress.sandbox.aliexpress_words import AUDITING, EDITING_REQUIRED, OFFLINE, ON_SELLING
from aliexpress.sandbox.bigcommerce.shop import Shop
from aliexpress.sandbox.marketplace import ACCESS_TOKEN, APP_KEY, APP_SECRET, REFRESH_TOKEN
from aliexpress.sandbox.shop.source_shop import FOR_ALIEXPRESS, open_source_shop

# What a catalogue of N listings is in, in thousandths: as in the worked example.
SHARES = {AUDITING: 70, EDITING_REQUIRED: 25, OFFLINE: 10}


class Command(BaseCommand):
    help = "Run a stand-in AliExpress gateway over real HTTP, until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8765, help="0: any free port")
        parser.add_argument("--seed", type=int, default=7, help="another seed, another catalogue")
        content = parser.add_mutually_exclusive_group()
        content.add_argument("--listings", type=int, help="a catalogue of so many listings")
        content.add_argument(
            "--scenario",
            action="store_true",
            help="the month that led to the worked example (so it is without --listings)",
        )
        parser.add_argument(
            "--pace", type=float, default=1.0, help="how many times faster it lives; 0: it stands"
        )
        parser.add_argument("--latency", type=float, default=0.0, help="milliseconds an answer")
        parser.add_argument("--state-file", type=Path, help="carry on from here, and save here")
        parser.add_argument("--app-key", default=APP_KEY)
        parser.add_argument("--app-secret", default=APP_SECRET)
        parser.add_argument("--access-token", default=ACCESS_TOKEN)
        parser.add_argument("--refresh-token", default=REFRESH_TOKEN)

    def handle(self, *args: Any, **options: Any) -> None:
        _check(options)
        sandbox = Sandbox(
            seed=options["seed"],
            state_file=options["state_file"],
            host=options["host"],
            port=options["port"],
            latency=options["latency"] / 1000,
            app_key=options["app_key"],
            app_secret=options["app_secret"],
            access_token=options["access_token"],
            refresh_token=options["refresh_token"],
        )
        if sandbox.state_problem:
            self.stderr.write(sandbox.state_problem)
        if not len(sandbox.catalogue()):
            fill(sandbox, options["listings"], seed=options["seed"])
        shop = None
        if sandbox.source_plan or options["listings"] is None:
            shop = open_source_shop(sandbox)
        try:
            sandbox.start()
        except OSError as error:
            raise CommandError(
                f"The sandbox cannot listen on {options['host']}:{options['port']} "
                f"({error.strerror}). Give another address with --host or --port.",
                returncode=2,
            ) from error
        self._serve(sandbox, shop, pace=options["pace"], seed=options["seed"])

    def _serve(self, sandbox: Sandbox, shop: Shop | None, *, pace: float, seed: int) -> None:
        life = Life(sandbox, pace=pace, seed=seed) if pace else None
        # A queue, because a signal may come while its end is being waited for: an event would then
        # wait for itself.
        ended: SimpleQueue[None] = SimpleQueue()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: ended.put(None))
        self.stdout.write(introduction(sandbox))
        if shop is not None:
            self.stdout.write(source_introduction(sandbox, shop))
        self.stdout.flush()
        if life:
            life.run()
        ended.get()
        if life:
            life.stop()
        sandbox.stop()
        self.stdout.write("The sandbox has stopped.")


def _check(options: dict[str, Any]) -> None:
    """CommandError, exit 2, for a number that makes no sense."""
    wrong = {
        "--port": not 0 <= options["port"] <= 65_535,
        "--pace": not 0 <= options["pace"] <= 10_000,
        "--latency": not 0 <= options["latency"] <= 600_000,
        "--listings": not 0 <= (options["listings"] or 0) <= 5_000_000,
    }
    for name, is_wrong in wrong.items():
        if is_wrong:
            raise CommandError(f"{name} is out of range; see --help.", returncode=2)


def fill(sandbox: Sandbox, listings: int | None, *, seed: int) -> None:
    if listings is None:
        for _ in thirty_days(sandbox, end=timezone.now(), seed=seed):
            pass
        sandbox.clock.run()
        return
    counts = {status: listings * share // 1000 for status, share in SHARES.items()}
    sandbox.fill(sandbox.seller, {ON_SELLING: listings - sum(counts.values()), **counts})


def introduction(sandbox: Sandbox) -> str:
    seller, counts = sandbox.seller, sandbox.catalogue().counts()
    listed = ", ".join(f"{counts.get(s, 0):,} {s}" for s in (ON_SELLING, *SHARES))
    return "\n".join(
        [
            f"AliExpress sandbox on {sandbox.url} (Ctrl-C stops it)",
            f"  app key        {sandbox.app_key}",
            f"  app secret     {sandbox.app_secret}",
            f"  access token   {seller.access_token}",
            f"  refresh token  {seller.refresh_token}",
            f"  seller         {seller.nick}, {seller.seller_id}",
            f"  listings       {listed}",
            "Connect a store to it:",
            "  python manage.py connect_store harbour-home --name 'Harbour Home' "
            f"--gateway-url {sandbox.url} --app-key {sandbox.app_key} "
            f"--app-secret {sandbox.app_secret} --access-token {seller.access_token} "
            f"--refresh-token {seller.refresh_token}",
        ]
    )


def source_introduction(sandbox: Sandbox, shop: Shop) -> str:
    return "\n".join(
        [
            "Its goods come from a BigCommerce shop there. With the store's source connected by",
            f"  BIGCOMMERCE_API_URL={sandbox.url} python manage.py connect_source harbour-home "
            f"--bigcommerce {shop.hash} --token {shop.token} --category {FOR_ALIEXPRESS}",
            "it is read, by whatever has the same BIGCOMMERCE_API_URL.",
        ]
    )
