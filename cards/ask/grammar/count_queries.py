"""Queries for a thing that is counted or listed: of one moment, or as a movement in a window."""

from dataclasses import replace
from typing import Final

from cards.ask.grammar.things import Thing
from cards.ask.queries.closed_query import Ask, Cannot, Query, Understood
from cards.ask.times.time_words import Time

A_WEEK: Final = "7d"


def readings_of(times: tuple[Time, ...]) -> list[Time]:
    """The readings of a time that was said; one without any where none was."""
    if not times:
        return [Time()]
    [first, *rest] = times
    if rest:
        return [first] if not rest[0].problem and rest[0] == first else []
    return [first, *first.others]


def problem_of(thing: Thing) -> Cannot | None:
    for time in thing.times:
        if time.problem:
            return Cannot(*time.problem)
    if thing.no_reason:
        return Cannot("no_reason", thing.no_reason)
    return None


def based(act: str, thing: Thing, **parts: str) -> Query:
    """The query of a thing, without its time."""
    return Query(
        act=act,
        subject=thing.move or thing.subject,
        filters=thing.filters,
        stores=",".join(thing.stores),
        **parts,
    )


def in_window(query: Query, time: Time, default: str = A_WEEK) -> Query | None:
    """With the window of a time; None where the time is none."""
    if time.over:
        return replace(query, over=time.over)
    if time.start:
        return replace(query, start=time.start, end=time.end)
    if time.at and time.at not in {"now"}:
        return replace(query, start=time.at, end="now") if query.act != "moves" else None
    return None if time.ahead else replace(query, over=default)


def at_moment(query: Query, time: Time) -> Query | None:
    """With the one moment of a time, now where none was said; None where the time is a window."""
    if time.ahead or time.start or (time.over and not time.at):
        return None
    return replace(query, at=time.at or "now")


def counted(thing: Thing, *, act: str, is_asked: bool = True) -> list[Understood]:
    """How many, or which. `act`: value or list. Several: each fits."""
    if (problem := problem_of(thing)) is not None:
        return [problem]
    if thing.waits and "auditing" not in thing.subject:
        return []
    if thing.is_share:
        return of_share(thing)
    if thing.move:
        return _moved(thing, act=act)
    if not thing.subject:
        return []
    found: list[Understood] = []
    for time in readings_of(thing.times):
        found += _at(thing, time, act=act)
    return found


def of_share(thing: Thing) -> list[Understood]:
    """At a moment; of a stretch of time, how it ran. Of reviews, always of a stretch."""
    if ">" in thing.subject:
        return window_queries(based("share", thing), thing)
    found = moment_queries(based("share", thing), thing)
    of_window = any(time.over or time.start for time in thing.times)
    return found or (window_queries(based("trend", thing), thing) if of_window else [])


def moment_queries(query: Query, thing: Thing) -> list[Understood]:
    if (problem := problem_of(thing)) is not None:
        return [problem]
    made = [at_moment(query, time) for time in readings_of(thing.times)]
    return [one for one in made if one is not None]


def window_queries(query: Query, thing: Thing, default: str = A_WEEK) -> list[Understood]:
    if (problem := problem_of(thing)) is not None:
        return [problem]
    made = [in_window(query, time, default) for time in readings_of(thing.times)]
    return [one for one in made if one is not None]


def _at(thing: Thing, time: Time, *, act: str) -> list[Understood]:
    if time.ahead and thing.subject == "expired" and thing.is_verb and not thing.is_adjective:
        thing = replace(thing, subject="expiring")  # "run out within two weeks"
    if thing.subject == "expiring" and time.over in SOON:
        query = based(act, thing)
        lapsed = replace(query, act="moves", subject="*>expired", over=time.over)
        return [Ask((replace(query, ahead=SOON[time.over]), lapsed))]
    if time.ahead:
        if thing.subject != "expiring":
            return [Cannot("forecast", thing.subject)] if not thing.is_verb else []
        return [replace(based(act, thing), ahead=time.ahead)]
    query = based(act, thing)
    may_move = thing.is_verb and not thing.days and "," not in thing.subject
    moves = may_move and "+" not in thing.subject and thing.subject in _ARRIVED
    if thing.is_new:
        return new_in_state(thing, time, act=act)
    if not (time.at or time.over or time.start):
        now = replace(query, at="now")
        if thing.is_past and moves:
            return [Ask((now, _movement(thing, "value", over="?")))]
        return [now]
    windowed = time.over or time.start
    if time.at and not windowed:
        return [replace(query, at=time.at)]
    if not moves:
        if time.at:
            return [replace(query, at=time.at)]
        return [] if time.start else of_a_vague_moment(query, time)
    movement = _with(time, _movement(thing, act))
    if thing.is_past and (time.over in SPANS or not time.at):
        return [movement]
    if not time.at:
        return [movement] if not thing.is_adjective else [Ask((movement, *moments(query, time)))]
    return _either(thing, time, query, movement)


# What is left of a running period, and what has passed of it, are both of it.
SOON: Final = {"today": "1d", "this_week": "7d", "this_month": "30d"}
SPANS: Final = {"today", "yesterday"}
_ARRIVED: Final = {"rejected", "expired", "taken_down"}


def _either(thing: Thing, time: Time, query: Query, movement: Query) -> list[Understood]:
    """A day is a moment, and a window too: of a state said by a verb."""
    value = replace(query, at=time.at)
    if thing.is_past:
        return [Ask((movement, value))]
    if thing.is_adjective or not thing.names_listings:
        on_a_day = not thing.is_adjective and time.over in SPANS
        return [Ask((movement, value))] if on_a_day else [value]
    return [movement] if time.over in SPANS else [Ask((movement, value))]


def new_in_state(thing: Thing, time: Time, *, act: str) -> list[Understood]:
    if not (time.over or time.start) or thing.subject not in {*_ARRIVED, "auditing", "active"}:
        return []
    arrived, fresh = (_with(time, _movement(thing, act, source=source)) for source in ("*", "none"))
    return [Ask((arrived, fresh))]


def _movement(thing: Thing, act: str, *, source: str = "*", over: str = "") -> Query:
    subject = f"{source}>{thing.subject}"
    query = replace(based("moves" if act == "value" else "list", thing), subject=subject)
    return replace(query, over=over) if over else query


def _with(time: Time, query: Query) -> Query:
    return (
        replace(query, over=time.over)
        if time.over
        else replace(query, start=time.start, end=time.end)
    )


BACK: Final = {
    "last_week": "7d_ago",
    "last_month": "1mo_ago",
    "last_year": "1y_ago",
    "last_quarter": "3mo_ago",
}


def moments(query: Query, time: Time) -> tuple[Query, ...]:
    moment = BACK.get(time.over)
    return (replace(query, at=moment),) if moment else ()


def of_a_vague_moment(query: Query, time: Time) -> list[Understood]:
    """A count "last month": then, or on average over it. Neither is taken."""
    if query.subject == "expiring":  # what is still to come, or what has come
        lapsed = replace(query, act="moves", subject="*>expired", over=time.over)
        return [Ask((replace(query, ahead=A_WEEK), lapsed))]
    mean = replace(query, act="mean", over=time.over)
    both = (*moments(query, time), mean)
    if len(both) > 1:
        return [Ask(both)]
    return [Ask((replace(query, act="change", over=time.over), mean))] if time.is_vague else []


def _moved(thing: Thing, *, act: str) -> list[Understood]:
    moves = ["none>*", "auditing>active"] if thing.move == "publish" else [thing.move]
    found: list[Query] = []
    for time in readings_of(thing.times):
        if time.ahead and thing.move == "*>expired":
            return [Query("value", "expiring", thing.filters, ahead=time.ahead)]
        if time.ahead or (time.at and not time.over and time.at != "now"):
            return []
        for move in moves:
            query = replace(based("moves" if act == "value" else "list", thing), subject=move)
            if time.over or time.start:
                found.append(_with(time, query))
            elif thing.is_event and move.partition(">")[2] in _ARRIVED:
                state = move.partition(">")[2]
                found += [
                    Query(act="value", subject=state, filters=thing.filters, at="now"),
                    replace(query, act="moves", over="?"),
                ]
            else:
                found.append(replace(query, over=A_WEEK))
    if len(found) > 1:
        return [Ask(tuple(found))]
    return list(found)
