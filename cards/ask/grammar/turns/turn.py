"""A turn of phrase taken out of the pieces of a question, and what it makes of their query."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cards.ask.pieces.piece import Piece
from cards.ask.queries.closed_query import Query

Finish = Callable[[Query], Query | None]
STATE: Final = "(?:STATE|STATEVERB|PASTVERB) "
SUBJECT: Final = "(?:STATE|STATEVERB|PASTVERB|GAP|METRIC|TOTAL) "


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


def stretch_of(pieces: Sequence[Piece], pattern: str) -> tuple[int, int] | None:
    """Where the kinds of pieces first run as the pattern says, as "WHY (?:UP |DOWN )"."""
    kinds = "".join(f"{piece.kind} " for piece in pieces)
    found = re.search(rf"(?<!\S){pattern}", kinds)
    if found is None:
        return None
    return kinds[: found.start()].count(" "), kinds[: found.end()].count(" ")


def without(pieces: Sequence[Piece], start: int, end: int) -> tuple[Piece, ...]:
    return (*pieces[:start], *pieces[end:])


def of_kind(pieces: Sequence[Piece], **kinds: str) -> tuple[Piece, ...]:
    """With pieces of one kind taken as of another: `MORE="UP"`."""
    return tuple(replace(one, kind=kinds.get(one.kind, one.kind)) for one in pieces)


def kinds_of(pieces: Sequence[Piece]) -> set[str]:
    return {piece.kind for piece in pieces}


def of_acts(acts: set[str], **parts: str) -> Finish:
    return lambda query: replace(query, **parts) if query.act in acts else None  # type: ignore[arg-type]
