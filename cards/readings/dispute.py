"""Why a reading is disputed, in a sentence: told from its own proof."""

from collections.abc import Iterable, Mapping
from typing import Any

Evidence = Iterable[Mapping[str, Any]]


def why_disputed(evidence: Evidence) -> str:
    differs, repeated = _reasons(evidence)
    if not repeated:
        return "AliExpress declares another number than it lists; both are in the proof."
    named = f"names {repeated} in two of its lists"
    if not differs:
        return f"AliExpress {named}; each is counted once."
    return (
        f"AliExpress declares another number than it lists and {named}; both numbers are in the "
        "proof, and each listing is counted once."
    )


def why_it_was_disputed(evidence: Evidence) -> str:
    """The same of a reading of the past."""
    differs, repeated = _reasons(evidence)
    if not repeated:
        return "AliExpress declared another number than it listed; both are in the proof."
    named = f"named {repeated} in two of its lists"
    if not differs:
        return f"AliExpress {named}; each was counted once."
    return (
        f"AliExpress declared another number than it listed and {named}; both numbers are in the "
        "proof, and each listing was counted once."
    )


def _reasons(evidence: Evidence) -> tuple[bool, str]:
    """Whether a number differs, and how many listings stand in a list they do not count for; ""
    where none does."""
    rows = list(evidence)
    differs = any(row["declared"] not in (None, row["listed"]) for row in rows)
    number = len({product_id for row in rows for product_id in row.get("elsewhere", [])})
    if not number:
        return differs, ""
    return differs, "1 listing" if number == 1 else f"{number:,} listings"
