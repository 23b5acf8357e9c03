"""Why a number moved, what listings share, and the life of one."""

import re
from dataclasses import replace
from typing import Final

from cards.ask.grammar.count_queries import BACK, SPANS, based, moment_queries, window_queries
from cards.ask.grammar.forms.form import direct, form, kinds_of, the_thing
from cards.ask.grammar.grammar import Node
from cards.ask.grammar.things import Thing
from cards.ask.queries.closed_query import REASON_OF, Ask, Query, Understood

_CLAIMS: Final = {
    "UP": "up", "DOWN": "down", "FLAT": "flat", "MANY": "many", "MORE": "up", "FEWER": "down",
}  # fmt: skip


@form("why")
def why(node: Node) -> list[Understood]:
    kinds = kinds_of(node)
    thing = the_thing(node)
    if thing is None or thing.is_share or "," in thing.subject:
        return []
    claims = {claim for kind, claim in _CLAIMS.items() if kind in kinds}
    if len(claims) > 1:
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
    query = replace(based("why", thing), subject=subject, claim=next(iter(claims), ""))
    if "THAN" in kinds and (asked := _than_then(query, thing)):
        return asked
    found = window_queries(query, thing)
    return found if claims else _by_its_reasons(node, query, thing) or found


def _than_then(query: Query, thing: Thing) -> list[Understood]:
    """ "Fewer than last week": since then, or in that week."""
    backs = [BACK[time.over] for time in thing.times if time.over in BACK]
    if len(backs) != 1 or len(thing.times) != 1:
        return []
    since = replace(query, over=backs[0].removesuffix("_ago"))
    return [Ask((since, replace(query, over=thing.times[0].over)))]


def _by_its_reasons(node: Node, query: Query, thing: Thing) -> list[Understood]:
    """Without a claim AliExpress's own reasons may be meant; in the plural they are."""
    by = REASON_OF.get(query.subject, "")
    if not by:
        return []
    said = " ".join(piece.text for piece in node.every_piece if piece.kind == "WHY")
    if thing.times:
        broken = replace(query, act="break", subject=f"*>{query.subject}", by=by)
        broken_down = window_queries(broken, thing)
    else:
        broken_down = [replace(query, act="break", by=by, at="now")]
    if "reasons" in said:
        return broken_down
    readings = [*broken_down, *window_queries(query, thing)]
    return [Ask(tuple(one for one in readings if isinstance(one, Query)))]


@form("alike", "alike_by")
def alike(node: Node) -> list[Understood]:
    thing = the_thing(node)
    if thing is None or thing.is_share or not (thing.subject or thing.move):
        return []
    dims = [piece.value for piece in direct(node) if piece.kind in {"DIM", "DIMS"}]
    of_one = kinds_of(node) & {"ONE", "MOSTLY"} or any(
        re.match("one |same |single ", piece.text) for piece in direct(node)
    )
    if node.rule == "alike_by" and not of_one:
        return []
    if (thing.subject in {"total", "gap"} or "," in thing.subject) or dims in (["reason"],):
        return []
    query = based("alike", thing, dim=dims[0] if dims else "")
    if thing.move:
        return window_queries(query, thing)
    if thing.is_verb and thing.times and not thing.is_adjective:
        [time, *_] = thing.times
        if not time.at or time.over in SPANS:
            return window_queries(replace(query, subject=f"*>{thing.subject}"), thing)
    return moment_queries(query, thing)


@form("life")
def life(node: Node) -> list[Understood]:
    pieces = node.every_piece
    [product] = [piece.value for piece in pieces if piece.kind == "PRODUCT"]
    kinds = {piece.kind for piece in pieces}
    states = {one.value for one in pieces if one.kind in {"PASTVERB", "STATEVERB", "STATE"}}
    moves = [one.value for one in pieces if one.kind in {"VERB", "EVENT"}]
    focuses = states | {one.partition(">")[2] or one for one in moves}
    if len(focuses) > 1 or ("WILL" in kinds and not focuses <= {"expiring", "expired"}):
        return []
    focus = next(iter(focuses), "").replace("expiring", "expired")
    if not kinds & {"WHEN", "EVENT", "WHY", "PASTVERB", "STATEVERB", "STATE"}:
        focus = "" if focus != "active" else focus
    return [Query(act="life", subject=product, focus="" if focus in {"*", "none"} else focus)]
