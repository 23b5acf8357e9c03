"""How many, which, and what share."""

from dataclasses import replace

from cards.ask.grammar.count_queries import based, counted, moment_queries
from cards.ask.grammar.forms.form import direct, form, kinds_of, the_thing
from cards.ask.grammar.grammar import Node
from cards.ask.grammar.things import Thing
from cards.ask.queries.closed_query import Ask, Query, Understood


def _act(node: Node) -> str:
    """`list` where listings are asked for, `value` where a number is."""
    openers = [piece for one in node.all("opener") for piece in one.leaves]
    kinds = {piece.kind for piece in openers}
    if kinds & {"HOWMANY", "COUNT"}:
        return "value"
    said = {piece.kind for one in node.all("np") for piece in one.every_piece}
    names_them = "LISTING" in said and not said & {"EVENT", "PASTVERB"}
    return "list" if kinds & {"SHOW", "WHICH"} or "THAT" in said or names_them else "value"


@form("plain")
def plain(node: Node) -> list[Understood]:
    kinds = kinds_of(node)
    if "WHO" in kinds:
        return []
    thing = the_thing(node)
    if thing is None:
        return []
    closers = [piece for one in node.all("closer") for piece in one.leaves]
    act = "value" if any(one.kind in {"HOWMANY", "COUNT"} for one in closers) else _act(node)
    if thing.is_bare_time:
        return []
    if "ALIEXPRESS" in kinds and "taken_down" in {thing.subject, thing.move.partition(">")[2]}:
        return []  # the seller takes listings down too
    if "STILL" in kinds and (thing.times or thing.move or thing.is_new or not thing.subject):
        return []
    if (
        not thing.subject
        and not thing.move
        and (thing.filters or thing.stores)
        and node.all("opener")
    ):
        thing = replace(thing, subject="total")  # "how many in group 511"
    if node.all("allstores"):
        thing = replace(thing, stores=("all",), subject=thing.subject or "total")
    if thing.subject == "problems" and act == "list" and not _says_products(node):
        return moment_queries(based("break", thing, by="problem"), thing)
    if thing == Thing(subject=thing.subject, is_verb=thing.is_verb) and _may_be_defined(node):
        return [Ask((Query("list", thing.subject, at="now"), Query("define", thing.subject)))]
    return counted(thing, act=act)


def _says_products(node: Node) -> bool:
    return any("product" in one.text or one.kind in {"LISTING", "THAT"} for one in node.every_piece)


def _may_be_defined(node: Node) -> bool:
    """ "What is active": what the word means, or what is so."""
    said = node.every_piece
    names = {one.value.replace("_", " ") for one in said if one.kind in {"STATE", "STATEVERB"}}
    return len(said) == 2 and said[0].text == "what is" and said[1].text in names


@form("oldest")
def oldest(node: Node) -> list[Understood]:
    thing = the_thing(node)
    if thing is None or thing.move or thing.is_share or not thing.subject:
        return []
    said = direct(node)
    numbers = [one.value for one in said if one.kind in {"TOPN"}]
    order = "days_desc" if "OLDEST" in kinds_of(node) else "days_asc"
    return moment_queries(based("list", thing, order=order, n="".join(numbers) or "1"), thing)
