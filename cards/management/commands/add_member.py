"""`manage.py add_member USERNAME --role owner|operations --store SLUG`: make or widen a user."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aliexpress.roles import ROLES
from aliexpress.store_slug import store_named
from aliexpress.typed.secret_option import add_secret, secret_option
from cards.members.member import CannotAdd, add_member


class Command(BaseCommand):
    help = (
        "Make a user, or give one more role or store; nothing is taken away. "
        "A password is also taken from MEMBER_PASSWORD."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=ROLES)
        parser.add_argument("--store", required=True, help="the store's slug")
        add_secret(parser, "--password", text="left out for a new user one is made and printed")

    def handle(self, *args: Any, **options: Any) -> None:
        store = store_named(options["store"])
        password = secret_option(options, "--password", variable="MEMBER_PASSWORD")
        try:
            added = add_member(
                options["username"],
                role=options["role"],
                store=store,
                password=password,
            )
        except CannotAdd as error:
            raise CommandError(str(error), returncode=2) from error
        done = "can now sign in" if added.created else "is there already and keeps what they had"
        self.stdout.write(f"{added.username} {done}: {options['role']} of {store.name}.")
        if added.password:
            self.stdout.write(f"Password, shown this once: {added.password}")
        elif password is not None and not added.created:
            self.stdout.write("The password is now the one given.")
        if not added.may_sign_in:
            self.stdout.write("The user is inactive and cannot sign in until made active again.")
