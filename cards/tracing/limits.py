"""What was looked at, what was not, and what would have been seen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from aliexpress.models import Store
from cards.formats import moment_text
from cards.listings.properties import WORDS
from cards.listings.property import UP_TO_DATE
from cards.tracing import wording
from cards.tracing.one_pass import properties_of
from cards.tracing.population import Population
from cards.tracing.property_columns import WORD
from cards.tracing.search import Search, seen_from
from cards.tracing.side_rows import KEPT, MOVED_SINCE

NOT_READ: Final = ("pictures' content", "descriptions")
SHARES_SEEN: Final = (1, 5, 20)  # percent


def looked_at(population: Population) -> dict[str, Any]:
    """Every property, and why one was left out."""
    rows, left_out = [], []
    of = (population.target_count, population.rest_count)
    for one in population.dimensions:
        if one.name.startswith(WORD):
            continue
        known = one.known
        words = WORDS.get(one.name, one.name)
        if population.is_known(one):
            told = [known[0], of[0], known[1], of[1]]
            rows.append(
                {"dimension": one.name, "words": words, "values": one.distinct, "known": told}
            )
            continue
        same = f"the same of all {sum(known):,} it is known of"
        few = f"known for {known[0]:,} of {of[0]:,}, and for {known[1]:,} of {of[1]:,} others"
        because = same if one.distinct <= 1 and all(known) else few
        left_out.append({"dimension": one.name, "words": words, "because": because})
    if population.possible_words is not None:
        told = [of[0], of[0], of[1], of[1]]
        rows.append(
            {
                "dimension": "title_words",
                "words": "title words",
                "values": population.possible_words,
                "known": told,
            }
        )
    left_out += [{"dimension": name, "words": name, "because": "not read"} for name in NOT_READ]
    return {"looked_at": rows, "not_looked_at": left_out}


def attributes(store: Store, facts: Mapping[str, int], *, at: datetime) -> dict[str, Any]:
    """Properties are those submitted where they were kept, and else of now: of how many of the
    target they may be others than then."""
    return {
        "as_of": moment_text(at),
        "details_up_to_date": facts[UP_TO_DATE],
        "kept_at_submission": facts[KEPT],
        "modified_since": facts[MOVED_SINCE],
        "properties": len(properties_of(store)),
    }


def would_have_been_seen(population: Population, alpha: float) -> str:
    search = Search(population, tuple(population.usable), alpha)
    seen = [(percent, seen_from(search, percent / 100)) for percent in SHARES_SEEN]
    return wording.seen_sentence(seen)
