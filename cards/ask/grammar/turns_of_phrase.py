"""What words of order and logic say in a sentence, each by a rule of its own.

A rule takes such words out of the pieces and returns what they make of the query of the rest:
"the 120 rejected listings" is the query of "rejected listings", with 120 said.
"""

from collections.abc import Callable, Sequence
from typing import Final

from cards.ask.grammar.turns import asides, claims, reasons, wholes
from cards.ask.grammar.turns.turn import Turned
from cards.ask.pieces.piece import Piece

Rule = Callable[[tuple[Piece, ...]], Turned | None]
RULES: Final[tuple[Rule, ...]] = (
    asides.of_those,
    asides.said_by_the_way,
    asides.drawn,
    asides.where_to,
    asides.when_most,
    asides.ranked_reasons,
    asides.as_aliexpress_says,
    asides.another_number,
    asides.event_share,
    asides.as_long,
    asides.of_approvals,
    wholes.of_ended_reviews,
    wholes.what_would_be,
    wholes.stores_compared,  # before a number that is stated is taken out
    claims.claimed,
    claims.stated,
    reasons.negated_condition,
    reasons.named_reason,
    wholes.as_part_of,
    wholes.more_than_then,
    wholes.both_at_once,
    wholes.of_these,
    wholes.side_by_side,
)


def turned(pieces: Sequence[Piece]) -> Turned:
    """By every rule, each once."""
    made = Turned(tuple(pieces))
    for rule in RULES:
        if (found := rule(made.pieces)) is not None:
            made = Turned(found.pieces, (*made.finishes, *found.finishes))
    return made
