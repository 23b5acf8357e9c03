"""What the codes of properties stand for, and the properties listings may share that they come
to."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from aliexpress.lifecycle import State
from cards.formats import moment_text
from cards.listings.properties import PROPERTIES
from cards.listings.property import BETWEEN, NONE, PRICE_STEPS, Property, band_text
from cards.listings.review_outcomes import AGAIN, EDITED, NEW, OTHERWISE
from cards.tracing.code_columns import Codes, Table, renumbered
from cards.tracing.dimensions import dimension_of
from cards.tracing.method import SAME_BATCH
from cards.tracing.population import Condition, Dimension, Population

AGES: Final = (730, 365, 180, 90, 60, 30, 14, 7, 3, 1)  # days before the closing reading
BATCH: Final = "batch"
SUBMITTED: Final = "submitted"
WORD: Final = "word "  # before a word of a title: each is a property of its own
# Of when a listing came, which says who is still in a state and not what they share.
OF_WHEN: Final = frozenset({BATCH, "created", SUBMITTED})
ORDERED: Final = frozenset({"band", "price", "created"})  # kinds of property
OWNER_AND_TIME: Final = "\x1f"  # between the two in the text of a batch
_PRICE_STEPS: Final = [float(price) for price in PRICE_STEPS]  # far quicker to compare
_PRICE_ENDS: Final = ["", *(f"{price:f}" for price in PRICE_STEPS), ""]
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_CAME_AS: Final = {"": NEW, State.ACTIVE.value: EDITED, State.REJECTED.value: AGAIN}


def codes_of(name: str) -> Codes:
    """None yet. Values of one band, or called the same, are one."""
    if name == BATCH:
        return Codes(lambda pair: None if None in pair else pair)
    if name == SUBMITTED:
        return Codes(_came_as)
    if name.startswith(WORD):
        return Codes(lambda value: name if value == 1 else NONE)
    return Codes(_key_of(PROPERTIES[name]))


def _came_as(state_and_moment: tuple[str | None, Any]) -> str | None:
    state, moment = state_and_moment
    return None if moment is None else _CAME_AS.get(state or "", OTHERWISE)


def _key_of(one: Property) -> Callable[[Any], Any]:
    """Of an ordered property the number of the band, of any other the text itself."""
    if one.kind == "price":
        return _band_of_price
    unknown = (None,) if one.none_is_one else (None, "")
    named: Callable[[Any], Any] = {
        "yes": lambda value: "yes" if one.has(value) else "no",
        "band": lambda value: bisect_right(one.steps, value),
        "created": lambda number: number,
    }.get(one.kind, lambda value: str(value) or NONE)
    return lambda value: None if value in unknown else named(value)


def _band_of_price(money: tuple[str | None, Any]) -> tuple[str, int] | None:
    currency, price = money
    if not currency or price is None:
        return None
    return currency, bisect_right(_PRICE_STEPS, float(price))


def _text(one: Property, key: Any, as_of: datetime) -> str:
    """As the filter of the listings page takes it."""
    if one.kind == "band":
        return band_text(one.steps, key)
    if one.kind == "price":
        currency, band = key
        return f"{currency} {_PRICE_ENDS[band]}{BETWEEN}{_PRICE_ENDS[band + 1]}"
    if one.kind == "created":
        moments = [moment_text(as_of - timedelta(days=days)) for days in AGES]
        ends = ["", *(text or "" for text in moments), ""]
        return f"{ends[key - 1]}{BETWEEN}{ends[key]}"
    return str(key)


def population_of(
    table: Table,
    *,
    as_of: datetime,
    looks_at_when: bool,
    named: Sequence[Condition] | None = None,
) -> Population:
    """`as_of`: what ages are told from. `named`: the only values that are asked for, however few
    have them; None: all that enough have."""
    number_batches(table)
    return Population(
        len(table.target[BATCH]),
        len(table.rest[BATCH]),
        tuple(
            dimension(table, name, as_of, named)
            for name in table.codes
            if looks_at_when or name not in OF_WHEN
        ),
        target_batches=table.target[BATCH],
        rest_batches=table.rest[BATCH],
    )


def dimension(
    table: Table, name: str, as_of: datetime, named: Sequence[Condition] | None
) -> Dimension:
    places = table.codes[name].places
    one = PROPERTIES.get(name)
    is_ordered = one is not None and one.kind in ORDERED
    keys = sorted(places) if is_ordered else [*places]
    sides: list[Sequence[int]] = [table.target[name], table.rest[name]]
    if is_ordered:
        numbers = {key: number for number, key in enumerate(keys, start=1)}
        anew = [0, *(numbers[key] for key in places)]
        sides = [renumbered(side, anew) for side in sides]
    texts = [_text(one, key, as_of) if one else str(key) for key in keys]
    # That a word is missing says nothing.
    only = frozenset({name}) if name.startswith(WORD) else None
    always: frozenset[str] = frozenset()
    if named is not None:
        always = frozenset(each.first for each in named if each.dimension == name)
        only = None if is_ordered and always else always
    return dimension_of(
        name,
        sides[0],
        sides[1],
        ["", *texts],
        scales=["", *(key[0] if isinstance(key, tuple) else "" for key in keys)],
        is_ordered=is_ordered,
        only=only,
        always=always,
        possible=0 if name.startswith(WORD) else None,  # words are counted all together
    )


# --- Uploads


def number_batches(table: Table) -> None:
    """In place of each account and moment, the number of its upload; 0 is before we looked."""
    codes = table.codes[BATCH]
    texts = batch_texts(codes.places)
    numbers = {text: number for number, text in enumerate(sorted({*texts.values()}), start=1)}
    anew = [0, *(numbers[texts[move]] for move in codes.places)]
    for columns in (table.target, table.rest):
        columns[BATCH] = renumbered(columns[BATCH], anew)
    codes.places = numbers


def batch_texts(moves: Iterable[tuple[str, Any]]) -> dict[Any, str]:
    """Of each account and moment the upload it belongs to: moves of one account less than half an
    hour apart are one."""
    by_owner: dict[str, list[tuple[datetime, Any]]] = defaultdict(list)
    for move in moves:
        by_owner[move[0]].append((_moment(move[1]), move))
    texts: dict[Any, str] = {}
    for owner, handed_in in by_owner.items():
        session: list[tuple[datetime, Any]] = []
        for one in sorted(handed_in, key=lambda one: one[0]):
            if session and one[0] - session[-1][0] >= SAME_BATCH:
                texts |= _session(owner, session)
                session = []
            session.append(one)
        texts |= _session(owner, session)
    return texts


def _session(owner: str, moves: Sequence[tuple[datetime, Any]]) -> dict[Any, str]:
    ends = f"{moment_text(moves[0][0])}{BETWEEN}{moment_text(moves[-1][0])}"
    return {move: f"{owner}{OWNER_AND_TIME}{ends}" for _, move in moves}


def _moment(raw: Any) -> datetime:
    """As the driver gives it: microseconds on PostgreSQL, text on SQLite."""
    if isinstance(raw, int):
        return _EPOCH + timedelta(microseconds=raw)
    return datetime.fromisoformat(raw).replace(tzinfo=UTC)


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
