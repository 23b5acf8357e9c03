"""The listings asked about and those they are compared with, with every property, in one statement:
several would see several states of the database."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from django.db.models import Case, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable

from aliexpress.models import Listing, ListingSnapshot, Store
from cards.listings.filters import Filters
from cards.listings.page import Found, find
from cards.listings.properties import PRICE_STEPS, PROPERTIES, Property
from cards.listings.review_outcomes import with_submission
from cards.statements.quick_moments import QuickMoment
from cards.tracing.bitsets import Population
from cards.tracing.columns import AGES, OF_WHEN, WORD, Table, population_of
from cards.tracing.title_words import TitleWords, title_words

ROWS_AT_ONCE: Final = 20_000
MONEY: Final = {name for name, one in PROPERTIES.items() if one.kind == "price"}


class _RawMoment(QuickMoment):
    """A moment as the driver gives it: read once for each that differs, not for each row."""

    output_field: Any = TextField()


class _RawCase(Case):
    """A value as the driver gives it: Django would look at each of each row once more."""

    def get_db_converters(self, connection: Any) -> list[Any]:
        return []


@dataclass(frozen=True, slots=True)
class Sides:
    """The listings asked about, and the others."""

    target: Filters
    rest: Filters

    @property
    def narrow_titles(self) -> bool:
        """Whether the lists are of certain words already, so that these say nothing."""
        return bool(self.target.search or self.rest.search)

    def found(
        self, store: Store, *, at: datetime, known: Sequence[ListingSnapshot] = ()
    ) -> tuple[Found, Found]:
        """`known`: the readings of their moments, where they are at hand. Raises BadInput."""
        sides = self.target, self.rest
        newest = None
        if any(side.as_of for side in sides):
            newest = ListingSnapshot.objects.newest_of(store)
        target, rest = (
            find(store, _quick(side, newest, known), at=at, known=known) for side in sides
        )
        return target, rest


def _quick(
    filters: Filters, newest: ListingSnapshot | None, known: Sequence[ListingSnapshot]
) -> Filters:
    """A moment whose reading is the newest is now, which is asked for more quickly."""
    is_now = newest in known and newest is not None and newest.published_at == filters.as_of
    return replace(filters, as_of=None) if is_now else filters


def read_population(
    store: Store,
    found: tuple[Found, Found],
    *,
    closing: ListingSnapshot,
    looks_at_when: bool,
    looks_at_titles: bool,
    without: frozenset[str] = frozenset(),
    always: frozenset[str] = frozenset(),
    words: Sequence[str] | None = None,
    report: Callable[[int], None] | None = None,
) -> Population:
    """Of those asked about and of the others. `looks_at_when`: whether when a listing came may be
    what they share. `without`: properties that say the same as what was asked. `always`: values
    that are kept however few have them. `words`: of titles, where they are chosen already.
    `report`: is told how many listings were read, now and then."""
    target, rest = found
    names = [
        name
        for name, one in properties_of(store)
        if one.is_upstream and name not in without and (looks_at_when or name not in OF_WHEN)
    ]
    titles = TitleWords(tuple(words or ()))
    if looks_at_titles and words is None:
        titles = title_words(target.listings, rest.listings)
    statements = [
        _told(found, store, names, titles.words, closing, side=side)
        for side, found in ((1, target), (0, rest))
    ]
    rows = statements[0].union(statements[1], all=True)
    columns = [*names, *(WORD + word for word in titles.words)]
    table = _rows(rows.iterator(chunk_size=ROWS_AT_ONCE), names=columns, report=report)
    table.possible = {WORD + word: titles.possible_each for word in titles.words}
    read = population_of(table, as_of=closing.as_of, looks_at_when=looks_at_when, always=always)
    return replace(read, words=titles.words if looks_at_titles else None)


def properties_of(store: Store) -> list[tuple[str, Property]]:
    """What can be told of a store's listings."""
    has_bridge = store.now.bridge_id is not None
    return [(name, one) for name, one in PROPERTIES.items() if has_bridge or not one.is_of_source]


# --- The statement


def _told(
    found: Found,
    store: Store,
    names: Sequence[str],
    words: Sequence[str],
    closing: ListingSnapshot,
    *,
    side: int,
) -> QuerySet[Listing, Any]:
    listings = with_submission(
        found.listings.order_by(), store, until=found.snapshot or closing, window=found.window
    )
    columns: dict[str, Any] = {
        f"of_{name}": column(PROPERTIES[name], closing.as_of) for name in names
    }
    columns |= {
        f"word_{number}": numbered([Q(search_text__contains=word)], 2)
        for number, word in enumerate(words)
    }
    told = listings.annotate(
        side=Value(side), handed_in=_RawMoment(F("handed_in_at")), of_whom=F("owner_member_id"),
        in_money=F("currency"), **columns,
    )  # fmt: skip
    return told.values_list("side", *columns, "of_whom", "in_money", "handed_in", "came_from")


def column(one: Property, as_of: datetime) -> Combinable:
    """The value as AliExpress has it, or of a price or a moment the number of its band; null where
    it is not known."""
    told: Any = one.value
    if one.kind == "yes":
        told = numbered([one.meaning("yes")], 2)
    elif one.kind == "price":
        told = numbered([Q(min_price__lt=step) for step in PRICE_STEPS], len(PRICE_STEPS) + 1)
    elif one.kind == "created":
        moments = [as_of - timedelta(days=days) for days in AGES]
        told = numbered([Q(created_at__lte=moment) for moment in moments], len(AGES) + 1)
    return _RawCase(When(one.known, then=told)) if one.known else told


def numbered(conditions: Sequence[Q], otherwise: int) -> Case:
    """1 for the first condition that holds, 2 for the second, …"""
    whens = [When(one, then=Value(number)) for number, one in enumerate(conditions, start=1)]
    return _RawCase(*whens, default=Value(otherwise), output_field=IntegerField())


def _rows(
    rows: Iterable[tuple[Any, ...]],
    *,
    names: Sequence[str],
    report: Callable[[int], None] | None = None,
) -> Table:
    """Read into columns of codes, chunk by chunk."""
    table = Table([*names, "batch", "submitted"])
    reading = iter(rows)
    while some := list(islice(reading, ROWS_AT_ONCE)):
        for side in (1, 0):
            own = [row for row in some if row[0] == side]
            if own:
                table.add(_values(own, names), is_target=bool(side))
        if report is not None:
            report(len(table.target["batch"]) + len(table.rest["batch"]))
    return table


def _values(rows: Sequence[tuple[Any, ...]], names: Sequence[str]) -> Iterator[Iterable[Any]]:
    """Of each property in turn; what is kept a scale each, as a pair of the scale and the value."""
    _, *told, owners, money, handed_in, came_from = zip(*rows, strict=True)
    for name, values in zip(names, told, strict=True):
        yield zip(money, values, strict=True) if name in MONEY else values
    yield zip(owners, handed_in, strict=True)
    yield (
        None if moment is None else came or ""
        for came, moment in zip(came_from, handed_in, strict=True)
    )
