"""What words of order and logic say in a sentence, each by a rule of its own.

A rule takes such words out of the pieces and returns what they make of the query of the rest:
"the 120 rejected listings" is the query of "rejected listings", with 120 said.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cards.ask.closed_query import Filter, Query
from cards.ask.piece import Piece
from cards.ask.times import Time

Finish = Callable[[Query], Query | None]


@dataclass(frozen=True, slots=True)
class Turned:
    """Pieces in which no word of order is left that a rule knows, and what those words say."""

    pieces: tuple[Piece, ...]
    finishes: tuple[Finish, ...] = ()

    def finished(self, query: Query) -> Query | None:
        """The query with all of it; None where it cannot be of such a query."""
        made: Query | None = query
        for finish in self.finishes:
            made = finish(made) if made is not None else None
        return made


def turned(pieces: Sequence[Piece]) -> Turned:
    """By every rule, each once."""
    made = Turned(tuple(pieces))
    for rule in RULES:
        if (found := rule(made.pieces)) is not None:
            made = Turned(found.pieces, (*made.finishes, *found.finishes))
    return made


_STATE: Final = "(?:STATE|STATEVERB|PASTVERB) "
SUBJECT: Final = "(?:STATE|STATEVERB|PASTVERB|GAP|METRIC|TOTAL) "


def stretch_of(pieces: Sequence[Piece], pattern: str) -> tuple[int, int] | None:
    """Where the kinds of pieces first run as the pattern says, as "WHY (?:UP |DOWN )"."""
    kinds = "".join(f"{piece.kind} " for piece in pieces)
    found = re.search(rf"(?<!\S){pattern}", kinds)
    if found is None:
        return None
    return kinds[: found.start()].count(" "), kinds[: found.end()].count(" ")


def without(pieces: Sequence[Piece], start: int, end: int) -> tuple[Piece, ...]:
    return (*pieces[:start], *pieces[end:])


def said_by_the_way(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Rejected last week, show them", "why were there more", "as a graph", "marked on the chart":
    them, were there, as, and on the chart say nothing."""
    kinds = {piece.kind for piece in pieces}
    named = stretch_of(pieces, f"(?:{SUBJECT}|EVENT |VERB |LISTING )")
    if "MARKED" in kinds and (drawn := stretch_of(pieces, "IN TREND ")):
        return Turned(without(pieces, *drawn))
    if (drawn := stretch_of(pieces, "FOR TREND ")) and pieces[drawn[0]].text == "as":
        return Turned(without(pieces, drawn[0], drawn[0] + 1))
    if kinds & {"WHERE"} and kinds & {"MOVED", "GOTO"} and (left := stretch_of(pieces, "LEFT ")):
        return Turned(without(pieces, *left))
    kept = tuple(
        piece
        for at, piece in enumerate(pieces)
        if not (piece.kind == "FIRED" and piece.text == "were there" and "ALERT" not in kinds)
        and not (piece.kind == "ONES" and named and named[0] < at)
    )
    return Turned(kept) if len(kept) < len(pieces) else None


def claimed(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Why were there more": it is said to have risen. "Has not changed": to stand still."""
    kinds = {piece.kind for piece in pieces}
    if "WHY" in kinds and "THAN" not in kinds and kinds & {"MORE", "FEWER"}:
        claims = {"MORE": "UP", "FEWER": "DOWN"}
        return Turned(tuple(replace(one, kind=claims.get(one.kind, one.kind)) for one in pieces))
    still = stretch_of(pieces, f"NOT (?:{SUBJECT})?(?:CHANGE |UP )")
    if still is None or not kinds & {"WHY"}:
        return None
    start, end = still
    flat = replace(pieces[end - 1], kind="FLAT")
    return Turned((*pieces[:start], *pieces[start + 1 : end - 1], flat, *pieces[end:]))


SAID_OF: Final = {"value", "list", "break", "why", "proof", "alike"}
# After these a number is no count of listings, and before those it counts something else.
_NO_COUNT_AFTER: Final = {
    *(["IN", "FOR", "TO", "FROM", "PER", "LAST", "FIRST", "MORE", "FEWER", "THAN", "NOT", "OR"]),
    *(["EXCEPT", "DIM", "DIMS", "VERSUS", "MEAN", "MOST", "FEWEST", "REACH", "WITH", "SHARE"]),
}
_NO_COUNT_BEFORE: Final = {"DIM", "DIMS", "NUMBER", "IN", "REVIEW", "STOREREF", "TOPN"}


def stated(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "The 120 rejected", "there are 340 in auditing, right", "is it still 120": said."""
    places = [at for at, piece in enumerate(pieces) if piece.kind == "NUMBER"]
    kinds = {piece.kind for piece in pieces}
    if len(places) != 1 or kinds & {"OTHERFIGURE", "SAYS", "REACH", "THRESHOLD", "DIFFERS"}:
        return None
    [at] = places
    number = pieces[at]
    before = pieces[at - 1].kind if at else ""
    after = pieces[at + 1].kind if at + 1 < len(pieces) else ""
    if before in _NO_COUNT_AFTER or number.text.startswith("about"):
        return None
    rest = without(pieces, at, at + 1)
    if kinds & {"OLDEST", "NEWEST"}:
        return Turned(rest, (of_acts({"list"}, n=number.value),))
    if before == "SHOW" and not number.text.startswith("the "):
        return None
    if after in _NO_COUNT_BEFORE and not (after == "IN" and len(pieces) > at + 2):
        return None
    said = tuple(one for one in rest if not (one.kind == "STILL" or _asks_whether_so(one, kinds)))
    if "PROOF" in kinds:
        said = tuple(replace(one, kind="DATA") if one.kind == "ONES" else one for one in said)
    return Turned(said, (of_acts(SAID_OF, said=number.value),))


def _asks_whether_so(piece: Piece, kinds: set[str]) -> bool:
    is_so = piece.text.split()[-1] in {"right", "correct", "true", "sure", "certain"}
    return piece.kind == "TRUST" and is_so and "PROOF" not in kinds


def of_acts(acts: set[str], **parts: str) -> Finish:
    return lambda query: replace(query, **parts) if query.act in acts else None  # type: ignore[arg-type]


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


def as_part_of(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Rejected as a percentage of total", "how much of the gap is auditing, in percent"."""
    shares = [at for at, piece in enumerate(pieces) if piece.kind == "SHARE"]
    if len(shares) > 1:
        return Turned(tuple(one for at, one in enumerate(pieces) if at not in shares[1:]))
    found = stretch_of(pieces, f"(?:FOR )?SHARE OF (?:{SUBJECT})+$")
    if found is None or not pieces[shares[0]].text.startswith(
        ("as ", "in ", "share", "percentage")
    ):
        return None
    start, _ = found
    part = tuple(one for one in pieces[:start] if one.kind not in {"HOWMANY", "WHICH"})
    if len(part) < 1 or not stretch_of(part, SUBJECT):
        return None
    return Turned((pieces[shares[0]], *part, *pieces[shares[0] + 1 :]))


# What has one number at a moment, and its conditions.
_STANDING: Final = {
    *("STATE", "STATEVERB", "GAP", "METRIC", "TOTAL", "RATE", "LISTING", "TIME", "IN", "OF"),
    *("GROUP", "GROUPNAME", "OWNERNAME", "STOREREF", "PRICE", "TITLE"),
}


def more_than_then(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "How many more rejected than a week ago": the change since then."""
    found = stretch_of(pieces, "THAN TIME $")
    if found is None or not {"MORE", "FEWER"} & {piece.kind for piece in pieces}:
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
    """ "Of the listings rejected last week, how many are active now": what became of them. Where
    nothing moved it is one condition more."""
    found = stretch_of(pieces, "HOWMANY ")
    if found is None or not pieces or pieces[0].kind != "OF" or not found[0]:
        return None
    at = found[0]
    many, before, after = pieces[at], pieces[1:at], pieces[at + 1 :]
    moved = stretch_of(before, f"(?:{_STATE}|VERB |EVENT |NEW )")
    is_window = any(one.kind == "TIME" and not _is_now(one) for one in before)
    if not (moved and is_window and stretch_of(after, _STATE)):
        return Turned((many, *before, *after))
    if any(one.kind == "TIME" and not _is_now(one) for one in after):
        return None
    now = tuple(one for one in after if one.kind not in {"TIME", "STILL", "IN"})
    return Turned((many, *before, Piece("STILL", "still", "still"), *now))


def of_ended_reviews(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Of the reviews that ended yesterday, how many were rejections": moves out of auditing."""
    kinds = {piece.kind for piece in pieces}
    if not {"HOWMANY", "REVIEW"} <= kinds or "SHARE" in kinds:
        return None
    ends = [one.value.partition(">")[2] for one in pieces if one.kind in {"EVENT", "VERB"}]
    rest = tuple(one for one in pieces if one.kind not in {"REVIEW", "ENDED", "THAT", "OF"})
    if len(ends) != 1 or ends[0] not in {"rejected", "active"}:
        return None
    return Turned(rest, (of_acts({"moves"}, subject=f"auditing>{ends[0]}"),))


def what_would_be(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "If all in auditing were approved, how many active would we have"."""
    found = stretch_of(pieces, "WITHIF .*HOWMANY .*WOULD $")
    if found is None:
        return None
    many = next(at for at, one in enumerate(pieces) if one.kind == "HOWMANY")
    return Turned((*pieces[:many], pieces[-1], *pieces[many:-1]))


def as_long(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "How long has 1005… been in auditing": its life shows since when."""
    kinds = {piece.kind for piece in pieces}
    if not {"PRODUCT", "HOWLONG"} <= kinds:
        return None
    when = {"HOWLONG": "WHEN"}
    return Turned(tuple(replace(one, kind=when.get(one.kind, one.kind)) for one in pieces))


def of_approvals(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "How many days does approval take": how long reviews do."""
    if not {"HOWLONG", "TAKE"} <= {piece.kind for piece in pieces}:
        return None
    return Turned(
        tuple(replace(one, kind="VERB") if one.kind == "EVENT" else one for one in pieces)
    )


def _is_now(piece: Piece) -> bool:
    return bool(piece.value.at == "now" and not piece.value.over)


def side_by_side(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Total and active listings": both numbers."""
    found = stretch_of(pieces, f"{SUBJECT}(?:LISTING )?AND {SUBJECT}")
    kinds = {piece.kind for piece in pieces}
    if found is None or kinds & {"SHARE", "WHY", "COMPARE", "DIFFERENCEDEF", "VERSUS", "DEFINE"}:
        return None
    start, end = found
    first, second = pieces[start], pieces[end - 1]
    if first.value == second.value or "OR" in kinds or len(named_subjects(pieces)) != 2:
        return None

    def beside(query: Query) -> Query | None:
        ok = query.act in {"value", "list"} and query.subject == first.value
        return replace(query, act="value", subject=f"{first.value},{second.value}") if ok else None

    return Turned((*pieces[: start + 1], *pieces[end:]), (beside,))


def named_subjects(pieces: Sequence[Piece]) -> list[Piece]:
    kinds = {"STATE", "STATEVERB", "PASTVERB", "GAP", "METRIC", "TOTAL"}
    return [one for one in pieces if one.kind in kinds]


RULES: Final[tuple[Callable[[tuple[Piece, ...]], Turned | None], ...]] = (
    said_by_the_way,
    of_ended_reviews,
    what_would_be,
    as_long,
    of_approvals,
    claimed,
    stated,
    negated_condition,
    named_reason,
    as_part_of,
    more_than_then,
    of_these,
    side_by_side,
)
