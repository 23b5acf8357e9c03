"""`manage.py ask "QUESTION" --store SLUG [--at ISO] [--json]`: an answer with receipts."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandParser
from django.utils import timezone

from aliexpress.store_slug import store_named
from aliexpress.typed.command import TypedCommand
from aliexpress.typed.moments import past_moment
from cards.ask.plain_text import as_text
from cards.ask.question import Question, ask


class Command(TypedCommand):
    help = "Ask a question about a store. Exit 0: answered or not; 2: bad usage."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("question", help='such as "how many listings are rejected?"')
        parser.add_argument("--store", required=True, help="the store's slug")
        parser.add_argument("--at", help="asked as at this ISO 8601 moment; left out: now")
        parser.add_argument("--previous", default="", help="the token of the answer before")
        parser.add_argument("--json", action="store_true", help="exactly the API's JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        moment = None
        if options["at"] is not None:
            moment = past_moment("--at", options["at"], at=at)
        # Whoever may run commands sees every store and card.
        everybody = get_user_model()(username="", is_superuser=True, is_active=True)
        question = Question(
            text=options["question"],
            store=store_named(options["store"]),
            user=everybody,
            at=at,
            previous=options["previous"],
            moment=moment,
        )
        answer = ask(question)
        self.stdout.write(answer.json_text if options["json"] else as_text(answer.as_json()))
