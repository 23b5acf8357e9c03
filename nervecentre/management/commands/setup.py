"""`manage.py setup`: the link by which the first operator of an empty installation is made."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cards.members.roster import is_empty
from nervecentre.setup.first_operator import link


class Command(BaseCommand):
    help = (
        "Print a link that opens the first run of an empty installation, once and for an hour. "
        "Exit 0: printed; 1: somebody is here already."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_empty():
            raise CommandError(
                "There are people here already: sign in, or let a colleague invite you.",
                returncode=1,
            )
        where = "" if settings.PUBLIC_URL else " at the address of your web server"
        self.stdout.write(f"Open this once, within an hour{where}:\n{link()}")
