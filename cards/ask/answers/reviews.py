"""How long reviews take, and which are stuck."""

from datetime import timedelta

from cards.ask.answers.answer import Told, answers, stretch
from cards.ask.answers.answer_numbers import World
from cards.ask.answers.receipts import Counted, Number, receipt_of, say
from cards.ask.queries.closed_query import Query
from cards.ask.standpoint import CannotTell
from cards.board.reviews import newest_reviews


@answers("reviews")
def reviews(world: World, query: Query) -> Told:
    found = newest_reviews(world.store)
    if found is None or not world.is_newest_of_all:
        raise CannotTell("not_kept", "How long reviews take is told of now only.", "Ask of now.")
    receipt = receipt_of(world.store, world.snapshot, None)
    if found.usual is None or found.nine_in_ten is None or found.stuck is None:
        raise CannotTell("not_kept", found.usual_sentence)
    if query.subject == "stuck":
        values = found.stuck_listings
        stuck = Number(found.stuck, receipt_of(world.store, world.snapshot, values))
        said = say(
            "{n} in auditing for longer than nine in ten reviews of this store take ({long}).",
            n=Counted(stuck, "listing has been", "listings have been"),
            long=stretch(found.nine_in_ten.total_seconds()),
        )
        return Told([said], [("stuck", stuck)])
    if query.compare:
        raise CannotTell(
            "not_kept",
            f"Reviews usually take {stretch(found.usual.total_seconds())} now; what was "
            "usual once is not kept.",
        )
    days = Number(round(found.usual / timedelta(days=1), 1), receipt, decimals=1, unit=" days")
    most = Number(
        round(found.nine_in_ten / timedelta(days=1), 1), receipt, decimals=1, unit=" days"
    )
    said = say(
        "Reviews usually take {days}, and nine in ten end within {most}.", days=days, most=most
    )
    return Told([said])
