"""Two things in one question: a part of a whole, what became of some, one beside another."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from cards.ask.grammar.turns.turn import (
    STATE,
    SUBJECT,
    Turned,
    kinds_of,
    of_acts,
    stretch_of,
)
from cards.ask.pieces.piece import Piece
from cards.ask.queries.closed_query import STATES, Query
from cards.ask.times.time_words import Time


def as_part_of(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Rejected as a percentage of total", "how much of the gap is auditing, in percent"."""
    shares = [at for at, piece in enumerate(pieces) if piece.kind == "SHARE"]
    if len(shares) > 1:
        return Turned(tuple(one for at, one in enumerate(pieces) if at not in shares[1:]))
    found = stretch_of(pieces, f"(?:FOR )?SHARE (?:OF )?(?:{SUBJECT})+(?:TIME )?$")
    if found is None:
        return None
    share = shares[0]
    whole = pieces[share + 1 :]
    if whole[0].kind != "OF":
        if not pieces[share].text.endswith(" of"):
            return None
        whole = (Piece("OF", "of", "of"), *whole)
    part = tuple(one for one in pieces[: found[0]] if one.kind not in {"HOWMANY", "WHICH"})
    return Turned((pieces[share], *part, *whole)) if stretch_of(part, SUBJECT) else None


# What has one number at a moment, and its conditions.
_STANDING: Final = {
    *("STATE", "STATEVERB", "GAP", "METRIC", "TOTAL", "RATE", "LISTING", "TIME", "IN", "OF"),
    *("GROUP", "GROUPNAME", "OWNERNAME", "STOREREF", "PRICE", "TITLE"),
}


def more_than_then(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "How many more rejected than a week ago": the change since then."""
    found = stretch_of(pieces, "THAN TIME $")
    if found is None or not {"MORE", "FEWER"} & kinds_of(pieces):
        return None
    start, _ = found
    kinds = {"MORE", "FEWER", "HOWMANY", "WHICH", "SHOW"}
    rest = [one for one in pieces[:start] if one.kind not in kinds]
    if any(one.kind == "TIME" and one.value.at != "now" for one in rest):
        return None
    if any(one.kind not in _STANDING for one in rest):
        return None  # more came in than then: two movements, and no change of one number
    change = Piece("CHANGE", "change", "change")
    kept = [one for one in rest if one.kind != "TIME"]
    then = pieces[start + 1]
    return Turned((change, *kept, then), (lambda query: since(query, then.value),))


def since(query: Query, then: Time) -> Query | None:
    """The change since a moment; since seven days ago is over seven days."""
    if query.act != "change" or then.others or then.at == "now":
        return None
    if not then.at:
        return query
    if re.fullmatch(r"\d+(?:h|d|mo|y)_ago", then.at):
        return replace(query, over=then.at.removesuffix("_ago"), start="", end="")
    return replace(query, over="", start=then.at, end="now")


def of_these(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Of the listings in auditing, how many are without a price": one condition more. What became
    of those that moved in a window is a form of its own."""
    found = stretch_of(pieces, "HOWMANY ")
    if found is None or found == (0, 1) or not pieces[0].text.startswith("of"):
        return None  # "of yesterday" is one piece
    at = found[0]
    begin = 1 if pieces[0].kind == "OF" else 0
    many, before, after = pieces[at], pieces[begin:at], pieces[at + 1 :]
    moved = stretch_of(before, f"(?:{STATE}|VERB |EVENT |NEW )")
    times = [one.value for one in before if one.kind == "TIME"]
    is_window = any(one.at != "now" or one.over for one in times)
    if moved and is_window and stretch_of(after, STATE):
        return None
    return Turned((many, *before, *after))


def of_ended_reviews(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Of the reviews that ended yesterday, how many were rejections": moves out of auditing."""
    kinds = kinds_of(pieces)
    if not {"HOWMANY", "REVIEW"} <= kinds or "SHARE" in kinds:
        return None
    ends = [one.value.partition(">")[2] for one in pieces if one.kind in {"EVENT", "VERB"}]
    rest = tuple(one for one in pieces if one.kind not in {"REVIEW", "ENDED", "THAT", "OF"})
    if len(ends) != 1 or ends[0] not in {"rejected", "active"}:
        return None
    return Turned(rest, (of_acts({"moves"}, subject=f"auditing>{ends[0]}"),))


def what_would_be(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "If all in auditing were approved, how many active would we have"."""
    if pieces and pieces[0].text == "what if" and "HOWMANY" not in kinds_of(pieces):
        asked = (Piece("WOULD", "would", "would"), Piece("STATE", "active", "active"))
        return Turned((Piece("WITHIF", "if", "if"), *pieces[1:], *asked))
    found = stretch_of(pieces, "WITHIF .*HOWMANY .*WOULD $")
    if found is None:
        return None
    many = next(at for at, one in enumerate(pieces) if one.kind == "HOWMANY")
    return Turned((*pieces[:many], pieces[-1], *pieces[many:-1]))


def stores_compared(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Compare the rate of one store with another's", "has one more than another"."""
    kinds = kinds_of(pieces)
    than = stretch_of(pieces, "THAN (?:THAT )?(?:OF |IN |FOR )?STOREREF $")
    beside = stretch_of(pieces, "STOREREF (?:COMPARE )?(?:WITH |TO )(?:THAT )?(?:OF )?STOREREF ")
    found = than if than and kinds & {"MORE", "FEWER"} else beside
    stores = [one for one in pieces if one.kind == "STOREREF"]
    if found is None or len(stores) != 2 or not ("COMPARE" in kinds or found == than):
        return None
    if found == than and "NUMBER" in kinds:
        return None  # so many more than there
    rest = (*pieces[: found[0]], *pieces[found[1] :])
    said = tuple(one for one in rest if one.kind not in _OF_STORES)
    joined = (stores[0], Piece("AND", "and", "and"), stores[1])
    return Turned((Piece("COMPARE", "compare", "compare"), *said, *joined))


_OF_STORES: Final = {"STOREREF", "COMPARE", "MORE", "FEWER", "HOW", "OF", "IN", "FOR"}


def both_at_once(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Active and out of stock": a state, and a property of what is in it."""
    found = stretch_of(pieces, "STATE (?:LISTING )?AND STATE ")
    if found is None:
        return None
    start, end = found
    if "active" not in {pieces[start].value, pieces[end - 1].value}:
        return None
    if not _OF_ACTIVE & {pieces[start].value, pieces[end - 1].value}:
        return None
    return Turned((*pieces[: end - 2], *pieces[end - 1 :]))


_OF_ACTIVE: Final = {"oos", "expiring", "complete"}
# No listing is in two of these by what they say; of the total and the gap both are numbers.
_APART: Final = {*STATES, "total", "gap"}


def side_by_side(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Total and active listings": both numbers."""
    found = stretch_of(pieces, f"{SUBJECT}(?:LISTING )?AND (?:HOWMANY )?{SUBJECT}")
    kinds = kinds_of(pieces)
    if found is None or kinds & {"SHARE", "WHY", "COMPARE", "DIFFERENCEDEF", "VERSUS", "DEFINE"}:
        return None
    start, end = found
    first, second = pieces[start], pieces[end - 1]
    if first.value == second.value or "OR" in kinds or len(named_subjects(pieces)) != 2:
        return None
    if not {first.value, second.value} <= _APART:
        return None  # "rejected and out of stock": those that are both

    def beside(query: Query) -> Query | None:
        ok = query.act in {"value", "list"} and query.subject == first.value
        return replace(query, act="value", subject=f"{first.value},{second.value}") if ok else None

    return Turned((*pieces[: start + 1], *pieces[end:]), (beside,))


def named_subjects(pieces: Sequence[Piece]) -> list[Piece]:
    kinds = {"STATE", "STATEVERB", "PASTVERB", "GAP", "METRIC", "TOTAL"}
    return [one for one in pieces if one.kind in kinds]
