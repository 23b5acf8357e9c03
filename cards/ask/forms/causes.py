"""Why a number moved, what listings share, and the life of one."""

from dataclasses import replace
from typing import Final

from cards.ask.closed_query import Query, Understood
from cards.ask.counts import based, moment_queries, window_queries
from cards.ask.forms.form import direct, form, kinds_of, the_thing
from cards.ask.grammar import Node

_CLAIMS: Final = {"UP": "up", "DOWN": "down", "FLAT": "flat", "MANY": "many"}


@form("why")
def why(node: Node) -> list[Understood]:
    kinds = kinds_of(node)
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
    dims = [piece.value for piece in direct(node) if piece.kind in {"DIM", "DIMS"}]
    if node.rule == "alike_by" and not kinds_of(node) & {"ONE", "MOSTLY"}:
        return []
    if (thing.subject in {"total", "gap"} or "," in thing.subject) or dims in (["reason"],):
        return []
    query = based("alike", thing, dim=dims[0] if dims else "")
    if thing.move:
        return window_queries(query, thing)
    if thing.is_verb and thing.times and not thing.times[0].at and not thing.is_adjective:
        return window_queries(replace(query, subject=f"*>{thing.subject}"), thing)
    return moment_queries(query, thing)


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
