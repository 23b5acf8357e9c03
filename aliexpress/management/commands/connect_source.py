"""`manage.py connect_source SLUG --bigcommerce HASH --token-from-env NAME`: where a store's
products come from."""

import os
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from aliexpress.source.ending import end_source
from aliexpress.source.failures import SourceFailure
from aliexpress.source.gateway.connecting import connect_bigcommerce
from aliexpress.store_slug import store_named
from aliexpress.typed.command import TypedCommand
from aliexpress.typed.secret_option import add_secret, secret_option


class Command(TypedCommand):
    help = (
        "Connect a store to the BigCommerce shop its products come from, or change how it is: what "
        "is not given keeps its value. The shop is looked at first, and by nothing but reading. "
        "The token is also taken from BIGCOMMERCE_TOKEN; where there is none, it is asked for. "
        "Exit 0: saved; 2: nothing was changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the store")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--bigcommerce", metavar="HASH", help="the shop, as in its API path")
        what.add_argument(
            "--disconnect", action="store_true", help="the store has no source from now on"
        )
        text = "the token of a store-level API account that may read products and information"
        add_secret(parser, "--token", text=text)
        parser.add_argument("--token-from-env", metavar="NAME", help="the variable that holds it")
        parser.add_argument(
            "--quota-share", type=int, metavar="PERCENT", help="of the shop's API calls; 33"
        )
        parser.add_argument(
            "--category", type=int, action="append", help="only what is in it is for AliExpress"
        )
        parser.add_argument(
            "--location", type=int, action="append", help="its stock counts; else that of all"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        store = store_named(options["slug"])
        if options["disconnect"]:
            ended = end_source(store, at=timezone.now())
            told = f"{ended} is the source no more." if ended else "There was no source."
            self.stdout.write(f"{store.name}: {told}")
            return
        rules: dict[str, Any] = {}
        if (share := options["quota_share"]) is not None:
            if not 1 <= share <= 100:
                raise CommandError("--quota-share must be from 1 to 100.", returncode=2)
            rules["quota_share"] = share
        if options["category"]:
            rules["meant_rule"] = {"categories": options["category"]}
        if options["location"]:
            rules["locations"] = options["location"]
        try:
            connected = connect_bigcommerce(
                store,
                shop=options["bigcommerce"],
                token=token_of(options),
                at=timezone.now(),
                **rules,
            )
        except SourceFailure as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(connected.found.sentence)
        self.stdout.write(f"It is the source of {store.name} from now on, and is read by itself.")


def token_of(options: dict[str, Any]) -> str | None:
    """Raises CommandError."""
    name = options["token_from_env"]
    if name is None:
        return secret_option(options, "--token", variable="BIGCOMMERCE_TOKEN", asks=True)
    if not (token := os.environ.get(name, "").strip()):
        raise CommandError(f"--token-from-env {name} is not set.", returncode=2)
    return token
