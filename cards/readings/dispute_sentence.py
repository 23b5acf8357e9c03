"""Why a reading is disputed, in a sentence: told from its own proof."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from cards.formats import many

# The verbs of the sentence.
NOW: Final = ("declares", "lists", "names", "has", "is")
PAST: Final = ("declared", "listed", "named", "had", "was")


def why_disputed(evidence: Iterable[Mapping[str, Any]], *, is_past: bool = False) -> str:
    declares, lists, names, has, is_ = PAST if is_past else NOW
    rows = list(evidence)
    differs = any(row["declared"] not in (None, row["listed"]) for row in rows)
    twice = len({product_id for row in rows for product_id in row.get("elsewhere", [])})
    strange = sum(row.get("in_no_list_count", 0) for row in rows)
    number = f"{declares} another number than it {lists}"
    named = f"{names} {many(twice, 'listing')} in two of its lists"
    found = []
    if differs and twice:
        found.append(
            f"AliExpress {number} and {named}; both numbers are in the proof, and each listing "
            f"{is_} counted once."
        )
    elif twice:
        found.append(f"AliExpress {named}; each {is_} counted once.")
    elif differs or not strange:
        found.append(f"AliExpress {number}; both are in the proof.")
    if strange:
        found.append(
            f"AliExpress {names} {many(strange, 'listing')} as semi-managed that none of its "
            f"other lists {has}; none of them {is_} counted."
        )
    return " ".join(found)
