"""The listings asked about and those they are compared with, with every property, in one statement,
of the window before as well: several would see several states of the database."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable

from aliexpress.models import Listing, ListingSnapshot, Store, Transition
from cards.listings.filters import Filters
from cards.listings.listing_set import Found, find, submission_of
from cards.listings.properties import GATES, PROPERTIES, UP_TO_DATE, Property
from cards.listings.submitted import IS_KEPT, Raw, gate_then, value_then
from cards.statements.quick_moments import QuickMoment
from cards.tracing.bitsets import Population
from cards.tracing.property_columns import (
    AGES,
    BATCH,
    OF_WHEN,
    SUBMITTED,
    WORD,
    Table,
    population_of,
)
from cards.tracing.title_words import TitleWords, title_words

ROWS_AT_ONCE: Final = 20_000
KEPT: Final = "kept"
MOVED_SINCE: Final = "moved since"


class _RawMoment(QuickMoment):
    """A moment as the driver gives it: read once for each that differs, not for each row."""

    output_field: Any = TextField()


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


@dataclass(frozen=True, slots=True)
class Window:
    """What is read of one window. `closing`: the reading it ends with."""

    found: tuple[Found, Found]  # those asked about, and the others
    closing: ListingSnapshot


@dataclass(frozen=True, slots=True)
class Read:
    """The listings of one window in columns of codes, and what they come to."""

    table: Table
    closing: ListingSnapshot
    words: tuple[str, ...] | None
    looks_at_when: bool

    def population(self, always: frozenset[str] = frozenset()) -> Population:
        """`always`: values that are kept however few have them."""
        made = population_of(
            self.table, as_of=self.closing.as_of, looks_at_when=self.looks_at_when, always=always
        )
        return replace(made, words=self.words)


def read_windows(
    store: Store,
    windows: Sequence[Window],
    *,
    looks_at_when: bool,
    looks_at_titles: bool,
    without: frozenset[str] = frozenset(),
    report: Callable[[int], None] | None = None,
) -> list[Read]:
    """The windows, the newest first. `looks_at_when`: whether when a listing came may be what they
    share. `without`: properties that say the same as what was asked. `report`: is told how many
    listings were read, now and then."""
    names = [
        name
        for name, one in properties_of(store)
        if one.is_upstream and name not in without and (looks_at_when or name not in OF_WHEN)
    ]
    titles = TitleWords()
    if looks_at_titles:
        titles = title_words(*(one.listings for one in windows[0].found))
    columns = [*names, *(WORD + word for word in titles.words), BATCH, SUBMITTED]
    tables = [Table(columns) for _ in windows]
    for table in tables:
        table.possible = {WORD + word: titles.possible_each for word in titles.words}
    sides = [
        _told(window, names, titles.words, number=number, side=side)
        for number, window in enumerate(windows)
        for side in (1, 0)
    ]
    rows = sides[0].union(*sides[1:], all=True)
    _fill(tables, rows.iterator(chunk_size=ROWS_AT_ONCE), names, titles.words, report=report)
    words = titles.words if looks_at_titles else None
    return [
        Read(table, window.closing, words, looks_at_when)
        for table, window in zip(tables, windows, strict=True)
    ]


def properties_of(store: Store) -> list[tuple[str, Property]]:
    """What can be told of a store's listings."""
    has_bridge = store.now.bridge_id is not None
    return [(name, one) for name, one in PROPERTIES.items() if has_bridge or not one.is_of_source]


# --- The statement


def _told(
    window: Window, names: Sequence[str], words: Sequence[str], *, number: int, side: int
) -> QuerySet[Listing, Any]:
    """One side of a window: which it is, facts, gates, properties, words, and how each came in."""
    found = window.found[1 - side]
    snapshot = found.snapshot or window.closing
    is_then = found.window is not None
    listings = submission_of(found.listings.order_by(), replace(found, snapshot=snapshot))
    since = Transition.objects.filter(listing=OuterRef("pk"), snapshot_id__gt=window.closing.pk)
    is_asked_about = side and not number
    columns: dict[str, Any] = {
        "part": Raw(Value(2 * number + side)),
        "is_kept": numbered([IS_KEPT], 0) if is_then else Raw(Value(0)),
        "moved_since": numbered([Q(Exists(since))], 0) if is_asked_about else Raw(Value(0)),
    }
    for place, gate in enumerate(GATES):
        columns[f"gate_{place}"] = numbered([gate_then(gate) if is_then else GATES[gate]], 0)
    for name in names:
        columns[f"of_{name}"] = column(PROPERTIES[name], window.closing.as_of, is_then=is_then)
    for place, word in enumerate(words):
        columns[f"word_{place}"] = numbered([Q(search_text__contains=word)], 2)
    columns["handed_in_raw"] = _RawMoment(F("handed_in_at"))
    for name, field in (("owner", "of_whom"), ("price", "in_money")):
        one = replace(PROPERTIES[name], field=PROPERTIES[name].scale or PROPERTIES[name].field)
        columns[field] = value_then(one) if is_then else Raw(one.value)
    return listings.annotate(**columns).values_list(*columns, "came_from")


def column(one: Property, as_of: datetime, *, is_then: bool) -> Combinable:
    """The value as AliExpress has it, of a moment the number of its band."""
    if one.is_of_source:
        return _RawCase(When(one.known, then=one.value))
    if one.kind == "created":
        moments = [as_of - timedelta(days=days) for days in AGES]
        told = numbered([Q(created_at__lte=moment) for moment in moments], len(AGES) + 1)
        return _RawCase(When(one.known, then=told))
    return value_then(one) if is_then else Raw(one.value)


class _RawCase(Case):
    """A value as the driver gives it: Django would look at each of each row once more."""

    def get_db_converters(self, connection: Any) -> list[Any]:
        return []


def numbered(conditions: Sequence[Q], otherwise: int) -> Case:
    """1 for the first condition that holds, 2 for the second, …"""
    whens = [When(one, then=Value(number)) for number, one in enumerate(conditions, start=1)]
    return _RawCase(*whens, default=Value(otherwise), output_field=IntegerField())


# --- Its rows


def _fill(
    tables: Sequence[Table],
    rows: Iterable[tuple[Any, ...]],
    names: Sequence[str],
    words: Sequence[str],
    *,
    report: Callable[[int], None] | None,
) -> None:
    """Read into columns of codes, chunk by chunk."""
    reading = iter(rows)
    while some := list(islice(reading, ROWS_AT_ONCE)):
        for part in {row[0] for row in some}:
            own = [row for row in some if row[0] == part]
            _add(tables[part // 2], own, names, words, side=part % 2)
        if report is not None:
            report(sum(table.size for table in tables))


def _add(
    table: Table,
    rows: Sequence[tuple[Any, ...]],
    names: Sequence[str],
    words: Sequence[str],
    *,
    side: int,
) -> None:
    _, is_kept, moved_since, *told = zip(*rows, strict=True)
    gates = dict(zip(GATES, told, strict=False))
    values = told[len(GATES) :]
    handed_in, owners, money, came_from = values[-4:]
    for name, own in zip(names, values, strict=False):
        one = PROPERTIES[name]
        table.add(
            name,
            zip(money, own, strict=True) if one.scale else own,
            gates=[gates[gate] for gate in one.gates],
            side=side,
        )
    for word, own in zip(words, values[len(names) :], strict=False):
        table.add(WORD + word, own, side=side)
    table.add(BATCH, zip(owners, handed_in, strict=True), side=side)
    pairs = zip(came_from, handed_in, strict=True)
    table.add(SUBMITTED, (None if at is None else came or "" for came, at in pairs), side=side)
    if side:
        table.facts[UP_TO_DATE] += sum(gates[UP_TO_DATE])
        table.facts[KEPT] += sum(is_kept)
        table.facts[MOVED_SINCE] += sum(
            moved and not kept for moved, kept in zip(moved_since, is_kept, strict=True)
        )
