"""Follow-ups: edits of the query before, such as "and last week?", "by group", "show them"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from cards.ask.edits import Edit, applied
from cards.ask.grammar.meanings import with_tense
from cards.ask.pieces.piece import Piece
from cards.ask.pieces.pieces import UNKNOWN, Pieces
from cards.ask.queries.closed_query import Ask, Filter, Query, Understood
from cards.ask.queries.query_checks import is_valid
from cards.ask.times.time_words import NOW

MOST_PIECES: Final = 7
# Words that point at what was said before: a question with one of them is never a first one.
POINTING: Final = {"FOLLOW", "CORRECT", "ONES"}
_SILENT: Final = {
    *POINTING,
    "AND",
    "WHICH",
    "THAT",
    "HOW",
    "LISTING",
    "OF",
    "IN",
    "FOR",
    "COUNT",
    "ALL",
    "MOVED",
}
_ACTS: Final = {
    "SHOW": "list",
    "HOWMANY": "value",
    "WHY": "why",
    "ALIKE": "alike",
    "TREND": "trend",
    "SUBJECTOFMOVES": "flow",
    "CHANGE": "change",
    "WHERE": "where_to",
    "GOTO": "where_to",
    "COMEFROM": "where_from",
}
_SUBJECTS: Final = {"STATE", "STATEVERB", "PASTVERB", "GAP", "METRIC", "TOTAL", "RATE"}
_NAMING: Final = {*_SUBJECTS, "EVENT", "VERB", "LISTING"}  # "it" may be what is named before it
_WHICH: Final = {"WHICH", "LISTING", "LEFT", "AND", "THAT"}  # "which left": of those asked of
_ARRIVED: Final = {"came in", "arrived"}
_FILTERS: Final = {"GROUP", "PRICE", "TITLE", "DAYS", "CREATED"}


def points_back(pieces: Pieces) -> bool:
    """Whether the question says by itself that something came before it."""
    kinds = [{piece.kind for piece in places} for places in pieces.options]
    named = next((at for at, one in enumerate(kinds) if one & _NAMING), len(kinds))
    return "AND" in (kinds[0] if kinds else ()) or any(
        one <= POINTING and not (one == {"ONES"} and (named < at or pieces.unknown))
        for at, one in enumerate(kinds)
    )


def leans(pieces: Pieces) -> bool:
    """Whether, after another, it is about the same: it names neither a subject nor a time."""
    kinds = {piece.kind for places in pieces.options for piece in places}
    says_ones = any(
        piece.kind in {"LISTING", "WHICH"} and piece.text.split()[-1] in {"ones", "one"}
        for places in pieces.options
        for piece in places
    )
    says_ones |= "WHICH" in kinds and all(
        piece.kind in _WHICH or piece.text in _ARRIVED
        for places in pieces.options
        for piece in places
    )
    return (says_ones or "SUBJECTOFMOVES" in kinds or points_back(pieces)) and "TIME" not in kinds


def edited(before: Query, pieces: Pieces) -> Understood | None:
    """The query before with what is said changed in it; None where it is no edit."""
    if len(pieces.options) > MOST_PIECES or pieces.unknown:
        return None
    found: list[Query] = []
    for sequence in pieces.sequences():
        edit = _edit(with_tense(sequence))
        for query in applied(before, edit) if edit else []:
            if is_valid(query) and query not in found:
                found.append(query)
    if not found or len(found) > 3:
        return None
    return found[0] if len(found) == 1 else Ask(tuple(found))


def near_edits(before: Query, pieces: Pieces) -> Iterator[Query]:
    """What a follow-up nobody understood may be about: the query before, edited by what was
    understood of it, or the same subject asked another way. None where it names a subject."""
    known = tuple(places for places in pieces.options if places[0].kind != UNKNOWN)
    if any(one.kind in _NAMING for places in known for one in places):
        return
    understood = edited(before, replace(pieces, options=known, unknown=()))
    yield from understood.readings if isinstance(understood, Ask) else ()
    if isinstance(understood, Query):
        yield understood
    ways = [Edit(act=act) for act in ("list", "change", "why")]
    for query in (one for way in ways for one in applied(before, way)):
        if is_valid(query) and query != before:
            yield query


def _edit(pieces: Sequence[Piece]) -> Edit | None:
    """What is said, one of each; None where a word is no edit."""
    edit = Edit()
    negated = False
    for piece in pieces:
        kind, value = piece.kind, piece.value
        if kind in {"EXCEPT", "NOT"}:
            negated = True
        elif kind == "TIME" and edit.time is None and not value.problem:
            edit.time = value
        elif kind in _SUBJECTS and not edit.subject:
            edit.subject = value
        elif kind in _FILTERS:
            edit.filters += [one._replace(sign="!=") if negated else one for one in value]
            negated = False
        elif kind in {"GROUPNAME", "OWNERNAME"}:
            edit.filters.append(Filter(*value))
        elif kind in {"AUDITREASON", "OFFLINEREASON"}:
            name = "audit_reason" if kind == "AUDITREASON" else "offline_reason"
            edit.filters.append(Filter(name, "=", value))
        elif kind in {"DIM", "DIMS"} and not edit.by:
            edit.by = value
        elif kind == "EACHSTORE":
            edit.by = "store"
        elif kind in {"STOREREF"} and not edit.stores:
            edit.stores = value
        elif kind == "ALLSTORES":
            edit.stores = "all"
        elif kind == "LEFT" or (kind == "VERB" and piece.text in _ARRIVED):
            edit.way = "out" if kind == "LEFT" else "in"
        elif kind == "VERB" and not edit.verb:
            edit.verb = value
        elif kind == "FOLLOW" and piece.text.endswith("now") and piece is pieces[-1]:
            edit.time = NOW
        elif kind in _ACTS and edit.act in {"", _ACTS[kind]}:
            edit.act = _ACTS[kind]
        elif kind == "SHARE" and not edit.act:
            edit.act = "share"
        elif kind == "BREAK" and not edit.act:
            edit.act = "break"
        elif kind not in _SILENT and kind != "PER":
            return None
    which_ones = any(one.kind == "WHICH" and one.text.endswith("ones") for one in pieces)
    which_ones |= {"WHICH", "LISTING"} <= {one.kind for one in pieces} <= _WHICH
    if which_ones and not (edit.act or edit.verb or edit.way or edit.subject):
        edit.act = "list"
    says = (
        *(edit.time, edit.subject, edit.filters, edit.by, edit.act, edit.stores, edit.verb),
        edit.way,
    )
    return edit if any(says) and not negated else None
