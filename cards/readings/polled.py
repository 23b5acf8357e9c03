"""The reading an app polls with its key: whose key it is, what they see and what the card says, in
one statement.

A reading is given again for as long as it would be made the same. The database is asked at every
request all the same: what is spared is to work out again, from a row like the last one, the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import F, OuterRef, QuerySet, Subquery

from aliexpress.models import Store
from cards.api_keys import keys_in_force
from cards.catalogue.definitions import definition
from cards.measures import MEASURES
from cards.measures.facts import REJECTIONS, TALLIES
from cards.models import Card
from cards.readings.freshness import is_stale
from cards.readings.lookup import A_DAY, NUMBERS, Moments, moments_of, named_by, with_facts
from cards.readings.reader import read, readings
from cards.readings.reading import Reading
from cards.readings.store_facts import known_of
from cards.readings.wrong_clocks import is_ahead
from cards.sentiment import window_of
from cards.statements.json_rows import from_json, row_of
from cards.statements.prepared import Prepared

# What a reading tells of each. The driver reads a statement of more than 4,096 characters anew
# every time, and PostgreSQL pays for each column.
OF_CARD: Final = ("id", "key", "title", "unit", "sentiment_rule", "settings", "settings_before")
OF_STORE: Final = ("slug", "sync_interval")
OF_SNAPSHOT: Final = (*NUMBERS, "verdict", "counts_drafts", "evidence", "remark")
OF_RUN: Final = ("status", "finished_at", "error", "error_kind", "retry_at")
MOST_KEPT: Final = 1_000  # some 10 KB each
_THEN = datetime(1970, 1, 1, tzinfo=UTC)


class Made(NamedTuple):
    """`row`: everything the reading stands on but the moment it is read at. `interval`: between
    two refreshes, in seconds."""

    row: list[Any]
    reading: Reading
    interval: int

    def holds(self, row: list[Any], *, at: datetime) -> bool:
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


def polled(digest: str, *, slug: str, key: str, at: datetime) -> tuple[int, Reading] | None:
    """The id of whoever asks, and what a card, by its key, says now. `digest`: of the key they
    sent. None where the statement finds nothing: no key in force, no such card or store of its
    user, or one that they see as a superuser alone, which is not asked here."""
    if key not in MEASURES:
        return None
    statement = statement_of(key)
    rows = statement.rows(digest=digest, slug=slug, then=at - looks_back(key))
    if not rows:
        return None
    row = list(rows[0])
    user_id = row.pop(statement.column("user_id"))
    place = place_of(key, slug)
    if place.made is not None and place.made.holds(row, at=at):
        return user_id, place.made.reading
    [store] = statement.made_of(rows)
    card = from_json(Card, store.card)
    if card is None:
        return None
    reading, is_kept = worked_out(card, store, at=at)
    if is_kept:
        place.made = Made(row, reading, store.sync_interval)
    return user_id, reading


def worked_out(card: Card, store: Any, *, at: datetime) -> tuple[Reading, bool]:
    """The reading of a store as the statement found it, and whether it stands on that alone."""
    moments, named = asked_of(card.key, at=at)
    if window_of(card.sentiment_rule) not in (None, *moments) or named_by([card]) - named:
        # Operations set another rule: the statement looked where the one delivered does.
        return read(card, store, at=at), False
    [known] = known_of([store], moments, at=at)
    [reading] = readings([card], known, at=at)
    was_ahead = known.facts is not None and is_ahead(known.facts.snapshot.confirmed_at, at=at)
    # Rejections come with a statement of their own; and what was dated ahead is told otherwise
    # once its moment has come.
    return reading, REJECTIONS not in moments[0].kinds and not was_ahead


def asked_of(key: str, *, at: datetime) -> tuple[Moments, set[str]]:
    """The moments, and the cards named, of a card as it was delivered."""
    card = Card(key=key, sentiment_rule=definition(key).sentiment_rule)
    return moments_of([card], at=at), named_by([card])


@cache
def looks_back(key: str) -> timedelta:
    return max(asked_of(key, at=_THEN)[0]) * A_DAY


@cache
def statement_of(key: str) -> Prepared:
    def build(*, digest: str, slug: str, then: datetime = _THEN) -> QuerySet[Any, Any]:
        return store_query(digest=digest, slug=slug, key=key, at=then + looks_back(key))

    looking_back = {"then": _THEN} if looks_back(key) else {}
    return Prepared(build, digest="a digest", slug="a slug", **looking_back)


def store_query(*, digest: str, slug: str, key: str, at: datetime) -> QuerySet[Any]:
    # To the gates a user like any other: who that is, the statement itself finds out.
    holder = get_user_model()(pk=Subquery(keys_in_force(digest=digest).values("user_id")))
    stores: QuerySet[Store, Any] = Store.objects.visible_to(holder).filter(slug=slug)
    member = get_user_model()(pk=OuterRef(OuterRef("user_id")))
    visible = Card.objects.visible_to(member).filter(key=key).values("pk")
    moments, named = asked_of(key, at=at)
    asked = with_facts(stores, moments, named=named).annotate(
        user_id=F("memberships__user_id"),
        card=row_of(Card, Card.objects.filter(pk__in=visible), only=OF_CARD),
    )
    of_now: dict[str, Iterable[str]] = {"snapshot": OF_SNAPSHOT, "last_run": OF_RUN}
    for kind in moments[0].kinds & TALLIES.keys():
        of_now[kind] = [field.name for field in TALLIES[kind]._meta.concrete_fields]
    told = [f"now__{fact}__{name}" for fact, names in of_now.items() for name in names]
    return asked.only(*OF_STORE, *told)
