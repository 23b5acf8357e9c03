"""The listings asked about and those they are compared with, with every property, in one statement,
of the window before as well: several would see several states of the database."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any, Final

from aliexpress.models import ListingSnapshot, Store
from cards.listings.filters import Filters
from cards.listings.listing_set import Found, find
from cards.listings.properties import PROPERTIES
from cards.listings.property import GATES, Property
from cards.tracing.code_columns import Table
from cards.tracing.population import Condition, Population
from cards.tracing.property_columns import (
    BATCH,
    OF_WHEN,
    SUBMITTED,
    WORD,
    codes_of,
    population_of,
)
from cards.tracing.side_rows import FLAGS, Window, side_rows, upload_rows
from cards.tracing.title_words import TitleWords, title_words

ROWS_AT_ONCE: Final = 500  # fewer than Python looks for garbage after
REPORT_EVERY: Final = 40  # chunks


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
class Read:
    """The listings of one window in columns of codes, and what they come to. `as_of`: what ages
    are told from."""

    table: Table
    as_of: datetime
    possible_words: int | None
    looks_at_when: bool

    def population(self, named: Sequence[Condition] | None = None) -> Population:
        """`named`: the only values that are asked for, however few have them."""
        made = population_of(
            self.table, as_of=self.as_of, looks_at_when=self.looks_at_when, named=named
        )
        return replace(made, possible_words=self.possible_words)


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
    tables = [Table({name: codes_of(name) for name in columns}) for _ in windows]
    as_of = windows[0].closing.as_of
    sides: list[Any] = [
        side_rows(window, names, titles.words, number=number, side=side, as_of=as_of)
        for number, window in enumerate(windows)
        for side in (1, 0)
    ]
    uploads = upload_rows(store, windows, names, titles.words, part=len(sides))
    rows = sides[0].union(*sides[1:], uploads, all=True)
    _fill(tables, rows.iterator(chunk_size=ROWS_AT_ONCE), names, titles.words, report=report)
    possible_words = titles.possible if looks_at_titles else None
    return [Read(table, as_of, possible_words, looks_at_when) for table in tables]


def properties_of(store: Store) -> list[tuple[str, Property]]:
    """What can be told of a store's listings."""
    has_bridge = store.now.bridge_id is not None
    return [(name, one) for name, one in PROPERTIES.items() if has_bridge or not one.is_of_source]


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
    chunks = iter(lambda: [*islice(reading, ROWS_AT_ONCE)], [])
    for number, some in enumerate(chunks):
        parts = {row[0] for row in some}
        for part in parts:
            own = [row for row in some if row[0] == part] if len(parts) > 1 else some
            if part < 2 * len(tables):
                _add(tables[part // 2], own, names, words, side=part % 2)
                continue
            for table in tables:
                table.note(BATCH, ((row[-3], row[-4]) for row in own))
        if report is not None and number % REPORT_EVERY == 0:
            report(sum(table.size for table in tables))


def _add(
    table: Table,
    rows: Sequence[tuple[Any, ...]],
    names: Sequence[str],
    words: Sequence[str],
    *,
    side: int,
) -> None:
    _, flags, *values = zip(*rows, strict=True)
    handed_in, owners, money, came_from = values[-4:]
    holding = Counter(flags)
    gates = {
        gate: [flag // FLAGS[gate] % 2 for flag in flags]
        for gate in GATES
        if not all(flag & FLAGS[gate] for flag in holding)  # else there is nothing to keep out
    }
    for name, own in zip(names, values, strict=False):
        one = PROPERTIES[name]
        table.add(
            name,
            zip(money, own, strict=True) if one.scale else own,
            gates=[gates[gate] for gate in one.gates if gate in gates],
            side=side,
        )
    for word, own in zip(words, values[len(names) :], strict=False):
        table.add(WORD + word, own, side=side)
    table.add(BATCH, zip(owners, handed_in, strict=True), side=side)
    table.add(SUBMITTED, zip(came_from, handed_in, strict=True), side=side)
    if side:
        for flag, count in holding.items():
            table.facts.update({name: count for name in FLAGS if flag & FLAGS[name]})
