"""What is to come, and what would be."""

from typing import Final

from cards.ask.grammar.count_queries import readings_of
from cards.ask.grammar.forms.form import direct, form, the_thing
from cards.ask.grammar.grammar import Node
from cards.ask.grammar.noun_phrases import thing_of
from cards.ask.queries.closed_query import Cannot, Query, Understood


@form("forecast")
def forecast(node: Node) -> list[Understood]:
    thing = the_thing(node)
    if thing is None:
        return []
    names_lapse = any(
        one.kind == "FORECAST" and one.text.startswith("expir") for one in direct(node)
    )
    is_lapse = thing.subject == "expiring" or thing.move == "*>expired"
    is_lapse |= names_lapse and not (thing.subject or thing.move)
    if not is_lapse:
        subject = thing.subject or thing.move.partition(">")[2]
        return [Cannot("forecast", subject)] if subject else []
    time = readings_of(thing.times)[0]
    if time.problem:
        return [Cannot(*time.problem)]
    if time.over or time.start or (time.at and time.at != "now"):
        return []
    return [Query(act="forecast", subject="expiring", ahead=time.ahead or "30d")]


@form("forecast_of")
def forecast_of(node: Node) -> list[Understood]:
    moves = {piece.value for piece in node.every_piece if piece.kind == "VERB"}
    if node.all("move"):
        told = the_thing(node)
        return [Cannot("forecast", told.subject)] if told and told.subject else []
    if moves & {"auditing>active", "rejected>active", "expired>active"}:
        return [Cannot("forecast", "approval" if "auditing>active" in moves else "active")]
    thing = the_thing(node)
    if thing is None:
        return []
    if thing.subject == "expiring":
        time = readings_of(thing.times)[0]
        if time.problem:
            return [Cannot(*time.problem)]
        return [Query(act="value", subject="expiring", ahead=time.ahead)] if time.ahead else []
    if thing.is_past or thing.is_verb:
        return [Cannot("forecast", {"rejected": "rejection"}.get(thing.subject, thing.subject))]
    return [Cannot("forecast", thing.subject or thing.move.partition(">")[2])]


@form("reach")
def reach(node: Node) -> list[Understood]:
    thing = the_thing(node)
    subject = (thing.subject if thing else "") or "total"
    return [Cannot("forecast", subject)]


_FIXES: Final = {"rejected>active", "rejected>auditing", "auditing>active", "expired>active"}


@form("whatif")
def whatif(node: Node) -> list[Understood]:
    things = [thing_of(one) for one in node.all("np")]
    moved = [one for one in things if one and one.move]
    counted = [one for one in things if one and not one.move]
    says_if = any(p.kind == "WITHIF" or p.text == "what if" for p in node.every_piece)
    if None in things or not moved or not says_if:
        return []
    move = moved[0].move
    source, _, target = move.partition(">")
    if move not in _FIXES and target != "none":
        return []
    states = [one.subject for one in (*moved, *counted) if one.subject]
    froms = [one for one in states if one not in {"active", "total", "active/total"}]
    if source in {"*"} or (froms and froms[0] != source):
        if not froms or not (target == "none" or move in {"rejected>active", "auditing>active"}):
            return []
        source = froms[0]
    if any(one.filters or one.times or one.stores for one in (*moved, *counted)):
        return []
    asked = [one.subject for one in counted if one.subject in {"active", "total", "active/total"}]
    if source == target or not asked or target == "auditing":
        return []
    return [Query(act="whatif", subject=f"{source}>{target}")]
