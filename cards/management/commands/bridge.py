"""`manage.py bridge SLUG [--as-of ISO] [--json]`: the source against the listings, for people or
apps."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from rest_framework.renderers import JSONRenderer

from aliexpress.store_slug import store_named
from aliexpress.typed.command import TypedCommand
from aliexpress.typed.moments import past_moment
from cards.board.bridge import Bridge, bridge_at, bridge_now
from cards.board.bridge_json import bridge_json
from cards.board.bridge_movements import since_yesterday


class Command(TypedCommand):
    help = (
        "Print a store's bridge: its source held against its listings. Exit 0: printed; 1: there "
        "is none; 2: bad usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the store")
        parser.add_argument("--as-of", help="the answer given at this ISO 8601 moment")
        parser.add_argument("--json", action="store_true", help="exactly the API's JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        store = store_named(options["slug"])
        if (text := options["as_of"]) is not None:
            tally = bridge_at(store, at=past_moment("--as-of", text, at=at))
        else:
            tally = bridge_now(store)
        if tally is None:
            raise CommandError(
                f"{store.name} has no bridge: nothing is held against its listings.", returncode=1
            )
        bridge = Bridge(tally)
        if options["json"]:
            told = bridge_json(bridge)
            told["since_yesterday"] = [one.as_json() for one in since_yesterday(tally)]
            self.stdout.write(JSONRenderer().render(told).decode())
        else:
            self.stdout.write("\n".join(_lines(bridge)))


def _lines(bridge: Bridge) -> list[str]:
    tally = bridge.tally
    told = []
    for line in bridge.ledger:
        beside = f"  ({line.beside})" if line.beside else ""
        bound = f"{line.bound} " if line.bound else ""
        told.append(f"{line.sign or ' '} {line.words:36} {bound}{line.count:>9,}{beside}")
    states = " · ".join(f"{row['count']:,} {row['state'].label.lower()}" for row in bridge.matrix)
    classes = " · ".join(f"{number:,} {kind.label.lower()}" for kind, number in bridge.class_sums)
    return [
        *told,
        f"in {tally.listing_count:,} listings: {states}",
        f"by class: {classes}",
        f"{bridge.verdict.capitalize()}, as of {bridge.as_of:%Y-%m-%d %H:%M:%S} UTC.",
    ]
