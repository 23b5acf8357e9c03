"""Closed queries as programs and assistants send them, and the schema of that."""

from typing import Any, Final

from aliexpress.typed.bad_input import BadInput
from cards.ask.queries.closed_query import (
    ACTS,
    DIMENSIONS,
    FILTERS,
    LONGEST_VALUE,
    SUBJECTS,
    Filter,
    Query,
)
from cards.ask.queries.query_checks import OF_TIME, READ, check


def query_from_json(values: Any) -> Query:
    """A closed query from a program's JSON. Raises BadInput with what is wrong with it."""
    if not isinstance(values, dict):
        raise BadInput("query", "A query is an object, such as {'act': 'value', …}.")
    known = {"act", "subject", "filters", *READ}
    if unknown := sorted(set(map(str, values)) - known):
        raise BadInput("query", f"A query has no {unknown[0][:40]!r}.")
    filters = values.get("filters") or []
    if not isinstance(filters, list) or len(filters) > 12:
        raise BadInput("query", "filters is a list of at most twelve conditions.")
    read = {READ[name]: _text(name, values[name]) for name in READ if values.get(name) is not None}
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
                    if name in OF_TIME
                    else {}
                ),
            }
            for name in READ
            if name != "by"
        },
    },
}
