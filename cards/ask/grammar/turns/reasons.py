"""Reasons and words of a title that a question names without a because, or denies."""

from dataclasses import replace

from cards.ask.grammar.turns.turn import Turned, stretch_of, without
from cards.ask.pieces.piece import Piece
from cards.ask.queries.closed_query import Filter, Query


def negated_condition(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Rejected, but not as duplicates", "taken down, not by ourselves": the condition turned."""
    found = stretch_of(
        pieces, "(?:NOT |EXCEPT )(?:FOR |WITH |IN |OF )?(?:AUDITREASON|OFFLINEREASON|SELF|TITLE) "
    )
    if found is None:
        return None
    start, end = found
    condition = pieces[end - 1]
    name = {"AUDITREASON": "audit_reason", "TITLE": "title"}.get(condition.kind, "offline_reason")
    rest = without(pieces, start, start + 1)

    def turn(query: Query) -> Query | None:
        kept = [one for one in query.filters if one.name != name]
        had = [one for one in query.filters if one.name == name]
        if len(had) != 1:
            return None
        return replace(query, filters=tuple(sorted((*kept, Filter(name, "!=", had[0].value)))))

    return Turned(rest, (turn,))


def named_reason(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Of the rejected, how many are duplicates": a reason said without its because."""
    found = stretch_of(pieces, "(?:AUDITREASON|OFFLINEREASON) ")
    if found is None or "category" in pieces[found[0]].text:
        return None
    at = found[0]
    if at and pieces[at - 1].kind in {"FOR", "WITH", "IN", "OF", "NOT", "EXCEPT"}:
        return None
    because = Piece("FOR", "for", "for")
    return Turned((*pieces[:at], because, *pieces[at:]))
