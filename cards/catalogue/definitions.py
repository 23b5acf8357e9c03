"""The cards we deliver, one TOML file a card. The list is explicit: nothing is discovered."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Final

from cards.sentiment.rules import RuleMalformed, check

TOTAL: Final = "aex_total_listings"  # the card every other is read with
CARDS = (
    TOTAL,
    "aex_active_listings",
    "aex_active_share",
    "aex_rejected_listings",
    "aex_rejection_rate",
    "aex_rejected_listings_24h",
    "aex_listings_expiring_soon",
    "aex_oos_listings",
    "aex_complete_listings",
    "aex_complete_active_listings",
    "aex_attribute_completeness",
    "aex_listing_quality_score",
    "aex_duplicate_skus",
    "aex_xc_listed_but_oos_on_bc",
    "aex_xc_catalogue_drift_vs_bc",
    "aex_xc_missing_on_aliexpress",
    "aex_xc_duplicate_listings",
    "aex_xc_orphan_listings",
)
DIRECTORY = Path(__file__).resolve().parent
TEXTS = (
    "key",
    "title",
    "at_a_glance",
    "what_it_counts",
    "sample_type",
    "why_it_matters",
    "reading_the_value",
    "unit",
    "time_window",
    "alert_trigger",
    "sentiment_key",
    "calculation",
    "worked_example",
)


# What may be left out of a file, and what it then is.
DEFAULTS: Final[dict[str, Any]] = {
    "aliases": [],
    "siblings": [],
    "reconciling": {},
    "stands_on": "snapshot",
    "on_board": True,
    "ratios": [],
    "settings": {},
    "sentiment_rule": {"rule": "neutral"},
}


class DefinitionMalformed(Exception):
    """A catalogue file does not hold what a definition needs; the sentence names the file."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A card as delivered. `siblings` and `reconciling` have the shapes of the Card model.

    `stands_on`: which facts its measure needs. `ratios`: [{"numerator", "denominator"}, …], keys
    of cards; these and the measure come with the code and are not edited.
    """

    key: str
    position: int
    title: str
    at_a_glance: str
    what_it_counts: str
    sample_type: str
    why_it_matters: str
    reading_the_value: str
    unit: str
    time_window: str
    alert_trigger: str
    sentiment_key: str
    roles: list[str]
    calculation: str
    worked_example: str
    siblings: list[dict[str, str]]
    reconciling: dict[str, Any]
    aliases: list[str]
    stands_on: str
    on_board: bool  # False: it has a page, and no column on the board
    ratios: list[dict[str, str]]
    settings: dict[str, int]
    sentiment_rule: dict[str, Any]  # a shape of cards.sentiment.rules


@cache
def definition(key: str) -> Definition:
    """Raises DefinitionMalformed."""
    path = DIRECTORY / f"{key}.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DefinitionMalformed(f"{path.name} cannot be read: {error}.") from error
    values = DEFAULTS | _stripped(raw)
    names = {field.name for field in fields(Definition)}
    if wrong := sorted(names.symmetric_difference(values)):
        raise DefinitionMalformed(f"{path.name} lacks or does not know: {', '.join(wrong)}.")
    if values["key"] != key:
        raise DefinitionMalformed(f"{path.name} is about {values['key']!r}.")
    if misshapen := _misshapen(values):
        raise DefinitionMalformed(f"{path.name} has the wrong shape in: {', '.join(misshapen)}.")
    return Definition(**values)


def definitions() -> list[Definition]:
    return [definition(key) for key in CARDS]


def _misshapen(values: dict[str, Any]) -> list[str]:
    """The names whose values are not what Definition says."""
    shapes = dict.fromkeys((*TEXTS, "stands_on"), str) | {"position": int, "on_board": bool}
    wrong = [name for name, shape in shapes.items() if not isinstance(values[name], shape)]
    wrong += [name for name in ("roles", "aliases") if not all_texts(values[name])]
    if not all_tables(values["siblings"], {"card", "why"}):
        wrong.append("siblings")
    if not all_tables(values["ratios"], {"numerator", "denominator"}):
        wrong.append("ratios")
    try:
        check(values["sentiment_rule"])
    except RuleMalformed:
        wrong.append("sentiment_rule")
    settings = values["settings"]
    if not isinstance(settings, dict) or not all(type(one) is int for one in settings.values()):
        wrong.append("settings")
    reconciling = values["reconciling"]
    notes = reconciling.get("notes", []) if isinstance(reconciling, dict) else None
    if not all_tables(notes, {"reason", "direction", "what_to_do"}, may={"kind"}):
        wrong.append("reconciling")
    return wrong


def all_tables(value: Any, names: set[str], *, may: Collection[str] = ()) -> bool:
    """Whether it is a list of tables of texts with these names, and those it may have besides."""
    return isinstance(value, list) and all(
        isinstance(one, dict) and set(one) - set(may) == names and all_texts(list(one.values()))
        for one in value
    )


def all_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)


def _stripped(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return [_stripped(one) for one in value]
    if isinstance(value, dict):
        return {name: _stripped(one) for name, one in value.items()}
    return value
