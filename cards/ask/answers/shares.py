"""What part one number is of another, both of one snapshot."""

from dataclasses import replace

from cards.ask.answers.answer import Told, answers, counted, shown
from cards.ask.answers.answer_numbers import World, percent_of
from cards.ask.answers.receipts import Counted, Number, say
from cards.ask.answers.values import assumed, noun_of
from cards.ask.queries.closed_query import Query
from cards.ask.queries.wording import plain_subject
from cards.ask.standpoint import CannotTell
from cards.formats import rounded


@answers("share")
def share(world: World, query: Query) -> Told:
    if query.stores:
        return share_by_store(world, query)
    top, bottom = both_numbers(world, query)
    if not bottom.value:
        said = say("There are {b}, so there is no share.", b=counted(bottom))
        return Told([said])
    percent = replace(percent_of(top, bottom), also=())
    names = query.subject.split("/")
    said = say(
        "{a} of {b} are {p}, as of {as_of}.",
        a=Counted(top, *noun_of(names[0])),
        b=Counted(bottom, *noun_of(names[1])),
        p=percent,
        as_of=shown(world, top.receipt.as_of),
    )
    table = [(plain_subject(names[0]), top), (plain_subject(names[1]), bottom)]
    return Told([said], table, assumed(query))


def both_numbers(world: World, query: Query) -> tuple[Number, Number]:
    """Part and whole; of a movement, how many reviews came to it and how many came to an end."""
    top, _, _ = query.subject.partition("/")
    if ">" in top:
        ended = replace(query, subject=top)
        rejected = world.moved(ended, top)
        others = [world.moved(ended, f"auditing>{state}") for state in ("active", "rejected")]
        reviewed = Number(
            sum(one.value for one in others),
            replace(rejected.receipt, listings=""),
            also=tuple(others),
        )
        return rejected, reviewed
    return world.both(query.subject, query.filters, query.at or "now")


def share_by_store(world: World, query: Query) -> Told:
    alone = replace(query, stores="")
    pairs = [(each, both_numbers(each, alone)) for each in world.of_stores(query.stores)]
    top = sum(int(a.value) for _, (a, _) in pairs)
    bottom = sum(int(b.value) for _, (_, b) in pairs)
    if not bottom:
        raise CannotTell("before_known", "None of these stores holds a listing.")
    receipt = replace(pairs[0][1][0].receipt, listings="")
    parts = tuple(number for _, both in pairs for number in both)
    whole = Number(rounded(100 * top / bottom), receipt, decimals=1, unit=" %", also=parts)
    said = say("Over all of them it is {p}.", p=whole)
    rows = [(each.store.name, percent_of(*both)) for each, both in pairs if both[1].value]
    return Told([said], rows, assumed(query))
