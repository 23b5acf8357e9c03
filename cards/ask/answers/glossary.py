"""What words mean, and what can be asked."""

from typing import Final

from cards.ask.answers.answer import Told, answers
from cards.ask.answers.answer_numbers import World
from cards.ask.answers.receipts import say
from cards.ask.queries.closed_query import Query
from cards.ask.standpoint import CannotTell, card_of
from cards.catalogue.definitions import definition

EXAMPLES: Final = (
    "How many listings are rejected?",
    "Rejected listings by group",
    "How did active change this week?",
    "Why did rejected rise this week?",
    "What do the rejected listings have in common?",
    "Which listings left active yesterday?",
    "Is the data up to date?",
    "What counts as active?",
)


_MEANS: Final = {
    "auditing": "In auditing: AliExpress is reviewing the listing; buyers do not see it yet.",
    "expired": "Expired: its listing period ran out, so AliExpress took it off sale. It is not "
    "deleted.",
    "taken_down": "Taken down: off sale because the seller or AliExpress took it down, and not "
    "because its period ran out.",
    "unmapped": "Unmapped: AliExpress uses a word for its state that we have not seen before. It "
    "is counted and shown by name.",
    "draft": "Draft: not published yet. Counted only where the store says so.",
    "gap": "The gap: Total less Active, the listings buyers cannot order, explained state by "
    "state.",
    "problems": "Problems: what AliExpress's own diagnosis finds about listings on sale.",
}


@answers("define")
def define(world: World, query: Query) -> Told:
    sentences = []
    for subject in query.subject.split(","):
        if subject in _MEANS:
            sentences.append(say("{text}", text=_MEANS[subject]))
            continue
        card = world.cards.get(card_of(subject))
        if card is None:
            raise CannotTell(
                "not_understood", "There is no such number, or it is not yours to see."
            )
        text = " ".join((card.what_it_counts or definition(card.key).at_a_glance).split())
        sentences.append(say("{title}: {text}", title=card.title, text=text))
        if subject == "quality" and card.calculation:
            sentences.append(say("{text}", text=" ".join(card.calculation.split())))
    return Told(sentences)


@answers("help")
def help_(world: World, query: Query) -> Told:
    return Told([say("Ask such as: {text}", text=text) for text in EXAMPLES])
