"""`manage.py connect_store SLUG --name … --access-token …`: one more store, or change one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from aliexpress.connection import AlreadyConnected, CannotConnect, connect


class Command(BaseCommand):
    help = (
        "Connect a store, or change how one is connected: what is not given keeps its value. "
        "Exit 0: saved; 2: nothing was changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the store, as in its address: /stores/<slug>/")
        parser.add_argument("--name", help="what people call the store; needed for a new one")
        parser.add_argument("--access-token", help="of the seller's main account")
        parser.add_argument("--refresh-token", help="lets us renew the access token")
        parser.add_argument("--app-key", help="empty: the one of ALIEXPRESS_APP_KEY")
        parser.add_argument("--app-secret", help="empty: the one of ALIEXPRESS_APP_SECRET")
        parser.add_argument("--gateway-url", help="empty: the one of ALIEXPRESS_GATEWAY_URL")

    def handle(self, *args: Any, slug: str, **options: Any) -> None:
        try:
            connected = connect(
                slug,
                at=timezone.now(),
                clock=timezone.now,
                name=options["name"],
                access_token=options["access_token"],
                refresh_token=options["refresh_token"],
                app_key=options["app_key"],
                app_secret=options["app_secret"],
                gateway_url=options["gateway_url"],
            )
        except AlreadyConnected as error:
            raise CommandError(f"{error} It is {error.other.slug}.", returncode=2) from error
        except CannotConnect as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(connected.sentence)
