"""How long reviews take, and which are stuck."""

from cards.ask.grammar.forms.form import form
from cards.ask.grammar.grammar import Node
from cards.ask.queries.closed_query import Query, Understood


@form("reviews")
def reviews(node: Node) -> list[Understood]:
    pieces = node.every_piece
    about = {
        piece.kind
        for piece in pieces
        if piece.kind == "REVIEW"
        or (piece.kind == "STATE" and piece.value == "auditing")
        or (piece.kind in {"VERB", "EVENT"} and piece.value == "auditing>active")
    }
    wrong = any(
        (piece.kind == "STATE" and piece.value != "auditing")
        or (piece.kind in {"VERB", "EVENT"} and piece.value != "auditing>active")
        for piece in pieces
    )
    if not about or wrong:
        return []
    if not {piece.kind for piece in pieces} & {"HOWLONG", "MEAN", "USUAL"}:
        times = [piece for piece in pieces if piece.kind == "REVIEW" and "time" in piece.text]
        durations = [piece for piece in pieces if "duration" in piece.text]
        if not times and not durations:
            return []
    return [Query(act="reviews", subject="usual")]


@form("review_stuck")
def review_stuck(node: Node) -> list[Understood]:
    pieces = node.every_piece
    if any(piece.kind == "STATE" and piece.value != "auditing" for piece in pieces):
        return []
    about = {"REVIEW", "STATE", "WAIT"} & {piece.kind for piece in pieces}
    says = any("review" in piece.text or "wait" in piece.text for piece in pieces)
    return [Query(act="reviews", subject="stuck")] if about or says else []


@form("review_slower")
def review_slower(node: Node) -> list[Understood]:
    times = [piece.value for piece in node.every_piece if piece.kind == "TIME"]
    if not times:
        return [Query(act="reviews", subject="usual", compare="last_month")]
    [time] = times
    compare = time.over or time.at
    return [Query(act="reviews", subject="usual", compare=compare)] if compare else []
