"""What the filters of a list are called, and what there is to choose from in each."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from aliexpress.lifecycle import State
from aliexpress.rejection_reasons import REJECTION_REASONS, both_rejection_words, rejection_words
from aliexpress.typed.moments import read_moment
from aliexpress.words import exact, reason_words
from cards.flow.movements import ANYWHERE, ELSEWHERE
from cards.listings.filter_checks import CAME_BACK, NOWHERE
from cards.listings.properties import PROPERTIES
from cards.listings.property import BETWEEN, band_text
from cards.listings.seller_facts import BEYOND, HELP, KINDS, LABELS, Names
from cards.measures.rejections import NO_REASON
from cards.pages.filter_pairs import PAIRS, parted

# Offered in one field of the form: more make the page heavy, and are typed.
MOST_NAMES: Final = 200
MOMENTS: Final = {"as_of", "from", "to", "until", "since_after", "since_by"}
IN_MAIN_CURRENCY: Final = {"min_price", "max_price"}
PLACES: Final = {**dict(State.choices), NOWHERE: "nowhere", ELSEWHERE: "elsewhere", ANYWHERE: "any"}
SKU_CODES: Final = {
    "not_read": "not read yet",
    "none": "no SKU",
    "one": "one SKU",
    "several": "several SKUs",
}
# Measured, not counted: each band begins where the one before ends.
KILOGRAMS: Final = PROPERTIES["weight"].steps
PRICES: Final = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
# What filters are called where they stand beside a list.
CHIPS: Final = {
    **LABELS,
    "offline_reason": "Offline because",
    "search": "Containing",
    "min_price": "Price from",
    "max_price": "Price to",
    "min_days": "In its state for days",
    "since_after": "In its state after",
    "since_by": "In its state by",
    "as_of": "As given at",
    "card": "Counted by",
    "part": "Of these",
    "until": "Up to",
    "batch": "Handed in",
    "ids": "These products",
    "renewed": "Renewed in time",
    "apart_from": "All but",
    "other_than": "None of",
}


def fact_fields(
    names: Names, given: Mapping[str, str], *, has_bridge: bool
) -> list[dict[str, Any]]:
    """The fields of the form beyond states: chosen where the values are known, else typed."""
    return [
        {
            "name": name,
            "label": LABELS[name],
            "help": HELP[name],
            "choices": choices_of(name, names),
            "text": given.get(name, ""),
            "words": words_of(name, given[name], names) if name in given else "",
            "pair": PAIRS.get(name),
            "parts": parted(name, given.get(name, "")) if name in PAIRS else (),
            "is_number": getattr(PROPERTIES.get(name), "kind", "") == "number",
        }
        for name in (*PROPERTIES, *BEYOND)
        if has_bridge or not (name in PROPERTIES and PROPERTIES[name].is_of_source)
    ]


def choices_of(name: str, names: Names) -> dict[str, str]:
    """What a filter may be, with its words; empty where that is not known, or far too many."""
    if name in PROPERTIES and PROPERTIES[name].kind == "yes":
        return {"yes": "yes", "no": "no"}
    if name == "weight":
        return {text: span_words(text, "kg") for text in spans_of(KILOGRAMS)}
    if name == "price":
        currencies = [word for of, word in names if of == "currency"]
        return {
            f"{one} {text}": span_words(text, one)
            for one in currencies
            for text in spans_of(PRICES)
        }
    if name in PROPERTIES and PROPERTIES[name].kind == "band":
        return bands_of(PROPERTIES[name].steps)
    if name == "sku_codes":
        return SKU_CODES
    if name == "still":
        return dict(State.choices)
    if name == "audit_reason":
        reasons = {reason: words.capitalize() for reason, words in REJECTION_REASONS.items()}
        return {**reasons, NO_REASON: rejection_words("")}
    kind = KINDS.get(name, "")
    found = {value: words for (of, value), words in names.items() if kind and of == kind}
    return found if len(found) <= MOST_NAMES else {}


def bands_of(steps: Sequence[int]) -> dict[str, str]:
    """'3 to 4' by 3..4: each step up to the next, and the last one with all that is more."""
    texts = [band_text(steps, number) for number in range(1, len(steps) + 1)]
    return {
        text: f"{text.removesuffix(BETWEEN)} or more"
        if text.endswith(BETWEEN)
        else text.replace(BETWEEN, " to ")
        for text in texts
    }


def spans_of(steps: Sequence[int]) -> list[str]:
    """'0..1', '1..2' and so on, the last one open."""
    ends = [str(step) for step in steps] + [""]
    return [f"{first}{BETWEEN}{last}" for first, last in pairwise(ends)]


def span_words(text: str, unit: str) -> str:
    """'1 to 2 kg', 'up to 1 kg', '20 kg or more'."""
    first, _, last = text.partition(BETWEEN)
    if not last:
        return f"{first} {unit} or more"
    return f"{first} to {last} {unit}" if first.strip("0") else f"up to {last} {unit}"


def chip(name: str, text: str, names: Names, *, currency: str = "") -> str:
    """A filter in words: 'State: Rejected', 'Group: Curtains'. `currency`: of the prices that
    have none of their own."""
    words = words_of(name, text, names)
    if name in IN_MAIN_CURRENCY:
        words = f"{currency} {words}".lstrip()
    return f"{CHIPS.get(name) or name.replace('_', ' ').capitalize()}: {words}"


def words_of(name: str, text: str, names: Names) -> str:
    """What it is narrowed to."""
    words = choices_of(name, names).get(text) or names.get((KINDS.get(name, ""), text)) or text
    if name == "state":
        words = " or ".join(
            str(State(one).label) if one in State.values else one for one in text.split(",")
        )
    elif name == "offline_reason":
        words = reason_words(text) or text
    elif name == "card":
        words = names.get(("card", text), text)
    elif name == "part" and text in REJECTION_REASONS:
        words = both_rejection_words(text)
    elif name in MOMENTS and (moment := read_moment(text)) is not None:
        words = exact(moment)
    elif name in ("created", "validity", "batch"):
        ends = [read_moment(end) for end in text.partition(BETWEEN)[::2]]
        told = zip(("from", "to"), ends, strict=True)
        words = " ".join(f"{word} {exact(end)}" for word, end in told if end) or text
    elif name == "moved" and "-" in text:
        words = " to ".join(PLACES.get(end, end) for end in text.split("-", 1))
    elif name == "moved" and text == CAME_BACK:
        words = "away and back"
    elif name == "attribute":
        number, value = parted(name, text)
        words = f"{names.get(('attribute', number), number)} is {value}"
    elif name == "weight" and BETWEEN in text:
        words = span_words(text, "kg")
    return words
