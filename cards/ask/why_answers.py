"""Why a number changed and what listings have in common: asked of tracing."""

from cards.ask.answers import Told, answers
from cards.ask.closed_query import Query
from cards.ask.numbers import CannotTell, World


@answers("why", "alike")
def why(world: World, query: Query) -> Told:
    world.snapshot_at("now")
    raise CannotTell("not_kept", "Tracing is not there yet.")
