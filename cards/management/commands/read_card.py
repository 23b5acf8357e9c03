"""`manage.py read_card KEY --store SLUG [--as-of ISO] [--json]`: a reading, for people or apps."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from rest_framework.renderers import JSONRenderer

from aliexpress.lifecycle import State
from aliexpress.models import Store
from aliexpress.store_slug import store_named
from aliexpress.typed.command import TypedCommand
from aliexpress.typed.moments import names_a_zone, past_moment
from cards.formats import figure
from cards.measures import MEASURES
from cards.models import Card
from cards.models.card import called
from cards.readings.reader import read
from cards.readings.reading import Reading


class Command(TypedCommand):
    help = "Print a card's reading for a store. Exit 0: printed, known or not; 2: bad usage."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="the card, such as aex_total_listings")
        parser.add_argument("--store", required=True, help="the store's slug")
        parser.add_argument("--as-of", help="the answer given at this ISO 8601 moment")
        parser.add_argument("--json", action="store_true", help="exactly the API's JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        card = _card(options["key"])
        store = store_named(options["store"])
        as_of = None
        if options["as_of"] is not None:
            as_of = past_moment("--as-of", options["as_of"], at=at)
        if as_of and not names_a_zone(options["as_of"]):
            self.stderr.write(
                f"--as-of names no time zone; it is taken as {as_of:%Y-%m-%d %H:%M:%S} UTC."
            )
        reading = read(card, store, at=at, as_of=as_of)
        if options["json"]:
            self.stdout.write(JSONRenderer().render(reading.as_json()).decode())
        else:
            self.stdout.write("\n".join(_lines(reading, card, store)))


def _card(key: str) -> Card:
    cards = [card for card in Card.objects.in_order() if card.key in MEASURES]
    if (card := called(cards, key)) is not None:
        return card
    known = ", ".join(card.key for card in cards)
    raise CommandError(f"There is no card {key!r}. There are: {known}.", returncode=2)


def _lines(reading: Reading, card: Card, store: Store) -> list[str]:
    title = f"{card.title}, {store.name}"
    attempt = reading.last_attempt
    tail = [f"The last attempt failed: {attempt.error}"] if attempt and attempt.error else []
    if reading.as_of is None or reading.confirmed_at is None:
        return [f"{title}: no complete reading yet.", *tail]
    parts = [
        f"{number:,} {State(state).label.lower()}" for state, number in reading.breakdown.items()
    ]
    return [
        f"{title}: {reading.figure} ({reading.unit})",
        *reading.sentences,
        *(f"  {figure(row.value, row.unit)} {row.words}" for row in reading.rows),
        f"{sum(reading.breakdown.values()):,} listings = {' + '.join(parts)}",
        f"{reading.verdict.capitalize()}, as of {reading.as_of:%Y-%m-%d %H:%M:%S} UTC, "
        f"confirmed {reading.confirmed_at:%Y-%m-%d %H:%M:%S} UTC"
        f"{', stale' if reading.stale else ''}. Snapshot {reading.snapshot}.",
        f"{reading.sentiment_word}: {reading.reason}",
        *([reading.remark] if reading.remark else []),
        *tail,
    ]
