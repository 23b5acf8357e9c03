"""`manage.py issue_api_key USERNAME --name APP`: a key for another app, printed once."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from aliexpress.typed.bad_input import BadInput
from cards.api_keys import issue_api_key, name_of_key


class Command(BaseCommand):
    help = "Print a new API key that acts as the user. It cannot be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="the app that will read with it")

    def handle(self, *args: Any, username: str, name: str, **options: Any) -> None:
        user: Any = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(
                f"There is no user {username!r}. Make one with: manage.py add_member.",
                returncode=2,
            )
        if not user.is_active:
            raise CommandError(
                f"{username} may no longer sign in, so a key would open nothing. Make the user "
                "active in the admin first.",
                returncode=2,
            )
        try:
            name = name_of_key(name)
        except BadInput as error:
            raise CommandError(error.said_of("--name"), returncode=2) from error
        self.stdout.write(issue_api_key(user, name=name, at=timezone.now()))
        self.stderr.write("Shown this once. Send it as: Authorization: Bearer <key>")
