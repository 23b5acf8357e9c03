"""Words that say nothing beside others, or the same as others would."""

from dataclasses import replace
from typing import Final

from cards.ask.grammar.turns.turn import SUBJECT, Turned, kinds_of, of_kind, stretch_of, without
from cards.ask.pieces.piece import Piece


def said_by_the_way(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Rejected last week, show them", "why were there more": them and were there say nothing."""
    kinds = kinds_of(pieces)
    named = stretch_of(pieces, f"(?:{SUBJECT}|EVENT |VERB |LISTING )")
    is_named_after = bool(kinds & {"PRODUCT", "ATTEMPT", "DEFINE", "MEANWORD"})
    kept = tuple(
        piece
        for at, piece in enumerate(pieces)
        if not (piece.kind == "WHY" and at and pieces[at - 1].kind == "WHY")
        and not (piece.kind == "FIRED" and piece.text == "were there" and "ALERT" not in kinds)
        and not (piece.kind == "ONES" and (is_named_after or (named and named[0] < at)))
        and not (piece.kind == "MOVED" and "FROM" in kinds and "TO" in kinds)
        and not (piece.kind == "YOUSAY" and "NUMBER" in kinds and "OTHERFIGURE" not in kinds)
    )
    return Turned(kept) if len(kept) < len(pieces) else None


def drawn(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "As a graph": its trend. "Marked on the chart": marked."""
    if "MARKED" in kinds_of(pieces) and (chart := stretch_of(pieces, "IN TREND ")):
        return Turned(without(pieces, *chart))
    graph = stretch_of(pieces, "FOR TREND ")
    if graph is None or pieces[graph[0]].text != "as":
        return None
    return Turned(without(pieces, graph[0], graph[0] + 1))


def where_to(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Where did the listings go that left active": where went those of active."""
    kinds = kinds_of(pieces)
    left = stretch_of(pieces, "LEFT ")
    return Turned(without(pieces, *left)) if left and "WHERE" in kinds and kinds & _GONE else None


_GONE: Final = {"MOVED", "GOTO"}


def of_those(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Of those rejected last month, how many": those are named right after."""
    found = stretch_of(pieces, "FOLLOW (?:STATEVERB|PASTVERB|VERB) TIME HOWMANY ")
    if found is None or found[0] or not pieces[0].text.startswith("of th"):
        return None
    return Turned((replace(pieces[0], kind="OF"), *pieces[1:]))


def ranked_reasons(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "The most common reason for rejection", "top 3 reasons for rejections": by reason."""
    found = stretch_of(pieces, "(?:MOST |TOPN )(?:ALIKE )?(?:WHY |REASONS )(?:FOR |OF )?")
    if found is None:
        return None
    start, end = found
    said = [one for one in pieces[start:end] if one.kind in {"WHY", "REASONS"}]
    if not said[0].text.startswith("reason"):
        return None
    reason = Piece("DIM" if pieces[start].kind == "MOST" else "DIMS", "reason", said[0].text)
    return Turned((*pieces[: start + 1], reason, *pieces[end:]))


def as_aliexpress_says(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "What does AliExpress say our total is": what it declares."""
    if "NUMBER" in kinds_of(pieces) or "REASONS" in kinds_of(pieces):
        return None
    found = stretch_of(pieces, f"ALIEXPRESS SAYS (?:COUNT )?{SUBJECT}$")
    return Turned(of_kind(pieces, SAYS="AGREE")) if found else None


def event_share(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Rejection %": of all, how many are."""
    events = [at for at, one in enumerate(pieces) if one.kind == "EVENT"]
    if len(events) != 1 or kinds_of(pieces) - {"EVENT", "SHARE", "HOWMANY", "WHICH", "TIME"}:
        return None
    source, _, state = pieces[events[0]].value.partition(">")
    if "SHARE" not in kinds_of(pieces) or source != "*" or state == "none":
        return None
    return Turned(
        tuple(
            replace(one, kind="STATE", value=state) if one.kind == "EVENT" else one
            for one in pieces
        )
    )


def another_number(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Why doesn't Seller Center show the same number": why it differs."""
    kinds = kinds_of(pieces)
    if not {"NOT", "OTHERFIGURE", "ONE"} <= kinds <= {*_SAME_NUMBER, "WHY"}:
        return None
    why = tuple(one for one in pieces if one.kind == "WHY")
    figure = next(one for one in pieces if one.kind == "OTHERFIGURE")
    return Turned((*why, figure, Piece("DIFFERS", "differs", "differs")))


_SAME_NUMBER: Final = {"NOT", "OTHERFIGURE", "ONE", "COUNT", "DATA", "SAYS", "SHOW"}


def when_most(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "When was the gap smallest": at its lowest."""
    kinds = kinds_of(pieces)
    if "WHEN" not in kinds or not kinds & {"MOST", "FEWEST"} or kinds & {"DIM", "DIMS", "WHO"}:
        return None
    return Turned(of_kind(pieces, MOST="HIGHEST", FEWEST="LOWEST"))


def as_long(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "How long has 1005… been in auditing": its life shows since when."""
    kinds = kinds_of(pieces)
    if not {"PRODUCT", "HOWLONG"} <= kinds:
        return None
    return Turned(of_kind(pieces, HOWLONG="WHEN"))


def of_approvals(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "How many days does approval take": how long reviews do."""
    if not {"HOWLONG", "TAKE"} <= kinds_of(pieces):
        return None
    return Turned(of_kind(pieces, EVENT="VERB"))
