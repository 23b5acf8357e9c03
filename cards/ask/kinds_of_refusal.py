"""Why a question that has no query is refused: by the words that say what is not here, by its
time, or by what it asks of things to come. A false reason is worse than none."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Final

from cards.ask.grammar.grammar import kinds
from cards.ask.pieces.piece import Piece
from cards.ask.pieces.pieces import UNKNOWN, Pieces
from cards.ask.queries.closed_query import Cannot, Understood
from cards.ask.times.instants import moment_of

# Kinds of words that are a good reason for not answering, the strongest first.
BY_WORDS: Final = {
    "OTHERPLACE": "other_place",
    "NODATA": "no_data",
    "NOFIELD": "no_field",
    "NOTKEPT": "not_kept",
    "OPINION": "opinion",
    "NOTUNDERSTOOD": "not_understood",
}
_STATES: Final = {"STATE", "STATEVERB", "GAP", "METRIC", "TOTAL"}
_LAPSES: Final = {"expiring", "expired", "*>expired"}


def refusal_of(pieces: Pieces, found: list[Understood], *, at: datetime) -> Cannot | None:
    """None where there is a reading, or no reason is known."""
    if not found:
        for reason in (_no_reason, _not_kept, _no_such_date, _to_come):
            if (refusal := reason(pieces)) is not None:
                return refusal
    if (refusal := _by_words(pieces, found)) is not None:
        return refusal
    if found:
        return None
    return _long_ago(pieces, at=at) or _no_such_value(pieces)


def _by_words(pieces: Pieces, found: list[Understood]) -> Cannot | None:
    """Where a piece can be nothing else than what is not here."""
    for kind, name in BY_WORDS.items():
        for places in pieces.options:
            values = [piece.value for piece in places if piece.kind == kind]
            if not values:
                continue
            others = [piece for piece in places if piece.kind != kind and piece.kind in kinds()]
            if others and (found or kind in {"OPINION", "NOTKEPT"}):
                continue
            if kind == "NOTKEPT" and places[0].text in _OF_NOW_TOO and not _is_of_the_past(pieces):
                continue
            if kind == "OPINION" and not _asks_opinion(pieces, places[0].text):
                continue
            return Cannot(name, "" if kind in {"OPINION", "NOTUNDERSTOOD"} else values[0])
    return None


# Words of judgement that are said of other things too: "a problem" is found, a reason is "bad".
_WEAK: Final = {
    *("bad", "good", "best", "worst", "better", "worse", "great", "terrible", "a problem"),
    *("a lot", "matter", "important", "feel", "like it", "think", "should", "normal for"),
}


def _asks_opinion(pieces: Pieces, word: str) -> bool:
    if word not in _WEAK:
        return True
    if " look" in pieces.text or "find a problem" in pieces.text:
        return False
    return not pieces.unknown or pieces.text.startswith(("should ", "is ", "are ", "was "))


def _alone(pieces: Pieces, kind: str) -> Iterator[Piece]:
    """Pieces of places that can be of this kind only."""
    for places in pieces.options:
        if {piece.kind for piece in places} == {kind}:
            yield places[0]


_REJECTED: Final = {"rejected", "taken_down", "*>rejected", "*>taken_down"}
_REASONS_NOT_GIVEN: Final = {UNKNOWN, "NODATA", "NOFIELD", "OPINION", "NOREASON"}
_STRETCHES: Final = {"ages", "long", "while", "time", "now", "good", "most", "months", "weeks"}


def _no_reason(pieces: Pieces) -> Cannot | None:
    """ "Rejected for a bad translation": a reason AliExpress does not give."""
    firsts = [places[0] for places in pieces.options]
    for place, piece in enumerate(firsts[1:], 1):
        if piece.kind != "FOR" or piece.text == "being":
            continue
        before = firsts[place - 1]
        plainly = piece.text.startswith(("because", "due", "owing", "on account", "on grounds"))
        said = firsts[:place] if plainly else [before]
        if not any(one.value in _REJECTED for one in said if isinstance(one.value, str)):
            continue
        reason = []
        for one in firsts[place + 1 :]:
            if one.kind not in _REASONS_NOT_GIVEN and one.text != "wrong":
                break
            reason.append(one.text)
        if reason and reason[0] not in _STRETCHES:
            named = [one for one in firsts[place + 1 :] if one.kind == "NOREASON"]
            return Cannot("no_reason", str(named[0].value) if named else " ".join(reason))
    return None


# What is kept with every reading.
_KEPT: Final = {"state", "reason", "store", "problem", "batch"}


# What is asked of now as well.
_OF_NOW_TOO: Final = {
    *("title of", "titles of", "what title", "title", "price of", "prices of", "group of"),
    "owner of",
}


def _is_of_the_past(pieces: Pieces) -> bool:
    return any(
        one.value.at not in {"now", ""} or one.value.is_vague for one in _alone(pieces, "TIME")
    )


def _not_kept(pieces: Pieces) -> Cannot | None:
    """ "What did 1005… cost in January", "by group last month": known as they are now."""
    firsts = _firsts(pieces)
    if not _is_of_the_past(pieces):
        return None
    is_one = any(one.kind == "PRODUCT" for one in firsts)
    if is_one and any(one.kind == "NODATA" and one.text.startswith("cost") for one in firsts):
        return Cannot("not_kept", "price")
    if is_one and any(one.kind == "OWN" for one in firsts):
        return Cannot("not_kept", "owner")
    moves = any(one.kind in {"VERB", "EVENT", "NEW", "PASTVERB"} for one in firsts)
    for before, one in pairwise([None, *firsts]):
        if one is None or one.kind not in {"DIM", "DIMS"} or one.value in _KEPT:
            continue
        if is_one or (before is not None and before.kind == "PER" and not moves):
            return Cannot("not_kept", one.value)
    return None


def _firsts(pieces: Pieces) -> list[Piece]:
    return [places[0] for places in pieces.options]


def _no_such_date(pieces: Pieces) -> Cannot | None:
    for time in _alone(pieces, "TIME"):
        if time.value.problem and time.value.problem[0] == "no_such_date":
            return Cannot(*time.value.problem)
    return None


def _to_come(pieces: Pieces) -> Cannot | None:
    """What becomes of anything but listing periods is not known ahead."""
    firsts = _firsts(pieces)
    said = {one.kind for one in firsts}
    times = [one.value for one in _alone(pieces, "TIME")]
    beyond = next((one.problem for one in times if one.problem), None)
    is_ahead = any(one.ahead for one in times) or beyond is not None
    asks_ahead = any(
        one.kind == "WILL" and firsts[at + 1 : at + 2] and firsts[at + 1].kind != "SHOW"
        for at, one in enumerate(firsts)
    )
    if not (asks_ahead or is_ahead or {"REACH", "WHEN"} <= said) or said & _NOT_HERE:
        return None
    subjects = [one.value for one in firsts if one.kind in _STATES]
    moves = [one.value for one in firsts if one.kind in {"VERB", "EVENT"}]
    if _LAPSES & {*subjects, *moves} or "expired>active" in moves:
        return Cannot(*beyond) if beyond else None
    if "auditing>active" in moves:
        return Cannot("forecast", "approval")
    if not (subjects or moves or "LISTING" in said):
        return Cannot(*beyond) if beyond else None
    move = moves[0].partition(">")[2] if moves else ""
    return Cannot("forecast", subjects[0] if subjects else move.strip("*") or "total")


_NOT_HERE: Final = {"OTHERPLACE", "NODATA", "NOFIELD"}


def _long_ago(pieces: Pieces, *, at: datetime) -> Cannot | None:
    for time in _alone(pieces, "TIME"):
        value = time.value
        if year := year_long_ago((value.over, value.at, value.start), at=at):
            return Cannot("before_known", year)
    return None


def year_long_ago(texts: tuple[str, ...], *, at: datetime) -> str:
    """The first of the times that lies before everything anybody here has read; "" for none."""
    for text in texts:
        if text.endswith("_ago") and moment_of(text, at=at).year < at.year - 1:
            return text
        year = text[:4]
        is_year = year.isdecimal() and len(year) == 4 and text[4:5] in {"", "-"}
        if is_year and int(year) < at.year - 1:
            return text
    return ""


_NAMED: Final = {"group", "owner", "store", "category", "brand"}


def _no_such_value(pieces: Pieces) -> Cannot | None:
    """ "Rejected in group cushions", where there is no such group."""
    firsts = _firsts(pieces)
    if sum(one.kind == UNKNOWN for one in firsts) != 1:
        return None
    [at] = [place for place, one in enumerate(firsts) if one.kind == UNKNOWN]
    before = pieces.options[at - 1] if at else ()
    after = pieces.options[at + 1] if at + 1 < len(firsts) else ()
    binds = at > 0 and firsts[at - 1].kind in {"IN", "OF", "FOR", "WITH"}
    dims = [one for one in (*before, *(after if binds else ())) if one.kind == "DIM"]
    for dim in dims:
        if dim.value in _NAMED:
            return Cannot("unknown_value", f"{dim.value} {firsts[at].text}")
    return None
