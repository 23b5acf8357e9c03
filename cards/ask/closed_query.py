"""A closed query: what a question was understood as, and nothing that was not said or assumed.

Its notation is one line, `value(rejected; group=511; at=now)`; its JSON schema is what programs
and assistants send.
"""

import re
from dataclasses import dataclass, fields
from typing import Any, Final, NamedTuple

from aliexpress.lifecycle import State
from aliexpress.typed.bad_input import BadInput

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
COVERED: Final = ("stock", "attributes", "source")
ANYWHERE, NOWHERE = "*", "none"
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
_AMOUNT: Final = r"\d{1,9}(?:\.\d{1,4})?"
# What the value of a filter looks like, by its name and sign.
_VALUE_FORMS: Final = {
    name: re.compile(form, re.ASCII)
    for name, form in {
        "price<": _AMOUNT,
        "price>": _AMOUNT,
        "price=": rf"{_AMOUNT}\.\.{_AMOUNT}",
        "days>": r"\d{1,5}",
        "group=": r"-?\d{1,18}",
        "group!=": r"-?\d{1,18}",
        "any": r"[^\x00]+",
    }.items()
}
_SUBJECT_FORM = re.compile(r"[a-z0-9_*?]+(?:[+/>,<][a-z0-9_*]+)*", re.ASCII)
_LIMIT_FORM = re.compile(rf"(?:{'|'.join(SUBJECTS)})[<>]\d{{1,9}}", re.ASCII)
_TIME_FORM = re.compile(r"[A-Za-z0-9_:.?+-]{1,40}", re.ASCII)


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
        for one in _NAMED:
            if value := getattr(self, one):
                parts.append(value if one == "nth" else f"{_PRINTED.get(one, one)}={value}")
        return f"{self.act}({'; '.join(parts)})"

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"act": self.act}
        if self.subject:
            found["subject"] = self.subject
        if self.filters:
            found["filters"] = [one._asdict() for one in self.filters]
        for one in _NAMED:
            if value := getattr(self, one):
                found[_PRINTED.get(one, one)] = value
        return found


_NAMED: Final = tuple(
    one.name for one in fields(Query) if one.name not in {"act", "subject", "filters"}
)
_PRINTED: Final = {"start": "from", "end": "to"}
_READ: Final = {_PRINTED.get(name, name): name for name in _NAMED}
_OF_TIME: Final = {"at", "over", "from", "to", "ahead", "compare"}


def query_from_json(values: Any) -> Query:
    """A closed query from a program's JSON. Raises BadInput with what is wrong with it."""
    if not isinstance(values, dict):
        raise BadInput("query", "A query is an object, such as {'act': 'value', …}.")
    known = {"act", "subject", "filters", *_READ}
    if unknown := sorted(set(map(str, values)) - known):
        raise BadInput("query", f"A query has no {unknown[0][:40]!r}.")
    filters = values.get("filters") or []
    if not isinstance(filters, list) or len(filters) > 12:
        raise BadInput("query", "filters is a list of at most twelve conditions.")
    read = {
        _READ[name]: _text(name, values[name]) for name in _READ if values.get(name) is not None
    }
    query = Query(
        act=_text("act", values.get("act", "")),
        subject=_text("subject", values.get("subject") or ""),
        filters=tuple(sorted(_filter(one) for one in filters)),
        **read,
    )
    check(query)
    return query


def _text(name: str, value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > LONGEST_VALUE or not value.isprintable():
        raise BadInput("query", f"{name} is a short text.")
    return value


def _filter(one: Any) -> Filter:
    if not isinstance(one, dict) or set(one) != {"name", "sign", "value"}:
        raise BadInput("query", "A filter has a name, a sign and a value.")
    return Filter(*(_text(name, one[name]) for name in ("name", "sign", "value")))


def check(query: Query) -> None:
    """Raises BadInput where the parts do not make a query: an unknown word, two kinds of time."""
    if query.act not in ACTS:
        raise BadInput("query", f"There is no act {query.act!r}; there are {', '.join(ACTS)}.")
    for one in query.filters:
        if one.sign not in FILTERS.get(one.name, "").split():
            raise BadInput("query", f"There is no filter {one}.")
        if not _VALUE_FORMS.get(f"{one.name}{one.sign}", _VALUE_FORMS["any"]).fullmatch(one.value):
            raise BadInput("query", f"{one.name} cannot be {one.value[:40]!r}.")
    if query.by and query.by not in DIMENSIONS:
        raise BadInput("query", f"by is one of {', '.join(DIMENSIONS)}.")
    if query.subject and not _SUBJECT_FORM.fullmatch(query.subject):
        raise BadInput("query", "subject is a metric, or two joined by +, /, > or a comma.")
    if query.act in _OF_SUBJECT:
        check_subject(query)
    for name in _OF_TIME:
        value = getattr(query, _READ[name])
        if value and not _TIME_FORM.fullmatch(value):
            raise BadInput("query", f"{name} is a moment or a window, such as now or 7d.")
    if bool(query.start) != bool(query.end) or (query.over and query.start):
        raise BadInput("query", "Give over, or from and to.")
    for name in ("n", "said"):
        value = getattr(query, name)
        if value and not (value.isascii() and value.isdecimal() and len(value) < 12):
            raise BadInput("query", f"{name} is a whole number.")
    check_types(query)


_OF_SUBJECT: Final = {
    *(
        [
            "value",
            "list",
            "break",
            "top",
            "share",
            "change",
            "trend",
            "peak",
            "mean",
            "moves",
            "why",
            "alike",
            "compare",
            "define",
        ]
    ),
    *(["proof", "forecast"]),
}
_OVER: Final = {"reviewed", "resubmitted"}


def check_subject(query: Query) -> None:
    words = re.split(r"[+/>,]", query.subject)
    allowed = {*SUBJECTS, *_OVER}
    if ">" in query.subject:
        allowed |= {ANYWHERE, NOWHERE, *STATES}
    if "+" in query.subject:
        allowed = {*STATES}
    for word in words:
        if word not in allowed:
            raise BadInput("query", f"There is nothing called {word[:40]!r} to ask of.")


def check_types(query: Query) -> None:
    is_move = ">" in query.subject
    two_moments = bool(query.over or query.start)
    if is_move and query.act in {"value", "share", "list", "moves", "break"} and not two_moments:
        raise BadInput("query", "A movement lies between two moments: give over, or from and to.")
    if query.act == "moves" and not is_move:
        raise BadInput("query", "moves asks for a movement, such as auditing>active.")
    if query.act == "value" and two_moments:
        raise BadInput("query", "A value is of one moment: give at.")
    if query.ahead and query.subject != "expiring":
        raise BadInput("query", "Only expiring listings are asked for ahead.")
    if query.act == "share" and "/" not in query.subject:
        raise BadInput("query", "A share is of two numbers, such as rejected/total.")
    if query.act in {"break", "top"} and not query.by:
        raise BadInput("query", "Say by what: by.")
    if query.act == "peak" and query.which not in {"max", "min"}:
        raise BadInput("query", "A peak is the highest or the lowest: give which, max or min.")
    if query.act == "cohort" and not (is_move and two_moments and query.now in STATES):
        raise BadInput("query", "A cohort moved in a window and is in a state now: give now.")
    if query.act == "coverage" and query.subject not in COVERED:
        raise BadInput("query", f"coverage is of one of {', '.join(COVERED)}.")
    if query.act == "when" and not _LIMIT_FORM.fullmatch(query.subject):
        raise BadInput("query", "when asks for a number and a limit, such as auditing<300.")
    if query.act == "whatif" and not is_move:
        raise BadInput("query", "whatif asks of a movement, such as rejected>active.")
    if query.act == "compare" and query.subject.count(",") != 1:
        raise BadInput("query", "compare asks of two numbers, such as rejected,auditing.")


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

_PROPERTY: Final = {"type": "string", "maxLength": LONGEST_VALUE}
SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["act"],
    "additionalProperties": False,
    "properties": {
        "act": {"type": "string", "enum": ACTS},
        "subject": {
            **_PROPERTY,
            "description": f"One of {', '.join(SUBJECTS)}; a+b a union, a/b a share, a>b a "
            "movement (* any, none nowhere), a,b side by side.",
        },
        "filters": {
            "type": "array",
            "maxItems": 12,
            "items": {
                "type": "object",
                "required": ["name", "sign", "value"],
                "additionalProperties": False,
                "properties": {
                    "name": {"type": "string", "enum": [*FILTERS]},
                    "sign": {"type": "string", "enum": ["=", "!=", "<", ">"]},
                    "value": _PROPERTY,
                },
            },
        },
        "by": {"type": "string", "enum": DIMENSIONS},
        **{
            name: {
                **_PROPERTY,
                **(
                    {"description": "now, 7d_ago, 2026-03-01, 7d, this_week, last_month, …"}
                    if name in _OF_TIME
                    else {}
                ),
            }
            for name in _READ
            if name != "by"
        },
    },
}
