"""How many there are, which, and one number beside another."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from aliexpress.lifecycle import State
from aliexpress.models import Store
from cards.ask.answers.movements import moves
from cards.ask.answers.told import Told, answers, shown
from cards.ask.closed_query import Query
from cards.ask.numbers import COUNTED, World, states_of
from cards.ask.receipts import Counted, Number, Said, receipt_of, say
from cards.ask.standpoint import CannotTell
from cards.ask.wording import (
    plain_subject,
    short,
    stretch_words,
    subject_words,
)


def noun(query: Query) -> tuple[str, str]:
    many = subject_words(query)
    return many.replace("listings", "listing", 1) if "listings" in many else many, many


def stores_of(world: World, query: Query) -> list[World]:
    """The world of each store a query names; the one asked of where it names none."""
    if not query.stores:
        return [world]
    visible = Store.objects.visible_to(world.user).order_by("name", "id")
    if query.stores != "all":
        visible = visible.filter(slug__in=query.stores.split(","))
    return [World(world.user, store, world.at, world.is_now, world.zone) for store in visible]


@answers("value", "list")
def value(world: World, query: Query) -> Told:
    if ">" in query.subject:
        return moves(world, query)
    if query.stores:
        return _over_stores(world, query)
    if query.ahead:
        return _ahead(world, query)
    if query.order:
        return _oldest(world, query)
    if "," in query.subject:
        return compare(world, query)
    number = world.number(query.subject, query.filters, query.at or "now")
    as_of = shown(world, number.receipt.as_of)
    if query.subject == "quality":
        said = say("The listing quality score is {n}, as of {as_of}.", n=number, as_of=as_of)
        return Told([said], [("listing quality score", number)])
    said = say("There {are} {n}{what}, as of {as_of}.", **_there(query, number), as_of=as_of)
    sentences = [said]
    if query.act == "value" and query.subject in {"total", "gap"} and not query.filters:
        sentences += list(_parts(world, query, number))
    return Told(sentences, [(subject_words(query), number)], assumed(query))


def _there(query: Query, number: Number) -> dict[str, Any]:
    one, many = noun(query)
    are = "is" if number.value == 1 and not number.is_least else "are"
    return {"are": are, "n": Counted(number, one, many), "what": ""}


def assumed(query: Query) -> tuple[str, ...]:
    return ("now, as you named no time",) if query.at == "now" else ()


def _parts(world: World, query: Query, number: Number) -> Iterator[Said]:
    """Of which states the number is made, those that hold any."""
    snapshot = world.snapshot_at(query.at or "now")
    held = [
        (state, world.number(state, (), query.at or "now"))
        for state in states_of(query.subject, snapshot)
        if snapshot.count_of(State(state))
    ]
    if len(held) < 2:
        return
    slots: dict[str, Any] = {f"n{at}": one for at, (_, one) in enumerate(held)}
    words = ", ".join(f"{{n{at}}} {short(state)}" for at, (state, _) in enumerate(held))
    yield say(f"Of these: {words}.", **slots)


def _over_stores(world: World, query: Query) -> Told:
    """Each store by itself, and their sum where a sum says something."""
    alone = replace(query, stores="")
    rows = [
        (each.store.name, each.number(alone.subject, alone.filters, alone.at or "now"))
        for each in stores_of(world, query)
    ]
    if not rows:
        raise CannotTell("unknown_value", "There is no such store, or it is not yours to see.")
    slots: dict[str, Any] = {f"n{at}": number for at, (_, number) in enumerate(rows)}
    parts = ", ".join(f"{{s{at}}} {{n{at}}}" for at in range(len(rows)))
    slots |= {f"s{at}": name for at, (name, _) in enumerate(rows)}
    words = subject_words(alone)
    words = words[:1].upper() + words[1:]
    return Told([say(f"{{what}}: {parts}.", what=words, **slots)], rows, assumed(query))


def _ahead(world: World, query: Query) -> Told:
    number = world.lapsing(query.ahead)
    return Told(
        [
            say(
                "{n} lapse within {ahead} if nobody renews them, counted from {as_of}.",
                n=Counted(number, "active listing", "active listings"),
                ahead=stretch_words(query.ahead),
                as_of=shown(world, number.receipt.as_of),
            )
        ],
        [("lapse", number)],
    )


def _oldest(world: World, query: Query) -> Told:
    number = world.number(query.subject, query.filters, "now")
    values = {"state": ",".join(states_of(query.subject, world.snapshot))}
    if query.subject not in COUNTED or query.filters:
        raise CannotTell("no_field", "Only the listings of one state are ordered by their days.")
    listings = world.found(values).listings
    order = "state_since_at" if query.order == "days_desc" else "-state_since_at"
    first = listings.order_by(order, "product_id").first()
    if first is None:
        said = say("There are {n}.", n=Counted(number, "listing", noun(query)[1]))
        return Told([said])
    name = "longest" if query.order == "days_desc" else "shortest"
    receipt = receipt_of(world.store, world.snapshot, {"search": str(first.product_id)})
    one = Number(1, receipt)
    since = shown(world, first.state_since_at)
    return Told(
        [
            say(
                "Of {n}, listing {id} has been there {name}: since {since} at the latest.",
                n=Counted(number, *noun(query)),
                id=str(first.product_id),
                name=name,
                since=since,
            )
        ],
        [(str(first.product_id), one)],
    )


@answers("compare")
def compare(world: World, query: Query) -> Told:
    first, second = query.subject.split(",")
    a, b = (world.number(one, (), query.at or "now") for one in (first, second))
    more = "more" if a.value > b.value else "fewer" if a.value < b.value else "as many"
    than = "as" if more == "as many" else "than"
    said = say(
        "There are {a} and {b}: {more} {first} {than} {second}, as of {as_of}.",
        a=Counted(a, *noun_of(first)),
        b=Counted(b, *noun_of(second)),
        more=more,
        than=than,
        first=short(first),
        second=short(second),
        as_of=shown(world, a.receipt.as_of),
    )
    return Told([said], [(plain_subject(first), a), (plain_subject(second), b)], assumed(query))


def noun_of(subject: str) -> tuple[str, str]:
    return noun(Query(act="value", subject=subject))
