"""A closed query: what a question was understood as, and nothing that was not said or assumed.

Its notation is one line, `value(rejected; group=511; at=now)`; its JSON schema is what programs
and assistants send.
"""

from dataclasses import dataclass, fields
from typing import Any, Final, NamedTuple

from aliexpress.lifecycle import State

# Numbers of a store's source held against its listings.
ON_THE_BRIDGE: Final = ("missing", "orphans", "drifting", "source_oos")
STATES: Final = tuple(state.value for state in State)
METRICS: Final = (
    "gap",
    "oos",
    "expiring",
    "quality",
    "complete",
    "complete_active",
    "problems",
    *ON_THE_BRIDGE,
)
SUBJECTS: Final = ("total", *STATES, *METRICS)
COVERED: Final = ("stock", "attributes", "price", "source")
ANYWHERE, NOWHERE = "*", "none"
# By which of AliExpress's reasons the listings of a state are told apart.
REASON_OF: Final = {"rejected": "audit_reason", "taken_down": "offline_reason"}
ACTS: Final = [
    "value",
    "list",
    "break",
    "top",
    "share",
    "change",
    "trend",
    "peak",
    "mean",
    "when",
    "moves",
    "flow",
    "cohort",
    "why",
    "alike",
    "reviews",
    "forecast",
    "whatif",
    "life",
    "define",
    "proof",
    "fresh",
    "attempt",
    "coverage",
    "reconcile",
    "alerts",
    "marks",
    "overview",
    "compare",
    "help",
]
DIMENSIONS: Final = [
    "state",
    "audit_reason",
    "offline_reason",
    "group",
    "category",
    "owner",
    "price",
    "product_type",
    "problem",
    "store",
    "brand",
    "freight",
    "source",
    "batch",
]
LONGEST_VALUE = 120


class Filter(NamedTuple):
    """One condition on a listing: `group` `=` `511`, `price` `<` `10`, `days` `>` `7`."""

    name: str
    sign: str
    value: str

    def __str__(self) -> str:
        return f"{self.name}{self.sign}{self.value}"


FILTERS: Final = {
    "audit_reason": "= !=",
    "offline_reason": "= !=",
    "group": "= !=",
    "category": "= !=",
    "owner": "= !=",
    "brand": "= !=",
    "freight": "= !=",
    "product_type": "= !=",
    "price": "= < >",
    "title": "= !=",
    "days": ">",
    "created": "< >",
}


@dataclass(frozen=True, slots=True)
class Query:
    """Every field is text as in the notation; "" is left out. `filters` in the order of names."""

    act: str
    subject: str = ""
    filters: tuple[Filter, ...] = ()
    by: str = ""
    n: str = ""
    order: str = ""
    state: str = ""
    side: str = ""
    at: str = ""  # one reading
    over: str = ""  # a window,
    start: str = ""  # or from
    end: str = ""  # and to
    ahead: str = ""
    stores: str = ""
    now: str = ""
    claim: str = ""
    said: str = ""
    focus: str = ""
    which: str = ""
    nth: str = ""  # "last" or "first": a word alone in the notation
    dim: str = ""
    part: str = ""
    compare: str = ""
    text: str = ""

    @property
    def notation(self) -> str:
        parts = [self.subject] if self.subject else []
        parts += [str(one) for one in self.filters]
        for one in NAMED:
            if value := getattr(self, one):
                parts.append(value if one == "nth" else f"{PRINTED.get(one, one)}={value}")
        return f"{self.act}({'; '.join(parts)})"

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"act": self.act}
        if self.subject:
            found["subject"] = self.subject
        if self.filters:
            found["filters"] = [one._asdict() for one in self.filters]
        for one in NAMED:
            if value := getattr(self, one):
                found[PRINTED.get(one, one)] = value
        return found


NAMED: Final = tuple(
    one.name for one in fields(Query) if one.name not in {"act", "subject", "filters"}
)
PRINTED: Final = {"start": "from", "end": "to"}


@dataclass(frozen=True, slots=True)
class Ask:
    """Two readings fit: both are offered and neither is answered."""

    readings: tuple[Query, ...]

    @property
    def notation(self) -> str:
        return f"ask({' | '.join(one.notation for one in self.readings)})"


@dataclass(frozen=True, slots=True)
class Cannot:
    """There is no answer, by kind, and what of."""

    kind: str
    of: str = ""

    @property
    def notation(self) -> str:
        return f"cannot({self.kind}{f': {self.of}' if self.of else ''})"


Understood = Query | Ask | Cannot
