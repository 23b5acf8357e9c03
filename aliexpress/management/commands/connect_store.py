"""`manage.py connect_store SLUG --name … --token-file F`: one more store, or change one."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from aliexpress.connection import AlreadyConnected, CannotConnect, connect
from aliexpress.models import Connection, Membership
from aliexpress.typed.secret_option import add_secret, secret_option


class Command(BaseCommand):
    help = (
        "Connect a store, or change how one is connected: what is not given keeps its value. "
        "The tokens are also taken from ALIEXPRESS_ACCESS_TOKEN and ALIEXPRESS_REFRESH_TOKEN; "
        "where there is none, the access token is asked for. "
        "Exit 0: saved; 2: nothing was changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the store, as in its address: /stores/<slug>/")
        parser.add_argument("--name", help="what people call the store; needed for a new one")
        add_secret(
            parser,
            "--access-token",
            file="--token-file",
            text="the access token of the seller's main account",
        )
        add_secret(parser, "--refresh-token", text="what lets us renew the access token")
        parser.add_argument("--app-key", help="empty: the one of ALIEXPRESS_APP_KEY")
        add_secret(
            parser, "--app-secret", text="the app secret (empty: the one of ALIEXPRESS_APP_SECRET)"
        )
        parser.add_argument(
            "--member",
            action="append",
            default=[],
            metavar="USERNAME",
            help="somebody who may see the store and is told; may be given several times",
        )
        parser.add_argument("--gateway-url", help="empty: the one of ALIEXPRESS_GATEWAY_URL")

    def handle(self, *args: Any, slug: str, **options: Any) -> None:
        members = [person(username) for username in options["member"]]
        has_token = Connection.objects.filter(store__slug=slug).exclude(access_token="").exists()
        try:
            connected = connect(
                slug,
                at=timezone.now(),
                clock=timezone.now,
                name=options["name"],
                access_token=secret_option(
                    options,
                    "--access-token",
                    file="--token-file",
                    variable="ALIEXPRESS_ACCESS_TOKEN",
                    asks=not has_token,
                ),
                refresh_token=secret_option(
                    options, "--refresh-token", variable="ALIEXPRESS_REFRESH_TOKEN"
                ),
                app_key=options["app_key"],
                app_secret=secret_option(options, "--app-secret"),
                gateway_url=options["gateway_url"],
            )
        except AlreadyConnected as error:
            raise CommandError(f"{error} It is {error.other.slug}.", returncode=2) from error
        except CannotConnect as error:
            raise CommandError(str(error), returncode=2) from error
        for user in members:
            Membership.objects.get_or_create(store=connected.store, user=user)
        self.stdout.write(connected.sentence)
        if members:
            names = ", ".join(options["member"])
            self.stdout.write(f"It may be seen, and is told of, by {names}.")


def person(username: str) -> Any:
    """Raises CommandError."""
    user = get_user_model()._default_manager.filter(username=username).first()
    if user is None:
        raise CommandError(
            f"There is no user {username!r}. Make one with: manage.py add_member.", returncode=2
        )
    return user
