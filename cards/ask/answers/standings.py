"""Each stretch a number stood at, from one snapshot to the next: every one, none left out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Final, NamedTuple

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot
from cards.ask.answers.answer_numbers import COUNTED, RATES, World, states_of
from cards.ask.answers.receipts import Number, receipt_of
from cards.ask.queries.closed_query import Query
from cards.ask.standpoint import HIDDEN, CannotTell, card_of
from cards.formats import rounded
from cards.history.card_values import values_at
from cards.history.history import Point

MOST_SNAPSHOTS: Final = 20_000


class Standing(NamedTuple):
    since: datetime
    until: datetime
    number: Number


def standings(world: World, query: Query) -> list[Standing]:
    """In the window of a query, in order. Raises CannotTell where nothing was known."""
    if query.filters:
        raise CannotTell(
            "not_kept", "How a part of them ran is not kept.", "Ask without conditions."
        )
    start, end = world.window(query)
    snapshots = _snapshots(world, start, end)
    numbers = _numbers(world, query.subject, snapshots, end)
    ends = [following.as_of for _, following in pairwise(snapshots)] + [end]
    found = [
        Standing(max(snapshot.as_of, start), min(max(until, start), end), number)
        for snapshot, until, number in zip(snapshots, ends, numbers, strict=True)
        if number is not None
    ]
    if not found:
        raise CannotTell("before_known", "Nothing was known of it in that time.")
    return found


def _snapshots(world: World, start: datetime, end: datetime) -> list[ListingSnapshot]:
    """The one that stood when the window began, and all that were published in it."""
    of_store = ListingSnapshot.objects.filter(store=world.store, published_at__lte=end)
    opening = ListingSnapshot.objects.given_at(world.store, at=start)
    after = of_store.filter(published_at__gt=start).order_by("published_at", "id")
    found = list(after[: MOST_SNAPSHOTS + 1])
    if len(found) > MOST_SNAPSHOTS:
        raise CannotTell("beyond_dates", "That is too long a time.", "Ask of a shorter one.")
    snapshots = [opening, *found] if opening is not None else found
    if not snapshots:
        world.snapshot_by(end)  # says since when anything is known
    return snapshots


def _numbers(
    world: World, subject: str, snapshots: Sequence[ListingSnapshot], end: datetime
) -> Iterator[Number | None]:
    top, _, bottom = subject.partition("/")
    if {top, bottom} - {""} <= COUNTED or "+" in top:
        for snapshot in snapshots:
            yield _counted(world, top, bottom, snapshot)
        return
    key = RATES.get(subject, "" if bottom else card_of(top))
    if not key:
        raise CannotTell("not_kept", "Ask how each of the two numbers ran.")
    card = world.cards.get(key)
    if card is None:
        raise CannotTell("not_understood", HIDDEN)
    values = values_at(card, [_point(one) for one in snapshots], by=end)
    unit = " %" if bottom else ""
    decimals = 1 if bottom or top == "quality" else 0
    for snapshot, measured in zip(snapshots, values, strict=True):
        receipt = receipt_of(world.store, snapshot, None)
        value = measured.value
        yield None if value is None else Number(value, receipt, decimals=decimals, unit=unit)


def _counted(world: World, top: str, bottom: str, snapshot: ListingSnapshot) -> Number | None:
    states = states_of(top, snapshot)
    count = sum(snapshot.count_of(State(state)) for state in states)
    values = {
        "state": ",".join(states) if top != "total" else "",
        "as_of": snapshot.published_at.isoformat(),
    }
    number = Number(count, receipt_of(world.store, snapshot, values))
    if not bottom:
        return number
    whole = _counted(world, bottom, "", snapshot)
    if whole is None or not whole.value:
        return None
    receipt = replace(number.receipt, listings="")
    share = rounded(100 * count / whole.value)
    return Number(share, receipt, decimals=1, unit=" %", also=(number, whole))


def _point(snapshot: ListingSnapshot) -> Point:
    return Point(
        snapshot=snapshot.pk,
        as_of=snapshot.as_of,
        known=[(snapshot.as_of, snapshot.confirmed_at)],
        followed_at=None,
        interval=0,
        verdict=snapshot.verdict,
        total=snapshot.total_count,
        counts={state: snapshot.count_of(State(state)) for state in State.values},
    )
