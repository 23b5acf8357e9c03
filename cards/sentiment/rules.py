"""The shapes a sentiment rule may have; anything else is refused with one sentence.

    {"rule": "neutral"}
    {"rule": "neutral", "bloat": {"against": "aex_active_listings", "window_days": 7,
                                  "rises_by": 1.0, "flat_within": 0.5}}
    {"rule": "higher_is_better", "positive_from": 85, "attention_from": 70}
    {"rule": "lower_is_better", "positive_to": 3, "attention_to": 8}
    {"rule": "target_band", "from": 40, "to": 60, "attention_within": 10}
    {"rule": "directional_change", "good": "up", "window_days": 7, "flat_within": 1.0}

Bounds are in the unit of the card; `rises_by` and `flat_within` in percent of the earlier number.
"""

from collections.abc import Mapping
from typing import Any, Final

LONGEST_WINDOW_DAYS: Final = 365
NUMBERS: Final[dict[str, tuple[str, ...]]] = {
    "neutral": (),
    "higher_is_better": ("positive_from", "attention_from"),
    "lower_is_better": ("positive_to", "attention_to"),
    "target_band": ("from", "to", "attention_within"),
    "directional_change": ("window_days", "flat_within"),
}
BLOAT: Final = {"against", "window_days", "rises_by", "flat_within"}


class RuleMalformed(Exception):
    """The sentence says what is wrong with the rule."""


def check(rule: Any) -> None:
    """Raises RuleMalformed."""
    kind = rule.get("rule") if isinstance(rule, dict) else None
    if not isinstance(kind, str) or kind not in NUMBERS:
        raise RuleMalformed(
            f'A sentiment rule names its shape: {{"rule": "neutral"}}, or one of '
            f"{', '.join(sorted(NUMBERS))}."
        )
    has_just(rule, kind)
    for name in NUMBERS[kind]:
        is_number(rule, name)
    if kind == "higher_is_better" and rule["attention_from"] > rule["positive_from"]:
        raise RuleMalformed("attention_from must not lie above positive_from.")
    if kind == "lower_is_better" and rule["attention_to"] < rule["positive_to"]:
        raise RuleMalformed("attention_to must not lie below positive_to.")
    if kind == "target_band" and (rule["from"] > rule["to"] or rule["attention_within"] < 0):
        raise RuleMalformed("from must not lie above to, and attention_within not below 0.")
    if kind == "directional_change":
        is_window(rule)
        if rule["good"] not in ("up", "down"):
            raise RuleMalformed('good must be "up" or "down".')
    if "bloat" in rule:
        check_bloat(rule["bloat"])


def window_of(rule: Mapping[str, Any]) -> int | None:
    """How many days back the rule compares; None: it looks at the number alone, or cannot be
    read."""
    try:
        check(rule)
    except RuleMalformed:
        return None
    compared = rule.get("bloat") or rule
    days: int | None = compared.get("window_days")
    return days


def compared_with(rule: Mapping[str, Any]) -> str:
    """The key of the card whose number the rule looks at as well; "" where there is none, or the
    rule cannot be read."""
    try:
        check(rule)
    except RuleMalformed:
        return ""
    key: str = rule.get("bloat", {}).get("against", "")
    return key


def check_bloat(bloat: Any) -> None:
    if not isinstance(bloat, dict) or set(bloat) != BLOAT or not isinstance(bloat["against"], str):
        raise RuleMalformed(
            "bloat needs just against (the key of a card), window_days, rises_by and flat_within."
        )
    for name in ("window_days", "rises_by", "flat_within"):
        is_number(bloat, name)
    is_window(bloat)
    if bloat["rises_by"] <= 0 or bloat["flat_within"] < 0:
        raise RuleMalformed("rises_by must be above 0, and flat_within not below.")


def has_just(rule: Mapping[str, Any], kind: str) -> None:
    needed = {"rule", *NUMBERS[kind]} | ({"good"} if kind == "directional_change" else set())
    allowed = needed | ({"bloat"} if kind == "neutral" else set())
    wrong = sorted((needed - set(rule)) | (set(rule) - allowed))
    if wrong:
        raise RuleMalformed(f"A rule {kind} lacks or does not know: {', '.join(wrong)}.")


def is_number(rule: Mapping[str, Any], name: str) -> None:
    value = rule[name]
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    if not usable or value != value or abs(value) > 1e12:  # NaN is not itself
        raise RuleMalformed(f"{name} must be a number.")


def is_window(rule: Mapping[str, Any]) -> None:
    days = rule["window_days"]
    if not isinstance(days, int) or not 1 <= days <= LONGEST_WINDOW_DAYS:
        raise RuleMalformed(f"window_days must be a whole number from 1 to {LONGEST_WINDOW_DAYS}.")
