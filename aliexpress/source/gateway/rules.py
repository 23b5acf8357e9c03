"""The rules a store set for its shop, read: which products are meant, and whose stock counts."""

from typing import Any, NamedTuple

from aliexpress.source.failures import SourceRefused


class Rules(NamedTuple):
    """What is the same for every row of a reading."""

    currency: str = ""
    categories: frozenset[int] | None = None  # one of these is meant; None: all are
    only_visible: bool = False


def rules_of(meant_rule: Any) -> Rules:
    """{} or {"categories": [ids], "visible": true}. Raises SourceRefused for anything else."""
    try:
        categories = meant_rule.get("categories")
        if meant_rule.keys() - {"categories", "visible"}:
            raise ValueError("a rule of another kind")
        return Rules(
            categories=None if categories is None else frozenset(map(int, categories)),
            only_visible=bool(meant_rule.get("visible")),
        )
    except (AttributeError, TypeError, ValueError) as error:
        raise SourceRefused(
            "The rule of what is meant for AliExpress cannot be read: it names "
            "categories by their numbers, or says visible."
        ) from error


def locations_of(chosen: Any) -> list[int]:
    """Raises SourceRefused."""
    try:
        return [int(one) for one in chosen]
    except (TypeError, ValueError) as error:
        raise SourceRefused(
            "The locations whose stock counts cannot be read: they are numbers."
        ) from error
