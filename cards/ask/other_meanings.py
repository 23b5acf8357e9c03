"""The forms beside counts: why and alike, reviews, what lies ahead, one listing, words, trust."""

from dataclasses import replace
from typing import Final

from cards.ask.closed_query import Cannot, Query, Understood
from cards.ask.counts import A_WEEK, based, moment_queries, problem_of, readings_of, window_queries
from cards.ask.grammar import Node
from cards.ask.meanings import _direct, _kinds, as_is, form, the_thing
from cards.ask.pieces import Piece
from cards.ask.things import Thing, thing_of

_CLAIMS: Final = {"UP": "up", "DOWN": "down", "FLAT": "flat", "MANY": "many"}


@form("why")
def why(node: Node) -> list[Understood]:
    kinds = _kinds(node)
    thing = the_thing(node)
    if thing is None or thing.is_share or "," in thing.subject:
        return []
    claims = {claim for kind, claim in _CLAIMS.items() if kind in kinds}
    if len(claims) > 1 or "MORE" in kinds:
        return []
    if "STUCK" in kinds and not (thing.subject == "auditing" and claims == {"many"}):
        return []
    subject = thing.subject
    if thing.move:
        source, _, target = thing.move.partition(">")
        if not thing.is_event or source != "*" or target == "none":
            return []
        subject = target
    if not subject or (subject == "total" and not claims):
        return []
    if not claims and thing.is_past and not thing.times:
        return []
    query = replace(based("why", thing), subject=subject, claim=next(iter(claims), ""))
    return window_queries(query, thing)


@form("alike", "alike_by")
def alike(node: Node) -> list[Understood]:
    thing = the_thing(node)
    if thing is None or thing.is_share or not (thing.subject or thing.move):
        return []
    dims = [piece.value for piece in _direct(node) if piece.kind in {"DIM", "DIMS"}]
    if node.rule == "alike_by" and not _kinds(node) & {"ONE", "MOSTLY"}:
        return []
    if (thing.subject in {"total", "gap"} or "," in thing.subject) or dims in (["reason"],):
        return []
    query = based("alike", thing, dim=dims[0] if dims else "")
    if thing.move:
        return window_queries(query, thing)
    if thing.is_verb and thing.times and not thing.times[0].at and not thing.is_adjective:
        return window_queries(replace(query, subject=f"*>{thing.subject}"), thing)
    return moment_queries(query, thing)


@form("reviews")
def reviews(node: Node) -> list[Understood]:
    pieces = node.every_piece
    about = {
        piece.kind
        for piece in pieces
        if piece.kind == "REVIEW"
        or (piece.kind == "STATE" and piece.value == "auditing")
        or (piece.kind == "VERB" and piece.value == "auditing>active")
    }
    wrong = any(
        (piece.kind == "STATE" and piece.value != "auditing")
        or (piece.kind == "VERB" and piece.value != "auditing>active")
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


@form("forecast")
def forecast(node: Node) -> list[Understood]:
    thing = the_thing(node)
    if thing is None:
        return []
    is_lapse = thing.subject == "expiring" or thing.move == "*>expired"
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


@form("life")
def life(node: Node) -> list[Understood]:
    pieces = node.every_piece
    [product] = [piece.value for piece in pieces if piece.kind == "PRODUCT"]
    focuses = {
        piece.value for piece in pieces if piece.kind in {"PASTVERB", "STATEVERB", "STATE"}
    } | {piece.value.partition(">")[2] or piece.value for piece in pieces if piece.kind == "VERB"}
    if len(focuses) > 1:
        return []
    focus = next(iter(focuses), "").replace("expiring", "expired")
    if not {piece.kind for piece in pieces} & {"WHEN", "WHY", "PASTVERB", "STATEVERB", "STATE"}:
        focus = "" if focus != "active" else focus
    return [Query(act="life", subject=product, focus="" if focus in {"*", "none"} else focus)]


_DEFINED_MOVES: Final = {"*>rejected": "rejected", "*>expired": "expired"}


@form("define")
def define(node: Node) -> list[Understood]:
    kinds = _kinds(node)
    if not kinds & {"DEFINE", "DEFINEONE"} and not ({"MEANWORD"} & kinds):
        return []
    thing = the_thing(node)
    if thing is None or thing.times or thing.filters or thing.stores or "," in thing.subject:
        return []
    subject = thing.subject or _DEFINED_MOVES.get(thing.move, "")
    if "DEFINEONE" in kinds and subject in {"total", ""}:
        return []
    return [Query(act="define", subject=subject)] if subject else []


@form("difference")
def difference(node: Node) -> list[Understood]:
    if "DIFFERS" in _kinds(node):
        return []
    things = [thing_of(one) for one in node.all("np")]
    if None in things or any(one.move or one.times or not one.subject for one in things if one):
        return []
    subjects = [one.subject for one in things if one]
    return [Query(act="define", subject=",".join(subjects))] if len(set(subjects)) == 2 else []


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
    return as_is(query, thing)


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
    kinds = {piece.kind for piece in node.every_piece}
    return [Query(act="coverage", subject="stock" if "STOCK" in kinds else "attributes")]


@form("reconcile")
def reconcile(node: Node) -> list[Understood]:
    numbers = [piece.value for piece in node.every_piece if piece.kind == "NUMBER"]
    said = numbers[1] if len(numbers) > 1 else ""
    return [Query(act="reconcile", subject=numbers[0], said=said)]


@form("differs")
def differs(node: Node) -> list[Understood]:
    kinds = {piece.kind for piece in node.every_piece}
    return [Query(act="reconcile", subject="?")] if kinds & {"ALIEXPRESS", "OTHERFIGURE"} else []


@form("alerts")
def alerts(node: Node) -> list[Understood]:
    thing = the_thing(node)
    if thing is None:
        return []
    if not thing.times:
        fired = [piece.text for piece in node.every_piece if piece.kind == "FIRED"]
        is_open = not fired or any("open" in text for text in fired)
        return [Query(act="alerts", over="" if is_open else A_WEEK)]
    return window_queries(Query(act="alerts"), thing)


@form("marks")
def marks(node: Node) -> list[Understood]:
    texts = [piece.value for piece in node.every_piece if piece.kind == "MARKTEXT"]
    if texts:
        return [Query(act="marks", text=texts[0])]
    thing = the_thing(node) or Thing()
    return window_queries(Query(act="marks"), thing, default="30d")


@form("overview")
def overview(node: Node) -> list[Understood]:
    stores = [piece.value for piece in node.every_piece if piece.kind == "STOREREF"]
    times = [piece.value for piece in node.every_piece if piece.kind == "TIME"]
    if any(time.at != "now" for time in times):
        return []
    return [Query(act="overview", stores=",".join(stores))]


@form("help")
def help_(node: Node) -> list[Understood]:
    return [Query(act="help")]


def leaf_kinds(node: Node) -> list[Piece]:
    return node.every_piece
