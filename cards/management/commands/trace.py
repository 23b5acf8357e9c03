"""`manage.py trace SUBJECT --store S [--from ISO --to ISO] [--json]`: what is behind a number."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from rest_framework.renderers import JSONRenderer

from aliexpress.store_slug import store_named
from aliexpress.typed.command import TypedCommand
from cards.tracing.answer_lines import lines_of
from cards.tracing.archive import asked_from, traced_at_once
from cards.tracing.questions import KINDS


class Command(TypedCommand):
    help = "Trace what stands behind a number. Exit 0: answered; 1: not; 2: bad usage."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "subject",
            help="a card's key, a state, a movement such as auditing-rejected, or filters",
        )
        parser.add_argument("--store", required=True, help="the store's slug")
        parser.add_argument("--kind", choices=KINDS, help="why it moved, or what is alike")
        parser.add_argument("--from", help="ISO 8601; left out: seven days before --to")
        parser.add_argument("--to", help="ISO 8601; left out: now")
        parser.add_argument("--said", choices=["up", "down"], help="what is held against it first")
        parser.add_argument("--json", action="store_true", help="exactly the API's answer")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        store = store_named(options["store"])
        asked = asked_from(options, at=at)
        tracing = traced_at_once(store, asked, by=None, at=at, however_large=True)
        if tracing.answer is None:
            raise CommandError(tracing.error or "Somebody else is tracing it now.")
        if options["json"]:
            self.stdout.write(JSONRenderer().render(tracing.answer).decode())
        else:
            self.stdout.write("\n".join(lines_of(tracing.answer)))
