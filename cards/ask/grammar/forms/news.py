"""Alerts, marks, and where the store stands."""

from cards.ask.grammar.count_queries import A_WEEK, window_queries
from cards.ask.grammar.forms.form import form, the_thing
from cards.ask.grammar.grammar import Node
from cards.ask.grammar.things import Thing
from cards.ask.queries.closed_query import Query, Understood


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
