"""Columns of codes, one a property, filled row by row; and the properties they come to."""

from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from operator import mul
from typing import Any, Final

from aliexpress.lifecycle import State
from cards.formats import moment_text
from cards.listings.properties import PROPERTIES
from cards.listings.property import BETWEEN, NONE, PRICE_STEPS, Property, band_text
from cards.listings.review_outcomes import AGAIN, EDITED, NEW, OTHERWISE
from cards.tracing.bitsets import Condition, Dimension, Population, dimension_of
from cards.tracing.method import SAME_BATCH

AGES: Final = (730, 365, 180, 90, 60, 30, 14, 7, 3, 1)  # days before the closing reading
BATCH: Final = "batch"
SUBMITTED: Final = "submitted"
WORD: Final = "word "  # before a word of a title: each is a property of its own
# Of when a listing came, which says who is still in a state and not what they share.
OF_WHEN: Final = frozenset({BATCH, "created", SUBMITTED})
OWNER_AND_TIME: Final = "\x1f"  # between the two in the text of a batch
_PRICE_STEPS: Final = [float(price) for price in PRICE_STEPS]  # far quicker to compare
_PRICE_ENDS: Final = ["", *(f"{price:f}" for price in PRICE_STEPS), ""]
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
BEFORE_WE_LOOKED: Final = "before we looked"
_CAME_AS: Final = {"": NEW, State.ACTIVE.value: EDITED, State.REJECTED.value: AGAIN}


class Codes(dict[Any, int]):
    """A number for each value, in the order they are met; 0 is for what is not known. `unknown`:
    what stands for that, of a pair either part."""

    def __init__(self, values: Mapping[Any, int] | None = None, *, empty_is_one: bool) -> None:
        super().__init__(values or {})
        self.unknown = (None,) if empty_is_one else (None, "")

    def __missing__(self, value: Any) -> int:
        parts = value if isinstance(value, tuple) else (value,)
        self[value] = 0 if any(one in self.unknown for one in parts) else len(self) + 1
        return self[value]


class Table:
    """The columns of those asked about and of the others, and what their codes stand for."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.codes = {name: Codes(empty_is_one=_empty_is_one(name)) for name in names}
        self.target = {name: array("I") for name in names}
        self.rest = {name: array("I") for name in names}
        self.facts = Counter[str]()  # of those asked about: how many of which it holds

    @property
    def size(self) -> int:
        return len(self.target[BATCH]) + len(self.rest[BATCH])

    def add(
        self, name: str, values: Iterable[Any], *, gates: Sequence[Iterable[int]] = (), side: int
    ) -> None:
        """`gates`: for each listing 1 where the value can be told, else 0."""
        codes: Iterable[int] = map(self.codes[name].__getitem__, values)
        for gate in gates:
            codes = map(mul, codes, gate)
        (self.target if side else self.rest)[name].extend(codes)

    def note_uploads(self, moves: Iterable[tuple[str, Any]]) -> None:
        """Accounts and the moments at which they handed in anything: they make no row."""
        for move in moves:
            self.codes[BATCH][move]


def _empty_is_one(name: str) -> bool:
    return name in (BATCH, SUBMITTED) or (name in PROPERTIES and PROPERTIES[name].none_is_one)


def population_of(
    table: Table, *, as_of: datetime, looks_at_when: bool, always: frozenset[str]
) -> Population:
    """`as_of`: what ages are told from. `always`: texts that are kept however few have them."""
    batches = batch_texts(table.codes[BATCH])
    number_batches(table, batches)
    dimensions = []
    for name in table.names:
        if not looks_at_when and name in OF_WHEN:
            continue
        text = str if name == BATCH else _texts(name, as_of)
        dimensions.append(dimension(table, name, text, always))
    return Population(
        len(table.target[BATCH]),
        len(table.rest[BATCH]),
        tuple(dimensions),
        target_batches=table.target[BATCH],
        rest_batches=table.rest[BATCH],
    )


def dimension(
    table: Table, name: str, text: Callable[[Any], str], always: frozenset[str]
) -> Dimension:
    """Its values numbered anew, in their order."""
    codes = {value: code for value, code in table.codes[name].items() if code}
    is_ordered = name in PROPERTIES and PROPERTIES[name].kind in ("band", "price", "created")
    ordered = sorted(codes, key=lambda value: value if is_ordered else (text(value), str(value)))
    anew = [0] * (max(codes.values(), default=0) + 1)
    texts, scales, places = [""], [""], dict[str, int]()
    for value in ordered:
        if (said := text(value)) not in places:
            places[said] = len(texts)
            texts.append(said)
            scales.append(value[0] if isinstance(value, tuple) and name != BATCH else "")
        anew[codes[value]] = places[said]
    is_word = name.startswith(WORD)
    return dimension_of(
        name,
        array("I", map(anew.__getitem__, table.target[name])),
        array("I", map(anew.__getitem__, table.rest[name])),
        texts,
        scales=scales,
        is_ordered=is_ordered,
        always=always,
        only=frozenset({name}) if is_word else None,  # that a word is missing says nothing
        possible=0 if is_word else None,  # the words of titles are counted all together
    )


# --- What the values are called


def _texts(name: str, as_of: datetime) -> Callable[[Any], str]:
    if name.startswith(WORD):
        return lambda value: name if value == 1 else NONE
    if name == SUBMITTED:
        return lambda came_from: _CAME_AS.get(came_from, OTHERWISE)
    one = PROPERTIES[name]
    return lambda value: _text(one, value, as_of)


def _text(one: Property, value: Any, as_of: datetime) -> str:
    """As the filter of the listings page takes it."""
    if one.kind == "yes":
        return "yes" if one.has(value) else "no"
    if one.kind == "band":
        return band_text(one.steps, bisect_right(one.steps, value))
    if one.kind == "price":
        currency, price = value
        band = bisect_right(_PRICE_STEPS, float(price))
        return f"{currency} {_PRICE_ENDS[band]}{BETWEEN}{_PRICE_ENDS[band + 1]}"
    if one.kind == "created":
        moments = [moment_text(as_of - timedelta(days=days)) for days in AGES]
        ends = ["", *(text or "" for text in moments), ""]
        return f"{ends[value - 1]}{BETWEEN}{ends[value]}"
    return str(value) or NONE


def batch_texts(codes: Mapping[Any, int]) -> dict[Any, str]:
    """Of each account and moment the upload it belongs to: moves of one account less than half an
    hour apart are one."""
    by_owner: dict[str, list[tuple[datetime, Any]]] = defaultdict(list)
    for value in codes:
        if codes[value]:
            by_owner[value[0]].append((_moment(value[1]), value))
    texts = dict.fromkeys(codes, BEFORE_WE_LOOKED)
    for owner, moves in by_owner.items():
        session: list[tuple[datetime, Any]] = []
        for move in sorted(moves, key=lambda one: one[0]):
            if session and move[0] - session[-1][0] >= SAME_BATCH:
                texts |= _session(owner, session)
                session = []
            session.append(move)
        texts |= _session(owner, session)
    return texts


def _session(owner: str, moves: Sequence[tuple[datetime, Any]]) -> dict[Any, str]:
    ends = f"{moment_text(moves[0][0])}{BETWEEN}{moment_text(moves[-1][0])}"
    return {value: f"{owner}{OWNER_AND_TIME}{ends}" for _, value in moves}


def _moment(raw: Any) -> datetime:
    """As the driver gives it: microseconds on PostgreSQL, text on SQLite."""
    if isinstance(raw, int):
        return _EPOCH + timedelta(microseconds=raw)
    return datetime.fromisoformat(raw).replace(tzinfo=UTC)


def number_batches(table: Table, texts: Mapping[Any, str]) -> None:
    """In place of each account and moment, the number of its upload; 0 is before we looked."""
    numbers = {text: number for number, text in enumerate(sorted({*texts.values()}), start=1)}
    numbers[BEFORE_WE_LOOKED] = 0
    codes = table.codes[BATCH]
    anew = [0] * (len(codes) + 1)
    for value, code in codes.items():
        anew[code] = numbers[texts[value]]
    for columns in (table.target, table.rest):
        columns[BATCH] = array("I", map(anew.__getitem__, columns[BATCH]))
    named = {text: number for text, number in numbers.items() if number}
    table.codes[BATCH] = Codes(named, empty_is_one=True)


# --- What a group is called


def where(conditions: Iterable[Condition]) -> dict[str, str]:
    """The filters of the listings page that list the group."""
    found: dict[str, str] = {}
    for one in conditions:
        if one.dimension == BATCH:
            found["owner"], _, found[BATCH] = one.first.partition(OWNER_AND_TIME)
        elif one.dimension.startswith(WORD):
            words = f"{found.get('search', '')} {one.dimension.removeprefix(WORD)}"
            found["search"] = words.strip()
        else:
            found[one.dimension] = joined(one)
    return dict(sorted(found.items()))


def joined(one: Condition) -> str:
    if one.first == one.last:
        return one.first
    scale, _, first = one.first.rpartition(" ")
    low = first.partition(BETWEEN)[0]
    last = one.last.rpartition(" ")[2]
    high = last.rpartition(BETWEEN)[2]
    return f"{scale} {low}{BETWEEN}{high}".strip()
