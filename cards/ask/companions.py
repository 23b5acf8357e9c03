"""What can always be asked of the subject and the time a question names, or of the store."""

from collections.abc import Iterator

from cards.ask.pieces.pieces import Pieces
from cards.ask.queries.closed_query import STATES, Query
from cards.ask.queries.query_checks import is_valid
from cards.ask.times.time_words import Time

_BY: dict[str, str] = {
    "rejected": "audit_reason",
    "taken_down": "offline_reason",
    "gap": "state",
    "total": "state",
}
_SUBJECTS = {"STATE", "STATEVERB", "GAP", "METRIC", "TOTAL", "EVENT", "VERB", "RATE"}


def companions(pieces: Pieces) -> Iterator[Query]:
    """The nearest first; the store's own where nothing of a question is known."""
    firsts = [places[0] for places in pieces.options]
    subjects = [one.value.rpartition(">")[2] for one in firsts if one.kind in _SUBJECTS]
    named = [one for one in subjects if one not in {"none", "*"}]
    subject = named[0] if named else "total"
    times = [one.value for one in firsts if one.kind == "TIME"]
    products = [one.value for one in firsts if one.kind == "PRODUCT"]
    found = [Query(act="life", subject=products[0])] if products else []
    found += _of(subject, times[0] if times else Time())
    if not named:
        found += [Query(act="overview"), Query(act="help")]
    yield from (one for one in found if is_valid(one))


def _of(subject: str, time: Time) -> list[Query]:
    if "/" in subject:
        return [Query(act="share", subject=subject, at="now")]
    if time.over and time.at != "now":
        move = [Query(act="moves", subject=f"*>{subject}", over=time.over)]
        return [
            *(move if subject in STATES else []),
            Query(act="change", subject=subject, over=time.over),
            Query(act="trend", subject=subject, over=time.over),
        ]
    if time.start:
        return [Query(act="change", subject=subject, start=time.start, end=time.end)]
    if time.at and time.at != "now":
        return [
            Query(act="value", subject=subject, at=time.at),
            Query(act="change", subject=subject, start=time.at, end="now"),
        ]
    by = _BY.get(subject) or ("group" if subject in STATES else "")
    return [
        Query(act="value", subject=subject, at="now"),
        Query(act="break", subject=subject, by=by, at="now"),
        Query(act="change", subject=subject, over="7d"),
    ]
