"""Questions for the proof, age and coverage of a number, and why another number differs."""

from cards.ask.grammar.count_queries import at_moment, based, problem_of, readings_of
from cards.ask.grammar.forms.form import form, the_thing
from cards.ask.grammar.grammar import Node
from cards.ask.grammar.things import Thing
from cards.ask.queries.closed_query import COVERED, Query, Understood


@form("proof")
def proof(node: Node) -> list[Understood]:
    nps = node.all("np")
    thing = the_thing(node) if nps else Thing(subject="total")
    if thing is None or thing.move or not thing.subject or thing.filters or "," in thing.subject:
        return []
    if (problem := problem_of(thing)) is not None:
        return [problem]
    query = based("proof", thing)
    if not thing.times or thing.times[0].at == "now":
        return [query]
    made = at_moment(query, readings_of(thing.times)[0])
    return [made] if made else []


@form("agree")
def agree(node: Node) -> list[Understood]:
    nps = node.all("np")
    thing = the_thing(node) if nps else Thing(subject="total")
    if thing is None or thing.move or not thing.subject or "," in thing.subject:
        return []
    if thing.times and thing.times[0].at != "now":
        return []
    return [Query(act="proof", subject=thing.subject, part="declared")]


@form("fresh")
def fresh(node: Node) -> list[Understood]:
    return [Query(act="fresh")]


@form("attempt")
def attempt(node: Node) -> list[Understood]:
    return [Query(act="attempt")]


@form("coverage")
def coverage(node: Node) -> list[Understood]:
    [what] = [piece for one in node.all("cover_what") for piece in one.leaves]
    subject = {"STOCK": "stock", "ATTRIBUTES": "attributes"}.get(what.kind, what.value)
    return [Query(act="coverage", subject=subject)] if subject in COVERED else []


@form("source_coverage")
def source_coverage(node: Node) -> list[Understood]:
    return [Query(act="coverage", subject="source")]


@form("reconcile")
def reconcile(node: Node) -> list[Understood]:
    numbers = [piece.value for piece in node.every_piece if piece.kind == "NUMBER"]
    said = numbers[1] if len(numbers) > 1 else ""
    return [Query(act="reconcile", subject=numbers[0], said=said)]


@form("differs")
def differs(node: Node) -> list[Understood]:
    kinds = {piece.kind for piece in node.every_piece}
    return [Query(act="reconcile", subject="?")] if kinds & {"ALIEXPRESS", "OTHERFIGURE"} else []
