"""What lapses if nobody renews it, and what would be if listings moved."""

from dataclasses import replace

from cards.ask.answers.answer import Told, answers, shown
from cards.ask.answers.answer_numbers import World
from cards.ask.answers.receipts import Counted, Number, say
from cards.ask.queries.closed_query import Query
from cards.ask.queries.time_wording import stretch_words
from cards.ask.queries.wording import plain_subject, short


@answers("forecast")
def forecast(world: World, query: Query) -> Told:
    number = world.lapsing(query.ahead or "30d")
    said = say(
        "{n} lapse within {ahead} if nobody renews them, counted from {as_of}.",
        n=Counted(number, "active listing will", "active listings will"),
        ahead=stretch_words(query.ahead or "30d"),
        as_of=shown(world, number.receipt.as_of),
    )
    return Told([said], [("lapse", number)], ("nothing is renewed until then",))


@answers("whatif")
def whatif(world: World, query: Query) -> Told:
    """Arithmetic on the integers of one snapshot."""
    source, _, target = query.subject.partition(">")
    moving = world.number(source)
    kept = "total" if target == "none" else target
    standing = world.number(kept)
    value = standing.value + (-moving.value if target == "none" else moving.value)
    would = Number(value, replace(standing.receipt, listings=""), also=(standing, moving))
    total = world.number("total")
    said = say(
        "{what} would be {would}: {standing} now, and {moving}; the total is {total}.",
        what="The total" if target == "none" else short(target).capitalize(),
        would=replace(would, also=()),
        standing=standing,
        moving=Counted(
            moving, plain_subject(source).replace("listings", "listing"), plain_subject(source)
        ),
        total=total,
    )
    return Told([said], assumed=("nothing else moves meanwhile",))
