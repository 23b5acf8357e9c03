"""`manage.py add_member USERNAME --role owner|operations --store SLUG`: make or widen a user."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aliexpress.typed.store_slug import store_named
from cards.access import CannotAdd, add_member
from cards.catalogue.delivery import ROLES


class Command(BaseCommand):
    help = "Make a user, or give one more role or store; nothing is taken away."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=ROLES)
        parser.add_argument("--store", required=True, help="the store's slug")
        parser.add_argument("--password", help="left out for a new user: one is made and printed")

    def handle(self, *args: Any, **options: Any) -> None:
        store = store_named(options["store"])
        try:
            added = add_member(
                options["username"],
                role=options["role"],
                store=store,
                password=options["password"],
            )
        except CannotAdd as error:
            raise CommandError(str(error), returncode=2) from error
        done = "can now sign in" if added.created else "is there already and keeps what they had"
        self.stdout.write(f"{added.username} {done}: {options['role']} of {store.name}.")
        if added.password:
            self.stdout.write(f"Password, shown this once: {added.password}")
        elif options["password"] is not None and not added.created:
            self.stdout.write("The password is now the one given.")
        if not added.may_sign_in:
            self.stdout.write("The user is inactive and cannot sign in until made active again.")
