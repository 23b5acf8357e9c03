"""The listings that have been in their state longest, or shortest."""

from typing import Final

from cards.ask.answers.answer import Told, shown
from cards.ask.answers.answer_numbers import COUNTED, World, states_of
from cards.ask.answers.receipts import Counted, Number, receipt_of, say
from cards.ask.queries.closed_query import Query
from cards.ask.standpoint import CannotTell

MOST_LISTED: Final = 50


def longest(world: World, query: Query, *, noun: tuple[str, str]) -> Told:
    """The first of them in a sentence, and as many as were asked for in the table. Raises
    CannotTell."""
    if not world.is_newest_of_all:
        raise CannotTell("not_kept", "How long each had been there is told of now only.")
    number = world.number(query.subject, query.filters, "now")
    values = {"state": ",".join(states_of(query.subject, world.snapshot))}
    if query.subject not in COUNTED or query.filters:
        raise CannotTell("no_field", "Only the listings of one state are ordered by their days.")
    listings = world.found(values).listings
    order = "state_since_at" if query.order == "days_desc" else "-state_since_at"
    found = list(listings.order_by(order, "product_id")[: min(int(query.n or "1"), MOST_LISTED)])
    if not found:
        return Told([say("There are {n}.", n=Counted(number, "listing", noun[1]))])
    name = "longest" if query.order == "days_desc" else "shortest"
    rows = [
        (
            f"{one.product_id}",
            Number(1, receipt_of(world.store, world.snapshot, {"search": f"{one.product_id}"})),
        )
        for one in found
    ]
    said = say(
        "Of {n}, listing {id} has been there {name}: since {since} at the latest.",
        n=Counted(number, *noun),
        id=rows[0][0],
        name=name,
        since=shown(world, found[0].state_since_at),
    )
    return Told([said], rows)
