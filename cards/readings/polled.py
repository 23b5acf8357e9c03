"""The reading other apps poll: gate, card, store and all the card stands on in one statement.

A reading is given again for as long as it would be made the same. The database is asked at every
request all the same: what is spared is to work out again, from a row like the last one, the same.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from aliexpress.models import Store
from aliexpress.roles import Viewer
from cards.access import measured_card, visible_store
from cards.catalogue.definitions import definition
from cards.measures import MEASURES
from cards.measures.facts import REJECTIONS, TALLIES
from cards.models import Card
from cards.readings.freshness import is_stale
from cards.readings.lookup import A_DAY, Moments, moments_of, named_by, with_facts
from cards.readings.reader import read, readings
from cards.readings.reading import Reading
from cards.readings.store_facts import known_of
from cards.readings.wrong_clocks import is_ahead
from cards.sentiment import window_of
from cards.statements.json_rows import from_json, row_of
from cards.statements.prepared import Prepared, Value

# What a reading tells of each. The driver reads a statement of more than 4,096 characters anew
# every time, and PostgreSQL pays for each column.
OF_CARD: Final = ("id", "key", "title", "unit", "sentiment_rule", "settings", "settings_before")
OF_STORE: Final = ("slug", "sync_interval", "now__snapshot")
OF_RUN: Final = ("status", "finished_at", "error", "error_kind", "retry_at")
MOST_KEPT: Final = 1_000  # some 10 KB each
_THEN = datetime(1970, 1, 1, tzinfo=UTC)


class Made(NamedTuple):
    """`row`: as the database sent it, which is everything the reading stands on but the moment it
    is read at. `interval`: between two refreshes, in seconds."""

    row: tuple[Any, ...]
    reading: Reading
    interval: int

    def holds(self, row: tuple[Any, ...], *, at: datetime) -> bool:
        """Whether this row, read at this moment, would make the same reading."""
        confirmed_at = self.reading.confirmed_at
        # Without a confirmation there is no number, and that is stale at any moment.
        return row == self.row and (
            confirmed_at is None
            or self.reading.stale == is_stale(confirmed_at, at=at, interval=self.interval)
        )


@dataclass(slots=True)
class Place:
    """Where the reading of a card and a store is kept that was made last."""

    made: Made | None = None


@lru_cache(maxsize=MOST_KEPT)
def place_of(key: str, slug: str) -> Place:
    return Place()


def reading_for(
    user: Viewer, *, slug: str, key: str, at: datetime, as_of: datetime | None = None
) -> Reading:
    """What the card says for the store, now or as given at `as_of`.

    Raises Http404 where either is absent or not this user's, or the card has no number.
    """
    if as_of is None and user.is_active and key in MEASURES:
        reading = reading_now(user, slug=slug, key=key, at=at)
        if reading is not None:
            return reading
    # A past moment; an alias; or hidden, which these two say in their own words.
    card, store = measured_card(user, key), visible_store(user, slug)
    return read(card, store, at=at, as_of=as_of)


def reading_now(user: Any, *, slug: str, key: str, at: datetime) -> Reading | None:
    """None where the statement finds nothing this user may see."""
    values: dict[str, Value] = {"slug": slug, "user_id": user.pk, "then": at - looks_back(key)}
    is_superuser = bool(getattr(user, "is_superuser", False))
    with statement_of(key, is_superuser=is_superuser).asked(**values) as answer:
        sent = answer.as_sent()
        if sent is None:
            return None
        place = place_of(key, slug)
        if place.made is not None and place.made.holds(sent, at=at):
            return place.made.reading
        stores = answer.all()
    card = from_json(Card, stores[0].card)
    if card is None:
        return None
    moments = moments_of([_as_delivered(key)], at=at)
    as_delivered = named_by([_as_delivered(key)])
    if window_of(card.sentiment_rule) not in (None, *moments) or named_by([card]) - as_delivered:
        # Operations set another rule: the statement looked where the one delivered does.
        return read(card, stores[0], at=at)
    [known] = known_of(stores, moments, at=at)
    [reading] = readings([card], known, at=at)
    was_ahead = known.facts is not None and is_ahead(known.facts.snapshot.confirmed_at, at=at)
    # Rejections come with a statement of their own; and what was dated ahead is told otherwise
    # once its moment has come.
    if REJECTIONS not in moments[0].kinds and not was_ahead:
        place.made = Made(sent, reading, known.store.sync_interval)
    return reading


@cache
def looks_back(key: str) -> timedelta:
    return max(moments_of([_as_delivered(key)], at=_THEN)) * A_DAY


@cache
def statement_of(key: str, *, is_superuser: bool) -> Prepared:
    """The gate asks a user who they are, and only a member's id is part of the statement."""

    def build(*, slug: str, user_id: int = 0, then: datetime = _THEN) -> QuerySet[Any, Any]:
        user = get_user_model()(pk=user_id, is_superuser=is_superuser)
        moments = moments_of([_as_delivered(key)], at=then + looks_back(key))
        return store_query(user, moments, slug=slug, key=key)

    stand_ins: dict[str, Any] = {"slug": "a slug"}
    stand_ins |= {} if is_superuser else {"user_id": -7_140_903}
    stand_ins |= {"then": _THEN} if looks_back(key) else {}
    return Prepared(build, **stand_ins)


def store_query(user: Viewer, moments: Moments, *, slug: str, key: str) -> QuerySet[Any]:
    visible = Card.objects.visible_to(user).filter(key=key).values("pk")
    card = row_of(Card, Card.objects.filter(pk__in=visible), only=OF_CARD)
    stores: QuerySet[Store, Any] = Store.objects.visible_to(user).filter(slug=slug)
    asked = with_facts(stores, moments, named=named_by([_as_delivered(key)])).annotate(card=card)
    tallies = [
        f"now__{kind}__{field.name}"
        for kind, model in TALLIES.items()
        if kind in moments[0].kinds
        for field in model._meta.concrete_fields
    ]
    return asked.only(*OF_STORE, *(f"now__last_run__{name}" for name in OF_RUN), *tallies)


def _as_delivered(key: str) -> Card:
    return Card(key=key, sentiment_rule=definition(key).sentiment_rule)
