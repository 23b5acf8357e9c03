"""What listings of reviews were like when they were handed in, where that was kept; what the
others are like now.

Of queries with `handed_in`, as `review_outcomes.with_submission` adds it.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from operator import and_
from typing import Any, Final

from django.db.models import F, Func, Q, TextField
from django.db.models.expressions import Combinable

from aliexpress.models import Submission
from cards.listings.property import GATES, TOLD, UP_TO_DATE, Property

OF_IT: Final = "handed_in__submission__"
IS_KEPT: Final = Q(**{f"{OF_IT}isnull": False})
IS_NOT_KEPT: Final = Q(**{f"{OF_IT}isnull": True})  # never the negation of a relation to many
_FIELDS: Final = {field.name for field in Submission._meta.get_fields()}
# Of the version that was handed in, and of any version by then.
_GATES: Final = {
    **GATES,
    UP_TO_DATE: Q(**{f"{OF_IT}facts_of__gt": "", f"{OF_IT}facts_of": F(f"{OF_IT}gmt_modified")}),
    TOLD: Q(**{f"{OF_IT}facts_at__isnull": False}),
}


class Raw(Func):
    """A value as the driver gives it: Django would look at each of each row once more."""

    template = "%(expressions)s"
    output_field: Any = TextField()


class _ThenOrNow(Func):
    """Of three: the second where the first is there, else the third."""

    arity = 3
    output_field: Any = TextField()

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **extra: Any) -> Any:
        kept, then, now = map(compiler.compile, self.get_source_expressions())
        sql = f"CASE WHEN {kept[0]} IS NOT NULL THEN {then[0]} ELSE {now[0]} END"
        return sql, (*kept[1], *then[1], *now[1])


def _then(one: Property) -> Property | None:
    """None: when the listing was handed in says nothing of it."""
    name = one.field.removeprefix("detail__")
    if one.is_of_source or name not in _FIELDS:
        return None
    return replace(one, field=f"{OF_IT}{name}", scale=one.scale and f"{OF_IT}{one.scale}")


def named_then(one: Property, text: str) -> Q:
    """The listings this text names. Raises BadInput."""
    then = _then(one)
    if then is None:
        return one.meaning(text)
    return (IS_KEPT & _known(then) & then.named(text)) | (IS_NOT_KEPT & one.meaning(text))


def known_then(one: Property) -> Q:
    """Where it can be told at all."""
    then = _then(one)
    return one.known if then is None else (IS_KEPT & _known(then)) | (IS_NOT_KEPT & one.known)


def _known(then: Property) -> Q:
    gates: Iterable[Q] = (_GATES[name] for name in then.gates)
    return reduce(and_, gates, then.is_given)


def gate_then(name: str) -> Q:
    now, then = GATES[name], _GATES[name]
    return now if then is now else (IS_KEPT & then) | (IS_NOT_KEPT & now)


def value_then(one: Property) -> Combinable:
    then = _then(one)
    return Raw(one.value) if then is None else _ThenOrNow(F(f"{OF_IT}pk"), then.value, one.value)
