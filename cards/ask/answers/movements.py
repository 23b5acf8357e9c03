"""How many listings moved, from where to where, and what became of them."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.urls import reverse

from cards.ask.answers.answer import Told, answers, counted, shown
from cards.ask.answers.answer_numbers import World
from cards.ask.answers.receipts import Counted, Number, receipt_of, say
from cards.ask.queries.closed_query import Query
from cards.ask.queries.wording import filter_words, plain_subject, short
from cards.ask.standpoint import CannotTell
from cards.flow.flow import NoFlow, flow_between


def moves(world: World, query: Query) -> Told:
    number = world.moved(query, query.subject)
    start, end = world.window(query)
    said = say(
        "{n}{filters}, between {start} and {end}{so_far}.",
        n=Counted(number, *move_noun(query.subject)),
        filters=filter_words(query),
        start=shown(world, start),
        end=shown(world, end),
        so_far=" so far" if end >= world.at and query.over.startswith(("this", "today")) else "",
    )
    assumed = ("movements are net: what came and went in between is not in it",)
    return Told([said], [(plain_subject(query.subject), number)], assumed)


def move_noun(move: str) -> tuple[str, str]:
    many = plain_subject(move)
    return many.replace("listings", "listing", 1).replace(" were ", " was ", 1), many


@answers("flow")
def flow(world: World, query: Query) -> Told:
    start, end = world.window(query)
    try:
        found = flow_between(world.store, start=start, end=end)
    except NoFlow as error:
        raise CannotTell("before_known", str(error)) from error
    rows: list[tuple[str, Number]] = []
    for source, target in found.moves:
        from_, to = source or "none", target or "none"
        if query.state and query.state not in {from_, to}:
            continue
        if query.side and query.state != {"in": to, "out": from_}[query.side]:
            continue
        number = world.moved(query, f"{from_}>{to}")
        rows.append((f"{_place(from_)} to {_place(to)}", number))
    between = {"start": shown(world, start), "end": shown(world, end)}
    if not rows:
        nothing = Number(0, receipt_of(world.store, found.closing, None))
        said = say("{n} moved between {start} and {end}.", n=counted(nothing), **between)
        return Told([said])
    slots: dict[str, Any] = {f"n{at}": number for at, (_, number) in enumerate(rows[:8])}
    parts = ", ".join(f"{{n{at}}} {words}" for at, (words, _) in enumerate(rows[:8]))
    said = say(f"Between {{start}} and {{end}}: {parts}.", **slots, **between)
    link = reverse("flow", args=[world.store.slug])
    return Told([said], rows, links=(("The flow", link),))


def _place(state: str) -> str:
    return "nowhere" if state == "none" else short(state)


@answers("cohort")
def cohort(world: World, query: Query) -> Told:
    """Those that moved so in the window and are in the state now."""
    whole = world.moved(query, query.subject)
    start, end = world.window(query)
    if not world.is_newest_of_all:
        raise CannotTell("not_kept", "Where they were later is told of now only.")
    values = dict(parse_qsl(urlsplit(whole.receipt.listings).query)) | {"still": query.now}
    number = Number(
        world.found(values).listings.count(), receipt_of(world.store, world.snapshot, values)
    )
    said = say(
        "Of {whole} between {start} and {end}, {n} are {state} now.",
        whole=Counted(whole, *move_noun(query.subject)),
        start=shown(world, start),
        end=shown(world, end),
        n=number,
        state=short(query.now),
    )
    return Told([said])
