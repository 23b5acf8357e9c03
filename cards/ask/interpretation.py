"""A question understood: pieces, every parse of every sequence of them, every meaning of every
parse, each looked at a second time. One that is left is the query; several are offered."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from aliexpress.models.tally import DAYS_AHEAD
from cards.ask.grammar.composition import composed
from cards.ask.grammar.meanings import meanings, with_tense
from cards.ask.kinds_of_refusal import refusal_of, year_long_ago
from cards.ask.pieces.pieces import Pieces, asks_of_all, pieces_of
from cards.ask.queries.closed_query import Ask, Cannot, Query, Understood
from cards.ask.times.instants import days_ahead
from cards.ask.vocabulary import Vocabulary

MOST_READINGS: Final = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question was understood as; None where it was not. `unused`: words nothing was made
    of."""

    understood: Understood | None
    pieces: Pieces
    unused: tuple[str, ...] = ()


def understand(question: str, vocabulary: Vocabulary, *, at: datetime) -> Reading:
    """`question`: from `asked_text`; `at`: now, in the reader's zone. Raises BadInput."""
    pieces = pieces_of(question, vocabulary, at=at)
    if pieces.order:
        return Reading(Cannot("act", pieces.order), pieces)
    found = [] if pieces.unknown else readings(pieces) or compositions(pieces)
    if (refusal := refusal_of(pieces, found, at=at)) is not None:
        return Reading(refusal, pieces, pieces.unknown)
    understood = _one([one for one in found if not _is_loose(one, pieces)], at=at)
    if isinstance(understood, Query):
        understood = with_defaults(understood, vocabulary)
    return Reading(understood, pieces, pieces.unknown if understood is None else ())


def _is_loose(understood: Understood, pieces: Pieces) -> bool:
    """Whether it lists some where it is asked whether all are, or counts as rejected what only did
    not get on."""
    if not isinstance(understood, Query):
        return False
    denied = any(
        piece.kind == "STATEVERB" and piece.text.startswith("not ")
        for places in pieces.options
        for piece in places
    )
    lists = understood.act in {"value", "list"} and not understood.said
    return (lists and asks_of_all(pieces.text)) or (denied and ">" in understood.subject)


def readings(pieces: Pieces) -> list[Understood]:
    found: list[Understood] = []
    for sequence in pieces.sequences():
        for understood in meanings(with_tense(sequence)):
            if understood not in found:
                found.append(understood)
    return found


def compositions(pieces: Pieces) -> list[Understood]:
    """What the pieces mean in another order, where no form has them in theirs."""
    found: list[Understood] = []
    for sequence in pieces.sequences():
        found += [one for one in composed(with_tense(sequence)) if one not in found]
    return found


def _one(found: list[Understood], *, at: datetime) -> Understood | None:
    """The only reading, or all of them to choose from; None where there is none."""
    queries: list[Query] = []
    refused = [one for one in found if isinstance(one, Cannot)]
    for one in found:
        queries += one.readings if isinstance(one, Ask) else []
        queries += [one] if isinstance(one, Query) else []
    queries = without_doubles(queries)
    if refused and not queries:
        return refused[0]
    if not queries or len(queries) > MOST_READINGS:
        return None
    if long_ago := [year for query in queries if (year := too_long_ago(query, at=at))]:
        return Cannot("before_known", long_ago[0])
    if late := [query.ahead for query in queries if (days_ahead(query.ahead) or 0) > DAYS_AHEAD]:
        return Cannot("beyond_dates", late[0])
    if lost := [fact for query in queries if (fact := not_kept(query))]:
        return Cannot("not_kept", lost[0])
    return queries[0] if len(queries) == 1 else Ask(tuple(queries))


def with_defaults(query: Query, vocabulary: Vocabulary) -> Query:
    """Expiring, without a time, is within the days the card is set to."""
    if query.subject != "expiring" or query.at != "now" or query.act not in {"value", "list"}:
        return query
    return replace(query, at="", ahead=f"{vocabulary.days_soon}d")


KEPT: Final = {"state", "offline_reason", "store", "problem"}


def not_kept(query: Query) -> str:
    """What a past moment is asked by, where that is known as it is now only: groups, prices."""
    if query.at in {"", "now"} or query.act not in {"value", "list", "break", "top", "share"}:
        return ""
    facts = [*(one.name for one in query.filters), query.by]
    return next((fact for fact in facts if fact and fact not in KEPT), "")


def without_doubles(queries: list[Query]) -> list[Query]:
    """A list and its number are one query: the first that was found stands for both."""
    kept: dict[Query, Query] = {}
    for query in queries:
        kept.setdefault(replace(query, act="value") if query.act == "list" else query, query)
    return list(kept.values())


def too_long_ago(query: Query, *, at: datetime) -> str:
    """The year, where a query asks of one that lies before everything anybody here has read."""
    return year_long_ago((query.over, query.at, query.start), at=at)
