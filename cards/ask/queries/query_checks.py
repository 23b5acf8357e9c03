"""Whether the parts of a closed query make one."""

import re
from typing import Final

from aliexpress.typed.bad_input import BadInput
from cards.ask.queries.closed_query import (
    ACTS,
    ANYWHERE,
    COVERED,
    DIMENSIONS,
    FILTERS,
    NAMED,
    NOWHERE,
    PRINTED,
    STATES,
    SUBJECTS,
    Query,
)

READ: Final = {PRINTED.get(name, name): name for name in NAMED}  # as JSON says it
OF_TIME: Final = {"at", "over", "from", "to", "ahead", "compare"}
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


def is_valid(query: Query) -> bool:
    try:
        check(query)
    except BadInput:
        return False
    return True


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
    for name in OF_TIME:
        value = getattr(query, READ[name])
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
    for part in re.split("[/,]", query.subject):
        allowed = {*SUBJECTS, *_OVER}
        if ">" in part:
            allowed |= {ANYWHERE, NOWHERE, *STATES}
        if "+" in part:
            allowed = {*STATES}
        for word in re.split("[+>]", part):
            if word not in allowed:
                raise BadInput("query", f"There is nothing called {word[:40]!r} to ask of.")


_BESIDE: Final = {"value", "list", "compare", "define"}


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
    if "," in query.subject and query.act not in _BESIDE:
        raise BadInput("query", "Two numbers beside each other have one act each: ask of one.")
    if query.act == "compare" and query.subject.count(",") != 1:
        raise BadInput("query", "compare asks of two numbers, such as rejected,auditing.")
